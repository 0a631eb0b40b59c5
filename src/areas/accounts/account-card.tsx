import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { Day } from '../../ui/day.tsx'
import { useAct } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Status } from '../../ui/status.tsx'
import { useToast } from '../../ui/toast.tsx'
import {
  ACCOUNTS,
  approveGrant,
  disableAccount,
  enableAccount,
  type OneTimePassword,
  resetPassword,
  revokeGrant,
} from './calls.ts'
import type { AccountView, GrantView } from './contract.ts'
import { GrantDialog } from './grant-dialog.tsx'
import { PasswordOnce } from './password-once.tsx'
import { grantWords } from './words.ts'

/** One account beside the list: its grants, each with what may be done with it, and the account's own acts. */
export function AccountCard({ account }: { account: AccountView }) {
  const [granting, setGranting] = useState(false)
  return (
    <div className="y-stack">
      <Facts
        of={[
          { label: '账号', value: account.username },
          { label: '开通', value: <Day on={account.createdAt} /> },
          { label: '上次使用', value: <Day on={account.lastUsedAt} /> },
          { label: '动态码', value: account.secondFactor ? '已开通' : '未开通' },
        ]}
      />
      <section className="y-stack-tight" aria-labelledby="grants">
        <div className="y-row y-spread">
          <h3 id="grants">岗位授权</h3>
          <Button
            kind="primary"
            unavailable={account.disabled ? '账号已停用，先恢复账号' : undefined}
            onPress={() => setGranting(true)}
          >
            授权
          </Button>
        </div>
        {account.grants.length === 0 && <p className="y-quiet">还没有岗位。授权后才能看到业务内容。</p>}
        <ul>
          {account.grants.map((grant) => (
            <OneGrant key={grant.id} grant={grant} />
          ))}
        </ul>
      </section>
      <AccountActs account={account} />
      {granting && <GrantDialog username={account.username} onClose={() => setGranting(false)} />}
    </div>
  )
}

function OneGrant({ grant }: { grant: GrantView }) {
  const approve = useAct(approveGrant, [ACCOUNTS])
  const revoke = useAct(revokeGrant, [ACCOUNTS])
  const say = useToast()
  const open = grant.state === 'inForce' || grant.state === 'waiting' || grant.state === 'notYet'
  const onAct = async (id: string, reason: string | undefined) => {
    const answer =
      id === 'approve'
        ? await approve.act({ params: { id: grant.id } })
        : await revoke.act({ params: { id: grant.id }, body: { reason } })
    if (answer.ok) say(id === 'approve' ? '已复核，授权生效。' : '已收回授权。')
    return answer.ok ? undefined : answer.refusal
  }
  return (
    <li className="y-due">
      <div>
        <strong>{grant.label}</strong> · {grant.divisionPath.join(' / ') || grant.division}
        <div className="y-meta">
          <Status of={grant.state} words={grantWords} /> {grant.validFrom} 起
          {grant.validUntil ? `，到 ${grant.validUntil} 前` : ''} · {grant.grantedBy} 经办
          {grant.approvedBy ? `，${grant.approvedBy} 复核` : ''}
        </div>
        <div className="y-meta">事由：{grant.reason}</div>
      </div>
      {open && (
        <CaseActions
          onAct={onAct}
          actions={[
            ...(grant.mayApprove ? [{ id: 'approve', label: '复核授权', kind: 'primary' as const }] : []),
            { id: 'revoke', label: '收回', reason: { required: true, reasons: ['调离岗位', '授权有误'] } },
          ]}
        />
      )}
    </li>
  )
}

function AccountActs({ account }: { account: AccountView }) {
  const reset = useAct(resetPassword, [ACCOUNTS])
  const disable = useAct(disableAccount, [ACCOUNTS])
  const enable = useAct(enableAccount, [ACCOUNTS])
  const [given, setGiven] = useState<OneTimePassword>()
  const params = { username: account.username }
  const onAct = async (id: string, reason: string | undefined) => {
    if (id === 'reset') {
      const answer = await reset.act({ params })
      if (answer.ok) setGiven(answer.value)
      return answer.ok ? undefined : answer.refusal
    }
    const answer = await (id === 'disable' ? disable : enable).act({ params, body: { reason } })
    return answer.ok ? undefined : answer.refusal
  }
  return (
    <section className="y-stack-tight" aria-labelledby="acts">
      <h3 id="acts">账号</h3>
      <CaseActions
        onAct={onAct}
        actions={[
          // What a family's account opens is one person's file: only the counter that checked who they are gives a new code.
          ...(account.grants.some((grant) => grant.role === 'elder' || grant.role === 'family')
            ? []
            : [
                {
                  id: 'reset',
                  label: '重设密码',
                  warn: { sentence: `${account.name}的所有登录都会结束，要用新的一次性密码登录并马上修改。` },
                },
              ]),
          account.disabled
            ? { id: 'enable', label: '恢复账号', reason: { required: true } }
            : {
                id: 'disable',
                label: '停用账号',
                kind: 'danger',
                reason: { required: true, reasons: ['离职', '长期不用'] },
              },
        ]}
      />
      {given && <PasswordOnce given={given} onClose={() => setGiven(undefined)} />}
    </section>
  )
}
