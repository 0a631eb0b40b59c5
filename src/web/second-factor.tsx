import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useToast } from '../ui/toast.tsx'
import { AccountFormFrame, CodeField, codeProblems, digitsOf, PasswordField, useAccountForm } from './account-form.tsx'
import { type BegunFactor, beginSecondFactor, endSecondFactor, signInByCode } from './sign-in-calls.ts'

type Props = { on: boolean; onDone: () => void }

/** Opens or ends the second factor. The key is shown as a QR code to scan and as text to type; it stands in no address. */
export function SecondFactor({ on, onDone }: Props) {
  const [begun, setBegun] = useState<BegunFactor>()
  const finish = () => {
    setBegun(undefined)
    onDone()
  }
  return (
    <section className="y-card" aria-labelledby="factor-title">
      <h2 id="factor-title">动态码</h2>
      {begun ? <Enrol begun={begun} onDone={finish} /> : on ? <End onDone={onDone} /> : <Begin onBegun={setBegun} />}
    </section>
  )
}

/** For a session that was opened without the second factor: the six digits, and the roles that need them come back. */
export function ProveFactor({ onDone }: { onDone: () => void }) {
  const [code, setCode] = useState('')
  const form = useAccountForm()
  return (
    <section className="y-card" aria-labelledby="prove-title">
      <h2 id="prove-title">填写动态码</h2>
      <AccountFormFrame
        form={form}
        own={codeProblems('prove-code', code)}
        ask={() => signInByCode(digitsOf(code))}
        onDone={onDone}
        act="核对动态码"
        lead={<p>您的岗位每次登录都要填动态码。核对后，业务内容就会显示。</p>}
      >
        <CodeField form={form} id="prove-code" label="应用上的 6 位动态码" value={code} onChange={setCode} />
      </AccountFormFrame>
    </section>
  )
}

function Begin({ onBegun }: { onBegun: (begun: BegunFactor) => void }) {
  const asked = useOwnPassword()
  return (
    <AccountFormFrame
      {...asked.frame}
      ask={() => beginSecondFactor(asked.password)}
      onDone={onBegun}
      act="开通动态码"
      lead={<p>开通后，登录时除密码外，还要填手机上的 6 位动态码，密码泄露也进不来。</p>}
    />
  )
}

function End({ onDone }: { onDone: () => void }) {
  const asked = useOwnPassword()
  const say = useToast()
  return (
    <AccountFormFrame
      {...asked.frame}
      ask={() => endSecondFactor(asked.password)}
      onDone={() => {
        say('已关闭动态码。')
        onDone()
      }}
      act="关闭动态码"
      danger
      lead={<p>已开通：登录时除密码外，还要填手机上的 6 位动态码。</p>}
    />
  )
}

/** Both ways ask for the password again: an unlocked screen is not its owner. */
function useOwnPassword() {
  const [password, setPassword] = useState('')
  const form = useAccountForm()
  return {
    password,
    frame: {
      form,
      own: password === '' ? [{ field: 'factor-password', message: '请填写当前密码。' }] : [],
      children: (
        <PasswordField form={form} id="factor-password" label="当前密码" value={password} onChange={setPassword} />
      ),
    },
  }
}

function Enrol({ begun, onDone }: { begun: BegunFactor; onDone: () => void }) {
  const [code, setCode] = useState('')
  const form = useAccountForm()
  const say = useToast()
  const copy = async () => {
    await navigator.clipboard.writeText(begun.key)
    say('密钥已复制，粘贴到应用里就行。')
  }
  return (
    <AccountFormFrame
      form={form}
      own={codeProblems('code', code)}
      ask={() => signInByCode(digitsOf(code))}
      onDone={() => {
        say('已开通动态码。')
        onDone()
      }}
      act="核对并开通"
      lead={
        <>
          <p>1. 用手机的动态码应用扫这个码：</p>
          {begun.qr && (
            <svg
              className="y-qr"
              role="img"
              aria-label="动态码的二维码，也可以填写下面的密钥"
              viewBox={`0 0 ${begun.qr.size} ${begun.qr.size}`}
              shapeRendering="crispEdges"
            >
              <rect width="100%" height="100%" fill="#fff" />
              <path d={begun.qr.path} fill="#000" />
            </svg>
          )}
          <p className="y-row">
            扫不了的，填写密钥 <strong className="y-secret">{begun.key.match(/.{1,4}/g)?.join(' ')}</strong>
            <Button onPress={() => void copy()}>复制密钥</Button>
          </p>
          <p>2. 记下备用码，手机丢了用它登录，每个只能用一次：</p>
          <ul className="y-row y-secret">
            {begun.backupCodes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          <Notice>备用码只显示这一次，请抄在纸上收好。</Notice>
        </>
      }
    >
      <CodeField form={form} id="code" label="3. 填写应用上的 6 位动态码" value={code} onChange={setCode} />
    </AccountFormFrame>
  )
}
