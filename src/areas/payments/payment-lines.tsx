import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { showNumber } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { PeekTable } from '../../ui/peek-table.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { PersonCard } from '../benefits/person-card.tsx'
import { SCHEME_WORDS } from '../benefits/words.ts'
import { actOnBatch, type BatchView, type Line, listLines } from './contract.ts'
import { LINE_KIND_WORDS } from './words.ts'

type Props = {
  batch: string
  view: 'all' | 'held' | 'failed'
  causes: BatchView['held']
  mayHold: boolean
  empty: string
}

const keyOf = (row: Line): string => `${row.district}.${row.no}`

/** Lines of a batch, sorted by what keeps them back; the chosen one opens the 依据卡 of its amount. */
export function PaymentLines({ batch, view, causes, mayHold, empty }: Props) {
  const [search, change] = useUrlState()
  const { data, loading, refusal, reload } = useEndpoint(listLines, {
    params: { batch },
    query: { view, cause: search.cause, after: search.after },
  })
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton />
  return (
    <div className="y-stack">
      {causes.length > 0 && (
        <div className="y-row">
          <Button pressed={search.cause === undefined} onPress={() => change({ cause: undefined, after: undefined })}>
            全部原因
          </Button>
          {causes.map((each) => (
            <Button
              key={each.cause}
              pressed={search.cause === each.cause}
              onPress={() => change({ cause: each.cause, after: undefined, peek: undefined })}
            >
              {each.says} {showNumber(each.count)}
            </Button>
          ))}
        </div>
      )}
      {data.rows.length === 0 ? (
        <Empty words={empty} />
      ) : (
        <PeekTable
          label="发放名单"
          rows={data.rows}
          keyOf={keyOf}
          nameOf={(row) => row.name || '档案已转出'}
          columns={columnsOf(view)}
          foot={{ words: `${data.count.capped ? '1000+' : showNumber(data.count.total)} 笔`, next: data.next }}
          acts={(row) => <Acts line={row} batch={batch} mayHold={mayHold} />}
          peek={(row) => <Why line={row} />}
        />
      )}
    </div>
  )
}

/** 暂缓 with a reason or 解除暂缓, and the way to the account. */
function Acts({ line, batch, mayHold }: { line: Line; batch: string; mayHold: boolean }) {
  const { act } = useAct(actOnBatch, ['/api/payments'])
  const { district, no } = line
  const action =
    line.held === 'asked'
      ? [{ id: 'letGo', label: '解除暂缓' }]
      : line.held === null && mayHold
        ? [
            {
              id: 'hold',
              label: '暂缓',
              key: 'h',
              reason: { required: true, reasons: ['疑似离世，待核实', '家属来电，待核实', '账户有疑问，待核实'] },
            },
          ]
        : []
  return (
    <>
      <CaseActions
        actions={action}
        onAct={async (kind, reason) => {
          const answer = await act({
            params: { batch },
            body: { kind, district, no, ...(reason ? { reason } : {}) },
          })
          return answer.ok ? undefined : answer.refusal
        }}
      />
      <a className="y-button" href={`/w/elders/${line.elder}?tab=accounts`}>
        账户与核实
      </a>
    </>
  )
}

/** Why the line waits or came back, above the 依据卡 of its amount. */
function Why({ line }: { line: Line }) {
  return (
    <>
      {line.todo && (
        <p>
          {line.heldSays}。{line.todo}。
        </p>
      )}
      {line.reason && <p>银行退回：{line.reason}</p>}
      <PersonCard district={line.district} elder={line.elder} month={line.month} scheme={line.scheme} />
    </>
  )
}

function columnsOf(view: Props['view']): (Column<Line> & { wide?: boolean })[] {
  const why =
    view === 'held'
      ? (row: Line) => `${row.heldSays}。${row.todo}`
      : view === 'failed'
        ? (row: Line) => `${row.reason}${row.again ? ' · 已列入补发' : ''}`
        : stateOf
  return [
    { id: 'no', head: '序号', align: 'right', wide: true, cell: (row) => row.no },
    { id: 'name', head: '姓名', cell: (row) => row.name || '（档案已转出）' },
    { id: 'scheme', head: '待遇', cell: (row) => `${row.month} ${SCHEME_WORDS[row.scheme] ?? row.scheme}` },
    { id: 'place', head: '乡镇（街道）', wide: true, cell: (row) => row.townshipName },
    { id: 'kind', head: '类别', wide: true, cell: (row) => LINE_KIND_WORDS[row.kind as keyof typeof LINE_KIND_WORDS] },
    { id: 'account', head: '账户', wide: true, cell: (row) => row.account ?? '没有' },
    { id: 'fen', head: '金额', align: 'right', cell: (row) => <Money fen={row.amountFen} /> },
    { id: 'why', head: WHY_HEADS[view], long: true, wide: true, cell: why },
  ]
}

const WHY_HEADS = { all: '情况', held: '暂缓原因与办法', failed: '退回原因' } as const

const stateOf = (row: Line): string =>
  row.held !== null
    ? (row.heldSays ?? '')
    : row.result === 'paid'
      ? '已到账'
      : row.result === 'failed'
        ? (row.reason ?? '')
        : '待发放'
