import { useState } from 'react'
import { call } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { DayField, SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Masked } from '../../ui/masked.tsx'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { SCHEME_WORDS } from '../benefits/words.ts'
import {
  type Account,
  addAccount,
  addProof,
  decideAccount,
  type PersonAccounts as Loaded,
  readPersonAccounts,
  revealAccount,
} from './contract.ts'
import { ACCOUNT_KIND_WORDS, ACCOUNT_STATE_WORDS, PROOF_WORDS } from './words.ts'

const RELOAD = [readPersonAccounts.path]
type Key = { district: string; elder: string }

const problemsOf = (refusal: { message: string; fields: Record<string, string> }) => {
  const fields = Object.entries(refusal.fields).map(([field, message]) => ({ field, message }))
  return fields.length > 0 ? fields : [{ field: '', message: refusal.message }]
}

/** W03 收款账户: where the money goes with its history, who saw the person last, and every payment with its state. */
export function PersonAccounts({ district, elder, mayWrite }: Key & { mayWrite: boolean }) {
  const { data, loading, refusal, reload } = useEndpoint(readPersonAccounts, { params: { district, elder } })
  const [asked, setAsked] = useState<'account' | 'proof'>()
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton />
  return (
    <div className="y-stack">
      {mayWrite && (
        <div className="y-row">
          <Button onPress={() => setAsked('account')}>登记收款账户</Button>
          <Button onPress={() => setAsked('proof')}>登记健在核实</Button>
        </div>
      )}
      <Accounts of={data} at={{ district, elder }} mayWrite={mayWrite} />
      <Proofs of={data} />
      <Payments of={data} />
      {asked === 'account' && <NewAccount at={{ district, elder }} onClose={() => setAsked(undefined)} />}
      {asked === 'proof' && <NewProof at={{ district, elder }} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

function Accounts({ of, at, mayWrite }: { of: Loaded; at: Key; mayWrite: boolean }) {
  const { act, busy, refusal } = useAct(decideAccount, RELOAD)
  if (of.accounts.length === 0) return <Empty words="还没有收款账户。登记社保卡后，待遇优先发到社保卡。" />
  const reveal = (account: string) => async (purpose: string) => {
    const answer = await call(revealAccount, { params: { ...at, account }, body: { purpose } })
    return answer.ok ? { ok: true as const, value: answer.value.value } : answer
  }
  const decide = (each: Account, accept: boolean) => void act({ params: { ...at, account: each.id }, body: { accept } })
  return (
    <>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <table className="y-table" aria-label="收款账户">
        <thead>
          <tr>
            <th scope="col">账户</th>
            <th scope="col">户名</th>
            <th scope="col">状态</th>
            <th scope="col">登记与确认</th>
            <th scope="col">办理</th>
          </tr>
        </thead>
        <tbody>
          {of.accounts.map((each) => (
            <tr key={each.id}>
              <td>
                {ACCOUNT_KIND_WORDS[each.kind]} · {each.bank}{' '}
                <Masked value={each.masked} what="账号" {...(mayWrite && { reveal: reveal(each.id) })} />
                {!each.checkDigit && <div className="y-meta">校验位不符，暂缓发放</div>}
              </td>
              <td>
                {each.holderName}
                {!each.own && (
                  <div className="y-meta">
                    {each.relation ?? '关系未登记'} · {each.delegation ?? '没有委托'} · 至{' '}
                    {each.delegatedUntil ?? '未定'}
                  </div>
                )}
              </td>
              <td>
                <Status of={each.state} words={ACCOUNT_STATE_WORDS} />
                {each.preferred && <span className="y-meta"> 首选</span>}
                {each.state === 'inUse' && each.usableFrom !== null && each.usableFrom > today() && (
                  <div className="y-meta">{each.usableFrom} 起可发放</div>
                )}
              </td>
              <td>
                {each.recordedBy} {each.recordedAt}
                {each.decidedBy && (
                  <div className="y-meta">
                    {each.decidedBy} {each.decidedAt}
                  </div>
                )}
              </td>
              <td>
                {mayWrite && each.state === 'proposed' ? (
                  <div className="y-row">
                    <Button
                      busy={busy}
                      unavailable={each.mayDecide ? undefined : '由另一位同事确认'}
                      onPress={() => decide(each, true)}
                    >
                      确认账户
                    </Button>
                    <Button
                      busy={busy}
                      unavailable={each.mayDecide ? undefined : '由另一位同事确认'}
                      onPress={() => decide(each, false)}
                    >
                      不通过
                    </Button>
                  </div>
                ) : (
                  '无'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Proofs({ of }: { of: Loaded }) {
  const last = of.proofs[0]
  if (last === undefined) return <Notice tone="warn">还没有健在核实。没有核实的老人会暂缓发放，核实后补发。</Notice>
  return (
    <p>
      最近核实：{last.seenOn}（{last.ageDays} 天前），{PROOF_WORDS[last.kind]}，{last.evidence}
      {of.proofDays !== null && last.ageDays > of.proofDays && (
        <strong> 已超过本区规定的 {of.proofDays} 天，请重新核实。</strong>
      )}
    </p>
  )
}

const PAID_WORDS = {
  waiting: { word: '待发放', tone: 'neutral' },
  held: { word: '暂缓', tone: 'warn' },
  sent: { word: '已出盘', tone: 'info' },
  paid: { word: '已到账', tone: 'ok' },
  failed: { word: '银行退回', tone: 'warn' },
  again: { word: '已转补发', tone: 'neutral' },
} as const

function Payments({ of }: { of: Loaded }) {
  if (of.payments.length === 0) return null
  return (
    <table className="y-table" aria-label="发放记录">
      <thead>
        <tr>
          <th scope="col">月份</th>
          <th scope="col">待遇</th>
          <th scope="col" data-align="right">
            金额
          </th>
          <th scope="col">情况</th>
        </tr>
      </thead>
      <tbody>
        {of.payments.map((each) => (
          <tr key={`${each.batch} ${each.no}`}>
            <td>{each.month}</td>
            <td>{SCHEME_WORDS[each.scheme] ?? each.scheme}</td>
            <td data-align="right">
              <Money fen={each.amountFen} />
            </td>
            <td>
              <Status of={each.state} words={PAID_WORDS} /> <span className="y-meta">{each.says}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function NewAccount({ at, onClose }: { at: Key; onClose: () => void }) {
  const { act, busy, refusal } = useAct(addAccount, RELOAD)
  const [form, setForm] = useState({
    kind: 'socialSecurityCard',
    bank: '',
    number: '',
    holderName: '',
    relation: '',
    delegation: '',
    delegatedUntil: '',
  })
  const set = (name: keyof typeof form) => (value: string) => setForm((before) => ({ ...before, [name]: value }))
  const save = async () => {
    const { relation, delegation, delegatedUntil, ...rest } = form
    const other = {
      ...(relation && { relation }),
      ...(delegation && { delegation }),
      ...(delegatedUntil && { delegatedUntil }),
    }
    if ((await act({ params: at, body: { ...rest, ...other } })).ok) onClose()
  }
  return (
    <Dialog
      title="登记收款账户"
      act="登记收款账户"
      busy={busy}
      onAct={() => void save()}
      onClose={onClose}
      unavailable={form.bank && form.number && form.holderName ? undefined : '先填写开户银行、账号和户名'}
    >
      {refusal && <ErrorSummary problems={problemsOf(refusal)} />}
      <Tiles
        label="账户类型"
        inline
        options={Object.entries(ACCOUNT_KIND_WORDS).map(([value, label]) => ({ value, label }))}
        value={form.kind}
        onChange={set('kind')}
      />
      <TextField id="bank" label="开户银行" value={form.bank} onChange={set('bank')} />
      <TextField id="number" label="账号" kind="digits" value={form.number} onChange={set('number')} />
      <TextField
        id="holderName"
        label="户名"
        hint="与卡片上的姓名一致"
        value={form.holderName}
        onChange={set('holderName')}
      />
      <TextField
        id="relation"
        label="与老人的关系"
        optional
        hint="户名不是老人本人时填写"
        value={form.relation}
        onChange={set('relation')}
      />
      <TextField
        id="delegation"
        label="委托书"
        optional
        hint="委托书编号或见证人"
        value={form.delegation}
        onChange={set('delegation')}
      />
      <DayField
        id="delegatedUntil"
        label="委托到期日"
        optional
        value={form.delegatedUntil}
        onChange={set('delegatedUntil')}
      />
    </Dialog>
  )
}

function NewProof({ at, onClose }: { at: Key; onClose: () => void }) {
  const { act, busy, refusal } = useAct(addProof, RELOAD)
  const [kind, setKind] = useState('visit')
  const [seenOn, setSeenOn] = useState<string>(today())
  const [evidence, setEvidence] = useState('')
  const save = async () => {
    if ((await act({ params: at, body: { kind, seenOn, evidence } })).ok) onClose()
  }
  return (
    <Dialog
      title="登记健在核实"
      act="登记健在核实"
      busy={busy}
      onAct={() => void save()}
      onClose={onClose}
      unavailable={evidence.trim().length < 2 ? '先写明凭据' : undefined}
    >
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      <SelectField
        label="核实方式"
        value={kind}
        options={Object.entries(PROOF_WORDS).map(([value, label]) => ({ value, label }))}
        onChange={setKind}
      />
      <DayField label="核实日期" value={seenOn} onChange={setSeenOn} />
      <TextField
        label="凭据"
        hint="例如巡访记录编号、办件号、确认人的姓名和关系"
        value={evidence}
        onChange={setEvidence}
      />
    </Dialog>
  )
}
