import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { SelectField } from '../../ui/field.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type RosterLine, readGroups, readRoster } from './contract.ts'
import { RosterDialog } from './roster-dialog.tsx'
import { BECAUSE, CARE_RISK_WORDS, GUARDIAN_WORDS, NEEDS, ROSTER_WORDS } from './words.ts'

const SHOWS = {
  all: '全部',
  unchecked: '还没有核实的',
  overdue: '到期要复核的',
  withoutGuardian: '监护待落实的',
  atRisk: '心理风险高的',
} as const

/** 名册与互助: who is on the lists and how the roster, guardianship and mental care of each stand; mutual-aid groups. */
export function RegistersPage() {
  const [search] = useUrlState()
  const query: Record<string, string> = search.area ? { area: search.area } : {}
  return (
    <Screen
      title="名册与互助"
      actions={
        <a className="y-button" href="/w/visits">
          巡访与结对
        </a>
      }
    >
      <div className="y-card">
        <Tabs
          label="名册与互助的内容"
          tabs={[
            { id: 'roster', label: '特殊困难老人名册', content: () => <RosterTable query={query} /> },
            { id: 'groups', label: '互助小组', content: () => <GroupTable query={query} /> },
          ]}
        />
      </div>
    </Screen>
  )
}

function RosterTable({ query }: { query: Record<string, string> }) {
  const [search, change] = useUrlState()
  const [line, setLine] = useState<RosterLine>()
  const show = search.show ?? 'all'
  const { data, refusal } = useEndpoint(readRoster, {
    query: { ...query, show, ...(search.after ? { after: search.after } : {}) },
  })
  return (
    <div className="y-stack">
      <SelectField
        label="看哪些"
        value={show}
        onChange={(value) => change({ show: value, after: '' }, 'replace')}
        options={Object.entries(SHOWS).map(([value, label]) => ({ value, label }))}
      />
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      {data?.rows.length === 0 && <Empty words="没有这样的老人。名单在生成巡访计划时按规则计算。" />}
      {data && data.rows.length > 0 && (
        <div className="y-wide">
          <DataTable
            label="名册"
            rows={data.rows}
            keyOf={(row) => row.elderId}
            urgent={(row) => row.overdue || row.guardian === 'none'}
            columns={[
              { id: 'name', head: '老人', cell: (row) => <a href={`/w/elders/${row.elderId}`}>{row.name}</a> },
              { id: 'village', head: '村（社区）', cell: (row) => row.villageName },
              {
                id: 'because',
                head: '列入原因',
                long: true,
                cell: (row) => row.because.map((code) => BECAUSE[code] ?? code).join('、'),
              },
              {
                id: 'lists',
                head: '名单',
                cell: (row) =>
                  [row.specialDifficulty && '规划', row.visitPriority && '国家'].filter(Boolean).join('、'),
              },
              {
                id: 'state',
                head: '核实',
                cell: (row) => (row.state === null ? '规则比对，待核实' : ROSTER_WORDS[row.state]),
              },
              { id: 'next', head: '下次复核', cell: (row) => row.nextOn ?? '' },
              {
                id: 'guardian',
                head: '监护',
                cell: (row) =>
                  row.guardian === null
                    ? '未采集'
                    : `${GUARDIAN_WORDS[row.guardian]}${row.guardianName === null ? '' : `：${row.guardianName}`}`,
              },
              { id: 'risk', head: '心理', cell: (row) => (row.risk === null ? '未采集' : CARE_RISK_WORDS[row.risk]) },
              {
                id: 'do',
                head: '办理',
                cell: (row) => (
                  <Button kind="quiet" onPress={() => setLine(row)}>
                    登记
                  </Button>
                ),
              },
            ]}
          />
        </div>
      )}
      {data?.next && <Button onPress={() => change({ after: data.next ?? '' })}>下一页</Button>}
      {line && <RosterDialog of={line} onClose={() => setLine(undefined)} />}
    </div>
  )
}

function GroupTable({ query }: { query: Record<string, string> }) {
  const { data, refusal } = useEndpoint(readGroups, { query })
  const some = (names: readonly string[]) =>
    `${names.slice(0, 6).join('、')}${names.length > 6 ? ` 等 ${names.length} 个` : ''}`
  return (
    <div className="y-stack">
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      {data && data.assistantsMissing.length > 0 && <Notice>还没有养老助理：{some(data.assistantsMissing)}。</Notice>}
      {data && data.villagesWithout.length > 0 && <Notice>还没有互助小组：{some(data.villagesWithout)}。</Notice>}
      {data?.rows.length === 0 && <Empty words="还没有登记互助小组。" />}
      {data && data.rows.length > 0 && (
        <DataTable
          label="互助小组"
          rows={data.rows}
          keyOf={(row) => row.id}
          columns={[
            { id: 'village', head: '村（社区）', cell: (row) => row.villageName },
            { id: 'group', head: '村民小组', cell: (row) => row.villagerGroup },
            { id: 'leader', head: '组长', cell: (row) => row.leader },
            { id: 'members', head: '成员', align: 'right', cell: (row) => `${row.members} 人` },
            {
              id: 'does',
              head: '帮什么',
              long: true,
              cell: (row) => row.does.map((kind) => NEEDS[kind as keyof typeof NEEDS] ?? kind).join('、'),
            },
            { id: 'since', head: '从哪天起', cell: (row) => row.since },
          ]}
        />
      )}
    </div>
  )
}
