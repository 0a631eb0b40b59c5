import { Button } from '../../ui/button.tsx'
import { shiftMonth, showNumber, today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { useToast } from '../../ui/toast.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type BatchHead, listBatches, makeBatch } from './contract.ts'
import { PaymentBatch } from './payment-batch.tsx'
import { BATCH_KIND_WORDS, BATCH_WORDS } from './words.ts'

const RELOAD = ['/api/payments']

/** W07 支付与回盘: the batches of a month, and of the open one its sums, signatures, file, answers and what waits. */
export function Payments() {
  const [search, change] = useUrlState()
  const { session } = useSession()
  const month = search.month ?? today().slice(0, 7)
  const division = search.area ?? session?.account.roles.find((grant) => grant.division !== '')?.division ?? ''
  const { data, loading, refusal, reload } = useEndpoint(listBatches, { query: { division, month } }, division !== '')
  const go = (to: string) => change({ month: to, batch: undefined, tab: undefined, after: undefined })
  const open = data?.batches.find((each) => each.id === search.batch) ?? data?.batches[0]
  return (
    <Screen
      title={`支付与回盘 ${month}`}
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      actions={
        <div className="y-row">
          <Button onPress={() => go(shiftMonth(month, -1))}>上个月</Button>
          <Button
            onPress={() => go(shiftMonth(month, 1))}
            unavailable={month >= today().slice(0, 7) ? '下个月还没有到' : undefined}
          >
            下个月
          </Button>
        </div>
      }
    >
      {data && (
        <div className="y-stack">
          <Make of={data} division={division} month={month} />
          {data.batches.length > 1 && (
            <Choose
              batches={data.batches}
              open={open?.id}
              onOpen={(batch) => change({ batch, tab: undefined, after: undefined })}
            />
          )}
          {open === undefined ? (
            <Empty words={`${month} 还没有发放批次。津贴批次经区县复核之后，在这里生成。`} />
          ) : (
            <PaymentBatch key={open.id} id={open.id} />
          )}
        </div>
      )}
    </Screen>
  )
}

function Choose({
  batches,
  open,
  onOpen,
}: {
  batches: BatchHead[]
  open: string | undefined
  onOpen: (id: string) => void
}) {
  return (
    <div className="y-row">
      {batches.map((each) => (
        <Button key={each.id} pressed={each.id === open} onPress={() => onOpen(each.id)}>
          {BATCH_KIND_WORDS[each.kind]} · {BATCH_WORDS[each.state].word} · {showNumber(each.lines)} 笔
        </Button>
      ))}
    </div>
  )
}

/** What can be made now: the month's batch of the reviewed run, and a reissue of what earlier files left open. */
function Make({
  of,
  division,
  month,
}: {
  of: {
    batches: BatchHead[]
    run: { id: string; reviewed: boolean } | null
    again: { lines: number }
    mayMake: boolean
  }
  division: string
  month: string
}) {
  const { act, busy, refusal } = useAct(makeBatch, [...RELOAD, '/api/jobs'])
  const say = useToast()
  const start = async (body: { kind: 'monthly'; run: string } | { kind: 'reissue'; division: string }) => {
    const answer = await act({ body })
    if (answer.ok) say('已开始生成，右上角的后台任务里可以看进度，做好后这一页会自动更新。')
  }
  const there = of.batches.some((each) => each.kind === 'monthly' && each.state !== 'cancelled')
  if (!of.mayMake) return refusal ? <Notice tone="warn">{refusal.message}</Notice> : null
  return (
    <>
      <div className="y-row">
        {!there && (
          <Button
            kind="primary"
            busy={busy}
            unavailable={
              of.run === null ? `${month} 还没有津贴批次` : of.run.reviewed ? undefined : '津贴批次还没有经区县复核'
            }
            onPress={() => of.run && void start({ kind: 'monthly', run: of.run.id })}
          >
            生成发放批次
          </Button>
        )}
        {month === today().slice(0, 7) && of.again.lines > 0 && (
          <Button busy={busy} onPress={() => void start({ kind: 'reissue', division })}>
            补发可以发放的条目
          </Button>
        )}
        {of.again.lines > 0 && <span className="y-meta">以前的批次还有 {showNumber(of.again.lines)} 笔没有发到</span>}
      </div>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
    </>
  )
}
