import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { shiftMonth, showDateTime, showNumber, today } from '../../ui/formats.ts'
import { FileDrop } from '../../ui/import-wizard.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { Status } from '../../ui/status.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import {
  actOnBatch,
  type BatchHead,
  type BatchView,
  listBatches,
  loadReturn,
  makeBatch,
  readBatch,
  releaseBatch,
} from './contract.ts'
import { PaymentLines } from './payment-lines.tsx'
import { BATCH_KIND_WORDS, BATCH_WORDS, STEP_WORDS } from './words.ts'

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
            <One key={open.id} id={open.id} />
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

function One({ id }: { id: string }) {
  const { data, loading, refusal, reload } = useEndpoint(readBatch, { params: { batch: id } })
  if (refusal || loading || !data)
    return (
      <Screen title="发放批次" loading={loading} refusal={refusal} onRetry={reload}>
        {null}
      </Screen>
    )
  const failures = data.failed.reduce((sum, each) => sum + each.count, 0)
  const held = data.held.reduce((sum, each) => sum + each.count, 0)
  return (
    <>
      <Summary of={data} />
      <div className="y-card">
        <Tabs
          label="发放批次的内容"
          tabs={[
            { id: 'steps', label: '签署', content: () => <Steps of={data} /> },
            {
              id: 'held',
              label: '暂缓',
              count: held,
              content: () => (
                <PaymentLines
                  batch={id}
                  view="held"
                  causes={data.held}
                  mayHold={data.state === 'made' || data.state === 'confirmed'}
                  empty="没有暂缓的条目。"
                />
              ),
            },
            {
              id: 'failed',
              label: '银行退回',
              count: failures,
              content: () => (
                <PaymentLines
                  batch={id}
                  view="failed"
                  causes={data.failed}
                  mayHold={false}
                  empty="没有银行退回的条目。"
                />
              ),
            },
            {
              id: 'lines',
              label: '全部',
              count: data.lines,
              content: () => (
                <PaymentLines
                  batch={id}
                  view="all"
                  causes={[]}
                  mayHold={data.state === 'made' || data.state === 'confirmed'}
                  empty="这个批次没有条目。"
                />
              ),
            },
            { id: 'townships', label: '乡镇合计', content: () => <Townships of={data} /> },
          ]}
        />
      </div>
    </>
  )
}

function Summary({ of }: { of: BatchView }) {
  const last = of.lastMonth
  return (
    <>
      {of.blockers.map((each) => (
        <Notice key={each} tone="danger">
          {each}，暂时不能发放。请在<a href="/w/late-facts">停发与追回</a>中办理，或先暂缓这些条目。
        </Notice>
      ))}
      <div className="y-card">
        <Facts
          of={[
            {
              label: '支付金额',
              value: (
                <>
                  <strong>
                    <Money fen={of.totals.amountFen} />
                  </strong>{' '}
                  {of.example && <ExampleMark />}
                  <div className="y-meta">{of.totals.amountInWords}</div>
                </>
              ),
            },
            {
              label: '核对三数',
              value: `${showNumber(of.totals.lines)} 笔 · ${showNumber(of.totals.people)} 人 · ${showNumber(of.totals.accounts)} 个账户`,
            },
            {
              label: '比上月',
              value:
                last === null ? (
                  '没有上月批次'
                ) : (
                  <Difference fen={of.amountFen - last.amountFen} lines={of.lines - last.lines} />
                ),
            },
            { label: '进度', value: <Status of={of.state} words={BATCH_WORDS} /> },
            {
              label: '回盘',
              value:
                of.seal === null
                  ? '还没有出盘'
                  : `成功 ${showNumber(of.results.paid)} · 退回 ${showNumber(of.results.failed)} · 等结果 ${showNumber(of.results.waiting)}`,
            },
          ]}
        />
      </div>
      <Act of={of} />
    </>
  )
}

function Difference({ fen, lines }: { fen: number; lines: number }) {
  return (
    <>
      {fen > 0 ? '多 ' : fen < 0 ? '少 ' : ''}
      <Money fen={Math.abs(fen)} />，{lines > 0 ? '多 ' : lines < 0 ? '少 ' : ''}
      {showNumber(Math.abs(lines))} 笔
    </>
  )
}

