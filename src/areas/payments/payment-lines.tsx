import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { showNumber } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
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
  const [at, setAt] = useState<string>()
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton />
  const opened = data.rows.find((row) => keyOf(row) === search.peek)
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
        <div className="y-list">
          <div className="y-list-body">
            <div className="y-grid">
              <DataTable
                label="发放名单"
                columns={columnsOf(view, opened !== undefined)}
                rows={data.rows}
                keyOf={keyOf}
                at={at}
                onAt={setAt}
                open={search.peek}
                onOpen={(row) => change({ peek: keyOf(row) }, 'replace')}
              />
            </div>
            <div className="y-list-foot y-meta">
              <span>{data.count.capped ? '1000+' : showNumber(data.count.total)} 笔</span>
              <div className="y-head-space" />
              {search.after && <Button onPress={() => change({ after: undefined })}>回到第一页</Button>}
              {data.next && <Button onPress={() => change({ after: data.next ?? undefined })}>下一页</Button>}
            </div>
          </div>
          {opened && (
            <Peek
              line={opened}
              batch={batch}
              mayHold={mayHold}
              onClose={() => change({ peek: undefined }, 'replace')}
            />
          )}
        </div>
      )}
    </div>
  )
}

function Peek({ line, batch, mayHold, onClose }: { line: Line; batch: string; mayHold: boolean; onClose: () => void }) {
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
    <section className="y-peek" aria-label={line.name}>
      <div className="y-peek-head">
        <h2>{line.name || '档案已转出'}</h2>
        <div className="y-row">
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
          <Button icon="close" label="收起旁边这一栏" onPress={onClose}>
            收起
          </Button>
        </div>
      </div>
      {line.todo && (
        <p>
          {line.heldSays}。{line.todo}。
        </p>
      )}
      {line.reason && <p>银行退回：{line.reason}</p>}
      <PersonCard district={district} elder={line.elder} month={line.month} scheme={line.scheme} />
    </section>
  )
}

function columnsOf(view: Props['view'], beside: boolean): Column<Line>[] {
  const person: Column<Line>[] = [
    { id: 'no', head: '序号', cell: (row) => row.no, align: 'right' },
    { id: 'name', head: '姓名', cell: (row) => row.name || '（档案已转出）' },
    { id: 'scheme', head: '待遇', cell: (row) => `${row.month} ${SCHEME_WORDS[row.scheme] ?? row.scheme}` },
  ]
  const money: Column<Line> = { id: 'fen', head: '金额', align: 'right', cell: (row) => <Money fen={row.amountFen} /> }
  const why: Column<Line> = {
    id: 'why',
    head: view === 'failed' ? '退回原因' : view === 'held' ? '暂缓原因与办法' : '情况',
    long: true,
    cell: (row) =>
      view === 'held'
        ? `${row.heldSays}。${row.todo}`
        : view === 'failed'
          ? `${row.reason}${row.again ? ' · 已列入补发' : ''}`
          : stateOf(row),
  }
  if (beside) return [...person.slice(1), money]
  return [
    ...person,
    { id: 'place', head: '乡镇（街道）', cell: (row) => row.townshipName },
    { id: 'kind', head: '类别', cell: (row) => LINE_KIND_WORDS[row.kind as keyof typeof LINE_KIND_WORDS] },
    { id: 'account', head: '账户', cell: (row) => row.account ?? '没有' },
    money,
    why,
  ]
}

const stateOf = (row: Line): string =>
  row.held !== null
    ? (row.heldSays ?? '')
    : row.result === 'paid'
      ? '已到账'
      : row.result === 'failed'
        ? (row.reason ?? '')
        : '待发放'
