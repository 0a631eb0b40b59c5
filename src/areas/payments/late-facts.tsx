import { Button } from '../../ui/button.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { showNumber, today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PeekTable } from '../../ui/peek-table.tsx'
import { Empty, Refused, Screen, Skeleton } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { PersonCard } from '../benefits/person-card.tsx'
import { SCHEME_WORDS } from '../benefits/words.ts'
import { Clawbacks } from './clawbacks.tsx'
import {
  actOnPair,
  type Correction,
  collectCorrections,
  decideCorrections,
  listBatches,
  listCorrections,
  listPairs,
  type Pair,
} from './contract.ts'
import { SettlementsBetween } from './settlements.tsx'

const RELOAD = ['/api/payments']
const KIND_WORDS = { backPay: '补发', clawback: '追回', replace: '未发出，改发', unpaid: '没有发过，不追回' } as const

/** W08 停发与追回: what late facts come to and why, money asked back, and payments that may not stand together. */
export function LateFacts() {
  const [search] = useUrlState()
  const { session } = useSession()
  const month = search.month ?? today().slice(0, 7)
  const division = search.area ?? session?.account.roles.find((grant) => grant.division !== '')?.division ?? ''
  const offices = ['districtOfficer', 'districtFinance', 'cityOfficer']
  const mayEvery = session?.account.roles.some((grant) => offices.includes(grant.role)) ?? false
  const list = useEndpoint(listBatches, { query: { division, month } }, division !== '')
  return (
    <Screen title="停发与追回" loading={list.loading} refusal={list.refusal} onRetry={list.reload}>
      <div className="y-card">
        <Tabs
          label="停发与追回的内容"
          tabs={[
            { id: 'cases', label: '追回', content: () => <Clawbacks /> },
            {
              id: 'corrections',
              label: '迟到情况的差额',
              content: () =>
                list.data?.run ? (
                  <Corrections run={list.data.run.id} month={month} />
                ) : (
                  <Empty words={`${month} 还没有津贴批次，没有差额。`} />
                ),
            },
            {
              id: 'pairs',
              label: '重叠发放',
              content: () => <Pairs districts={session?.account.roles.map((grant) => grant.division) ?? []} />,
            },
            ...(mayEvery ? [{ id: 'between', label: '区县间结算', content: () => <SettlementsBetween /> }] : []),
          ]}
        />
      </div>
    </Screen>
  )
}

const COLUMNS: (Column<Correction> & { wide?: boolean })[] = [
  { id: 'name', head: '姓名', cell: (row) => row.name || '（档案已转出）' },
  { id: 'month', head: '月份与待遇', cell: (row) => `${row.month} ${SCHEME_WORDS[row.scheme] ?? row.scheme}` },
  {
    id: 'why',
    head: '原因',
    long: true,
    cell: (row) => [row.says, ...row.facts.filter((each) => each !== row.says)].join('、'),
  },
  { id: 'settled', wide: true, head: '已计', align: 'right', cell: (row) => <Money fen={row.settledFen} /> },
  { id: 'due', wide: true, head: '应计', align: 'right', cell: (row) => <Money fen={row.dueFen} /> },
  { id: 'kind', wide: true, head: '办法', cell: (row) => KIND_WORDS[row.kind] },
  {
    id: 'state',
    wide: true,
    head: '签署',
    cell: (row) =>
      row.decidedBy === null
        ? `${row.proposedBy} 提出`
        : `${row.decidedBy} ${row.state === 'approved' ? '已签署' : '已退回'}`,
  },
]

const keyOf = (row: Correction): string => `${row.district} ${row.elder} ${row.scheme} ${row.month}`

function Corrections({ run, month }: { run: string; month: string }) {
  const [search] = useUrlState()
  const { data, loading, refusal, reload } = useEndpoint(listCorrections, {
    params: { run },
    query: { after: search.after },
  })
  const collect = useAct(collectCorrections, RELOAD)
  const decide = useAct(decideCorrections, RELOAD)
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton />
  const wrong = collect.refusal ?? decide.refusal
  return (
    <div className="y-stack">
      <p>
        {month} 批次：补发 <Money fen={data.sums.payFen} />
        ，应追回 <Money fen={data.sums.takeBackFen} />
        {data.sums.toCollect > 0 && `，还有 ${showNumber(data.sums.toCollect)} 条没有提出`}。
      </p>
      <div className="y-row">
        {data.sums.toCollect > 0 && (
          <Button kind="primary" busy={collect.busy} onPress={() => void collect.act({ body: { run } })}>
            提出差额
          </Button>
        )}
        {data.sums.proposed > 0 && (
          <>
            <Button kind="primary" busy={decide.busy} onPress={() => void decide.act({ body: { run, accept: true } })}>
              第二人签署 {showNumber(data.sums.proposed)} 条
            </Button>
            <Button busy={decide.busy} onPress={() => void decide.act({ body: { run, accept: false } })}>
              退回差额
            </Button>
          </>
        )}
      </div>
      {wrong && (
        <Notice tone="warn" live>
          {wrong.message}
        </Notice>
      )}
      {data.rows.length === 0 ? (
        <Empty words="没有提出的差额。" />
      ) : (
        <PeekTable
          label="差额"
          rows={data.rows}
          keyOf={keyOf}
          nameOf={(row) => row.name || '档案已转出'}
          columns={COLUMNS}
          foot={{ next: data.next }}
          peek={(row) => <PersonCard district={row.district} elder={row.elder} month={month} scheme={row.scheme} />}
        />
      )}
    </div>
  )
}

function Pairs({ districts }: { districts: string[] }) {
  const { data, loading, refusal, reload } = useEndpoint(listPairs)
  const { act, busy, refusal: wrong } = useAct(actOnPair, RELOAD)
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton />
  if (data.pairs.length === 0) return <Empty words="没有重叠的发放。" />
  const say = (pair: Pair, stands: 'first' | 'second' | 'both') =>
    void act({
      params: { pair: pair.id },
      body: { stands, note: stands === 'both' ? '核对后不是同一笔' : '核对后保留这一笔' },
    })
  return (
    <div className="y-stack">
      {wrong && (
        <Notice tone="warn" live>
          {wrong.message}
        </Notice>
      )}
      {data.pairs.map((pair) => (
        <article key={pair.id} className="y-card">
          <p>
            {pair.month} · {pair.ruleSays}
          </p>
          <ul>
            {pair.sides.map((side, index) => (
              <li key={`${side.district} ${side.elder} ${side.scheme}`}>
                {side.districtName} · {side.name ?? '（另一区县的老人）'} · {SCHEME_WORDS[side.scheme] ?? side.scheme}
                {pair.stands === (index === 0 ? 'first' : 'second') && ' · 提议保留'}
              </li>
            ))}
          </ul>
          {pair.state === 'agreed' ? (
            <p className="y-meta">
              已由 {pair.proposedBy} 与 {pair.agreedBy} 商定。
            </p>
          ) : (
            <div className="y-row">
              <Button busy={busy} onPress={() => say(pair, 'first')}>
                保留第一笔
              </Button>
              <Button busy={busy} onPress={() => say(pair, 'second')}>
                保留第二笔
              </Button>
              <Button busy={busy} onPress={() => say(pair, 'both')}>
                两笔都对
              </Button>
              {pair.state === 'proposed' && (
                <span className="y-meta">
                  {pair.proposedFor !== null && districts.includes(pair.proposedFor)
                    ? '等另一方答复'
                    : '对方已提出，按同样的选择即为商定'}
                </span>
              )}
            </div>
          )}
        </article>
      ))}
    </div>
  )
}