/** The one next step, or why this person cannot take it; the file and its seal once they are there. */
function Act({ of }: { of: BatchView }) {
  const { act, busy, refusal } = useAct(actOnBatch, RELOAD)
  const release = useAct(releaseBatch, [...RELOAD, '/api/jobs'])
  const load = useAct(loadReturn, RELOAD)
  const [said, setSaid] = useState('')
  const say = useToast()
  const params = { batch: of.id }
  const wrong = refusal ?? release.refusal ?? load.refusal
  const upload = async (file: File) => {
    const answer = await load.act({ params, query: { name: file.name }, body: file })
    if (!answer.ok) return
    const { already, paid, failed } = answer.value
    setSaid(already ? '这份回盘文件已经导入过，没有重复登记。' : `已登记：成功 ${paid} 笔，退回 ${failed} 笔。`)
  }
  const giveSecond = async () => {
    const answer = await release.act({ params, body: {} })
    if (answer.ok) say('已开始生成支付文件，做好后这一页会自动更新。')
  }
  const finance = of.may.includes('load')
  return (
    <div className="y-stack">
      <div className="y-row">
        {of.next === 'confirm' && (
          <Button
            kind="primary"
            busy={busy}
            unavailable={of.why ?? undefined}
            onPress={() => void act({ params, body: { kind: 'confirm' } })}
          >
            财政确认
          </Button>
        )}
        {of.next === 'release' && (
          <Button
            kind="primary"
            busy={release.busy}
            unavailable={of.why ?? undefined}
            onPress={() => void giveSecond()}
          >
            复核并生成支付文件
          </Button>
        )}
        {of.next === 'close' && (
          <Button
            kind="primary"
            busy={busy}
            unavailable={of.results.waiting > 0 ? `还有 ${of.results.waiting} 笔没有回盘结果` : (of.why ?? undefined)}
            onPress={() => void act({ params, body: { kind: 'close' } })}
          >
            办结批次
          </Button>
        )}
        {of.may.includes('cancel') && (
          <Button busy={busy} onPress={() => void act({ params, body: { kind: 'cancel' } })}>
            作废批次
          </Button>
        )}
        {of.seal !== null && of.may.length > 0 && (
          <>
            <a className="y-button" href={`/api/payments/batches/${of.id}/files/text`}>
              下载银行文件
            </a>
            <a className="y-button" href={`/api/payments/batches/${of.id}/files/xlsx`}>
              下载表格 xlsx
            </a>
            <a className="y-button" href={`/api/payments/batches/${of.id}/files/csv`}>
              下载表格 csv
            </a>
          </>
        )}
      </div>
      {of.seal !== null && <p className="y-meta y-number">支付文件摘要 SHA-256 {of.seal}</p>}
      {wrong && (
        <Notice tone="warn" live>
          {wrong.message}
          {Object.keys(wrong.fields).length > 0 && (
            <ul>
              {Object.entries(wrong.fields).map(([path, message]) => (
                <li key={path}>{message}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {said && <Notice live>{said}</Notice>}
      {finance && of.seal !== null && of.state !== 'closed' && (
        <FileDrop
          label="导入银行回盘文件"
          hint="支持银行文本、xlsx、xls、csv。有一行对不上，整份文件都不会登记。"
          accept=".txt,.xlsx,.xls,.csv"
          onFile={(file) => void upload(file)}
        />
      )}
    </div>
  )
}

const ORDER = ['check', 'review', 'make', 'confirm', 'release', 'load', 'close'] as const

function Steps({ of }: { of: BatchView }) {
  return (
    <div className="y-stack">
      <table className="y-table" aria-label="签署记录">
        <thead>
          <tr>
            <th scope="col">步骤</th>
            <th scope="col">签署人</th>
            <th scope="col">时间</th>
          </tr>
        </thead>
        <tbody>
          {ORDER.filter((step) => of.kind === 'monthly' || (step !== 'check' && step !== 'review')).map((step) => {
            const signed = of.signatures.filter((each) => each.step === step)
            const last = signed.at(-1)
            return (
              <tr key={step}>
                <td>{STEP_WORDS[step]}</td>
                <td>
                  {signed.length === 0 ? '还没有' : [...new Set(signed.map((each) => each.account))].join('、')}
                  {last?.borrowed && '（区县代签第二人）'}
                </td>
                <td>{last?.at ? showDateTime(last.at) : '无'}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {of.returns.length > 0 && (
        <table className="y-table" aria-label="回盘文件">
          <thead>
            <tr>
              <th scope="col">回盘文件</th>
              <th scope="col" data-align="right">
                笔数
              </th>
              <th scope="col" data-align="right">
                退回
              </th>
              <th scope="col">导入</th>
            </tr>
          </thead>
          <tbody>
            {of.returns.map((each) => (
              <tr key={each.id}>
                <td>{each.name}</td>
                <td data-align="right">{showNumber(each.lines)}</td>
                <td data-align="right">{showNumber(each.failed)}</td>
                <td>
                  {each.loadedBy} · {showDateTime(each.at)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function Townships({ of }: { of: BatchView }) {
  return (
    <table className="y-table" aria-label="各乡镇（街道）发放">
      <thead>
        <tr>
          <th scope="col">乡镇（街道）</th>
          <th scope="col" data-align="right">
            笔数
          </th>
          <th scope="col" data-align="right">
            人数
          </th>
          <th scope="col" data-align="right">
            金额
          </th>
          <th scope="col" data-align="right">
            暂缓
          </th>
        </tr>
      </thead>
      <tbody>
        {of.townships.map((each) => (
          <tr key={each.township}>
            <td>{each.name}</td>
            <td data-align="right">{showNumber(each.lines)}</td>
            <td data-align="right">{showNumber(each.people)}</td>
            <td data-align="right">
              <Money fen={each.amountFen} />
            </td>
            <td data-align="right">{showNumber(each.held)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
