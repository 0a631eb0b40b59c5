import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { useToast } from '../ui/toast.tsx'
import { FormTop, useAccountForm } from './account-form.tsx'
import { beginSecondFactor, endSecondFactor, signInByCode } from './sign-in-calls.ts'

type Begun = { uri: string; backupCodes: string[] }

/** Opens or ends the second factor. The key is shown as text to type and as a link for an app on the same device. */
export function SecondFactor({ on, onDone }: { on: boolean; onDone: () => void }) {
  const [begun, setBegun] = useState<Begun>()
  return (
    <section className="y-card" aria-labelledby="factor-title">
      <h2 id="factor-title">动态码</h2>
      {begun ? (
        <Prove
          begun={begun}
          onDone={() => {
            setBegun(undefined)
            onDone()
          }}
        />
      ) : (
        <Ask on={on} onBegun={setBegun} onEnded={onDone} />
      )}
    </section>
  )
}

function Ask({ on, onBegun, onEnded }: { on: boolean; onBegun: (begun: Begun) => void; onEnded: () => void }) {
  const [password, setPassword] = useState('')
  const form = useAccountForm()
  const say = useToast()
  const own = password === '' ? [{ field: 'factor-password', message: '请填写当前密码。' }] : []
  return (
    <form
      className="y-stack"
      noValidate
      onSubmit={(event) =>
        void (on
          ? form.send(
              event,
              own,
              () => endSecondFactor(password),
              () => {
                say('已关闭动态码。')
                onEnded()
              },
            )
          : form.send(event, own, () => beginSecondFactor(password), onBegun))
      }
    >
      <p>
        {on
          ? '已开通：登录时除密码外，还要填手机上的 6 位动态码。'
          : '开通后，登录时除密码外，还要填手机上的 6 位动态码，密码泄露也进不来。'}
      </p>
      <FormTop form={form} />
      <TextField
        id="factor-password"
        label="当前密码"
        kind="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={form.errorOf('factor-password')}
      />
      <div className="y-row">
        <Button submit kind={on ? 'danger' : 'primary'} busy={form.busy}>
          {on ? '关闭动态码' : '开通动态码'}
        </Button>
      </div>
    </form>
  )
}

function Prove({ begun, onDone }: { begun: Begun; onDone: () => void }) {
  const [code, setCode] = useState('')
  const form = useAccountForm()
  const say = useToast()
  const digits = code.replaceAll(/\D/g, '')
  const secret = new URLSearchParams(begun.uri.split('?')[1]).get('secret') ?? ''
  return (
    <form
      className="y-stack"
      noValidate
      onSubmit={(event) =>
        void form.send(
          event,
          digits.length === 6 ? [] : [{ field: 'code', message: '动态码是 6 位数字，请核对。' }],
          () => signInByCode(digits),
          () => {
            say('已开通动态码。')
            onDone()
          },
        )
      }
    >
      <p>
        1. 在手机的动态码应用里新增一项，填写密钥{' '}
        <strong className="y-secret">{secret.match(/.{1,4}/g)?.join(' ')}</strong>
      </p>
      <p>
        应用就在这台设备上的，可以<a href={begun.uri}>直接打开应用</a>。
      </p>
      <p>2. 记下备用码，手机丢了用它登录，每个只能用一次：</p>
      <ul className="y-row y-secret">
        {begun.backupCodes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <Notice>备用码只显示这一次，请抄在纸上收好。</Notice>
      <FormTop form={form} />
      <TextField
        id="code"
        label="3. 填写应用上的 6 位动态码"
        kind="digits"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        error={form.errorOf('code')}
      />
      <div className="y-row">
        <Button submit kind="primary" busy={form.busy}>
          核对并开通
        </Button>
      </div>
    </form>
  )
}
