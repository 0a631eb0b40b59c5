import { Day } from '../../ui/day.tsx'
import type { Filter } from '../../ui/filters.ts'
import { readTypedDay, today } from '../../ui/formats.ts'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListAnswer, ListInput } from '../../ui/list-state.ts'
import { type Loaded, useEndpoint } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { searchAudit } from './calls.ts'
import type { AuditPage } from './contract.ts'
import { sayAction } from './words.ts'

type Entry = AuditPage['entries'][number]

const typedDay = { hint: '例如 2026-11-21', read: (text: string) => readTypedDay(text, today()) }

const filters: Filter[] = [
  { id: 'reads', label: '范围', options: [{ value: 'true', label: '只看查看档案' }] },
  { id: 'from', label: '从', sentence: (day) => `从 ${day} 起`, typed: typedDay },
  { id: 'until', label: '到', sentence: (day) => `到 ${day} 为止`, typed: typedDay },
  {
    id: 'object',
    label: '对象编号',
    sentence: (id) => `对象 ${id}`,
    typed: { hint: '粘贴对象的编号', read: (text) => text.trim() || undefined },
  },
]

function useEntries({ query }: ListInput): Loaded<ListAnswer<Entry>> {
  const { q, after, reads, from, until, object } = query
  const loaded = useEndpoint(searchAudit, {
    query: { account: q, cursor: after, reads, from, until, objectId: object },
  })
  return { ...loaded, data: loaded.data && { rows: loaded.data.entries, next: loaded.data.next } }
}

/** W30 审计记录: who did or looked at what, when and for which purpose; newest first. */
export function Audit() {
  return (
    <ListPage<Entry>
      title="审计记录"
      unit="条"
      load={useEntries}
      filters={filters}
      example="账号，如 demo-township"
      keyOf={(entry) => entry.id}
      nameOf={(entry) => sayAction(entry.action)}
      views={[
        { id: 'all', label: '全部', search: {} },
        { id: 'reads', label: '查看档案', search: { reads: 'true' } },
      ]}
      columns={[
        { id: 'at', head: '时间', cell: (entry) => <Day on={entry.at} /> },
        { id: 'who', head: '谁', cell: (entry) => entry.accountName ?? entry.account },
        { id: 'what', head: '做了什么', cell: (entry) => sayAction(entry.action) },
        { id: 'object', head: '对象', long: true, cell: (entry) => entry.objectId ?? '不适用' },
        { id: 'purpose', head: '用途', long: true, cell: (entry) => entry.purpose ?? '不适用' },
        {
          id: 'seal',
          head: '链上序号',
          align: 'right',
          about: '写入防改链的位置',
          cell: (entry) => entry.seal ?? '待写入',
        },
      ]}
      peek={(entry) => <OneEntry entry={entry} />}
      first={{ words: '还没有记录。' }}
    />
  )
}

function OneEntry({ entry }: { entry: Entry }) {
  return (
    <Facts
      of={[
        { label: '时间', value: <Day on={entry.at} /> },
        { label: '账号', value: entry.account },
        { label: '动作', value: `${sayAction(entry.action)}（${entry.action}）` },
        { label: '对象', value: `${entry.object} ${entry.objectId ?? ''}` },
        { label: '用途', value: entry.purpose ?? '不适用' },
        { label: '变更前', value: saySide(entry.before) },
        { label: '变更后', value: saySide(entry.after) },
      ]}
    />
  )
}

const saySide = (side: unknown): string => (side === null || side === undefined ? '不适用' : JSON.stringify(side))
