import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { showNumber } from '../../ui/formats.ts'
import { FileDrop } from '../../ui/import-wizard.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useToast } from '../../ui/toast.tsx'
import { BankProfileDialog } from './bank-profile.tsx'
import { BatchBudget, BatchSteps, BatchTownships } from './batch-steps.tsx'
import { actOnBatch, type BatchView, issueCover, loadReturn, readBatch, releaseBatch } from './contract.ts'
import { PaymentLines } from './payment-lines.tsx'
import { BATCH_WORDS } from './words.ts'

const RELOAD = ['/api/payments']

/** One batch: its sums and next step, then signatures, what waits, what came back, every line. */
export function PaymentBatch({ id }: { id: string }) {
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
            { id: 'steps', label: '签署', content: () => <BatchSteps of={data} /> },
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
            { id: 'townships', label: '乡镇合计', content: () => <BatchTownships of={data} /> },
            { id: 'budget', label: '资金', content: () => <BatchBudget of={data} /> },
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

/** The cover to sign on paper: issued with its number, opened as a PDF. */
function Cover({ id }: { id: string }) {
  const { act, busy } = useAct(issueCover, [])
  const [href, setHref] = useState<string>()
  const issue = async () => {
    const answer = await act({ params: { batch: id }, body: {} })
    if (answer.ok) setHref(answer.value.href)
  }
  if (href)
    return (
      <a className="y-button" href={href} target="_blank" rel="noreferrer">
        打开批次封面
      </a>
    )
  return (
    <Button busy={busy} onPress={() => void issue()}>
      出具批次封面
    </Button>
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
  const [setting, setSetting] = useState(false)
  const say = useToast()
  const params = { batch: of.id }
  const wrong = refusal ?? release.refusal ?? load.refusal
  const upload = async (file: File, late: boolean) => {
    const answer = await load.act({ params, query: { name: file.name, ...(late && { late: '1' }) }, body: file })
    if (!answer.ok) return
    const { already, paid, failed } = answer.value
    setSaid(already ? '这份回盘文件已经导入过，没有重复登记。' : `已登记：成功 ${paid} 笔，退回 ${failed} 笔。`)
  }
  const giveSecond = async () => {
    const answer = await release.act({ params, body: {} })
    if (answer.ok) say('已开始生成支付文件，做好后这一页会自动更新。')
  }
  const finance = of.may.includes('load')
  const mayLate = of.may.includes('loadLate')
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
        {of.may.includes('refresh') && (
          <Button kind="primary" busy={busy} onPress={() => void act({ params, body: { kind: 'refresh' } })}>
            更新名单
          </Button>
        )}
        {of.may.includes('cancel') && (
          <Button busy={busy} onPress={() => void act({ params, body: { kind: 'cancel' } })}>
            作废批次
          </Button>
        )}
        {of.state !== 'cancelled' && <Cover id={of.id} />}
        {of.mayBank !== null && <Button onPress={() => setSetting(true)}>银行文件设置</Button>}
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
      {of.seal !== null && <p className="y-meta">支付文件摘要 SHA-256 {of.seal}</p>}
      {of.seal !== null && of.may.length > 0 && (
        <p className="y-meta">
          {of.bankKey === null
            ? '本区还没有登记银行公钥，下载的是没有加密的文件，请用安全的方式交给银行。'
            : `下载的文件已用银行公钥加密（JWE，指纹 ${of.bankKey.slice(0, 16)}…），只有银行能打开；摘要是解密之后银行文本的摘要。`}
        </p>
      )}
      {setting && (
        <BankProfileDialog district={of.home} mayPropose={of.mayBank === 'propose'} onClose={() => setSetting(false)} />
      )}
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
          onFile={(file) => void upload(file, false)}
        />
      )}
      {mayLate && (
        <details>
          <summary>银行发到之后又退回（退汇）</summary>
          <FileDrop
            label="导入退汇文件"
            hint="格式与回盘文件相同，只包含退回的行。登记后资金回到原账，改正账户后由下一次补发再付。"
            accept=".txt,.xlsx,.xls,.csv"
            onFile={(file) => void upload(file, true)}
          />
        </details>
      )}
    </div>
  )
}
