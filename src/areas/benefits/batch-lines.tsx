import { CaseActions } from '../../ui/case-actions.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { showNumber } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { PeekTable } from '../../ui/peek-table.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { actOnRun, type Line, type LineList, listLines, readBatch } from './contract.ts'
import { PersonCard } from './person-card.tsx'
import { SCHEME_WORDS } from './words.ts'

type Props = {
  run: string
  month: string
  list: LineList
  /** Conditions on top of the list, as the address has them. */
  query?: Record<string, string | undefined>
  empty: string
  /** Whether this person may hold lines back. */
  mayHold: boolean
}

const keyOf = (row: Line): string => `${row.district}.${row.elder}.${row.scheme}.${row.month ?? ''}`

/** One list of a run with the 依据卡 of the chosen line beside it. A sampled line counts as opened when it is shown. */
export function BatchLines({ run, month, list, query = {}, empty, mayHold }: Props) {
  const [search] = useUrlState()
  const { data, loading, refusal, reload } = useEndpoint(listLines, {
    params: { run, list },
    query: { ...query, after: search.after },
  })
  const { act } = useAct(actOnRun, [readBatch.path, listLines.path])
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton />
  if (data.rows.length === 0) return <Empty words={empty} />
  const countOpened = ({ district, elder, scheme, opened }: Line) => {
    if (list === 'sample' && !opened) void act({ params: { run }, body: { kind: 'open', district, elder, scheme } })
  }
  return (
    <PeekTable
      label="名单"
      rows={data.rows}
      keyOf={keyOf}
      nameOf={(row) => row.name}
      columns={(beside) => columnsOf(list, beside)}
      foot={{ words: `${data.count.capped ? '1000+' : showNumber(data.count.total)} 条`, next: data.next }}
      onOpen={countOpened}
      clears={['scheme']}
      acts={(row) => (
        <>
          {mayHold && <Hold line={row} run={run} />}
          <a className="y-button" href={`/w/elders/${row.elder}`}>
            打开档案
          </a>
        </>
      )}
      peek={(row) => <PersonCard district={row.district} elder={row.elder} month={month} scheme={row.scheme} />}
    />
  )
}

/** 暂缓 with a reason, or 解除暂缓. */
function Hold({ line, run }: { line: Line; run: string }) {
  const { act } = useAct(actOnRun, [readBatch.path, listLines.path])
  const { district, elder, scheme } = line
  const action =
    line.heldFor === null
      ? {
          id: 'hold',
          label: '暂缓',
          key: 'h',
          reason: { required: true, reasons: ['疑似离世，待核实', '家属来电，待核实', '信息有疑问，待核实'] },
        }
      : { id: 'release', label: '解除暂缓' }
  return (
    <CaseActions
      actions={[action]}
      onAct={async (kind, reason) => {
        const answer = await act({
          params: { run },
          body: { kind, district, elder, scheme, ...(reason ? { reason } : {}) },
        })
        return answer.ok ? undefined : answer.refusal
      }}
    />
  )
}

/** Beside an open card there is room for the person and the reason only. */
function columnsOf(list: LineList, beside: boolean): Column<Line>[] {
  const person: Column<Line>[] = [
    { id: 'name', head: '姓名', cell: (row) => row.name || '（档案已转出）' },
    ...(beside ? [] : [{ id: 'place', head: '乡镇（街道）', cell: (row: Line) => row.townshipName }]),
    { id: 'scheme', head: '待遇', cell: (row) => SCHEME_WORDS[row.scheme] },
  ]
  const why: Column<Line> = {
    id: 'why',
    head: list === 'changes' ? '变化与原因' : '原因',
    long: true,
    cell: (row) => (row.heldFor === null ? row.says : `${row.says} · 已暂缓：${row.heldFor}`),
  }
  const money = (id: string, head: string, of: (row: Line) => number | null): Column<Line> => ({
    id,
    head,
    align: 'right',
    cell: (row) => (of(row) === null ? '无' : <Money fen={of(row)} />),
  })
  const seen: Column<Line> = { id: 'opened', head: '是否已看', cell: (row) => (row.opened ? '已看' : '还没有看') }
  if (beside) return list === 'back-pay' ? person : [...person, list === 'sample' ? seen : why]
  switch (list) {
    case 'changes':
      return [
        ...person,
        why,
        money('before', '上月', (row) => row.beforeFen),
        money('after', '本月', (row) => row.afterFen),
      ]
    case 'back-pay':
      return [
        ...person,
        { id: 'month', head: '月份', cell: (row) => row.month },
        money('settled', '已计', (row) => row.beforeFen),
        money('due', '应计', (row) => row.afterFen),
        money('difference', '差额', (row) => (row.afterFen ?? 0) - (row.beforeFen ?? 0)),
      ]
    case 'sample':
      return [...person, seen]
    default:
      return [...person, why]
  }
}
