import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { ErrorSummary, type Problem } from '../ui/error-summary.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Refusal } from '../ui/refusal.ts'
import { Screen } from '../ui/screen.tsx'
import { useUrlState } from '../ui/url-state.ts'
import { type SignInStep, signInByCode, signInByPassword } from './sign-in-calls.ts'

/** Sign-in of staff: password, then the six digits where the account asks for them. */
export function SignIn() {
  const [step, setStep] = useState<'password' | 'code'>('password')
  const [{ to }] = useUrlState()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const onStep = async (answer: SignInStep) => {
    if (answer.next === 'code') setStep('code')
    if (answer.next !== 'in') return
    await queries.invalidateQueries({ queryKey: ['session'] })
    // Only a path of this product: an address from elsewhere must not lead a signed-in person away.
    await navigate({ href: to?.startsWith('/w') ? to : '/w', replace: true } as never)
  }
  return (
    <div className="y-signin">
      {step === 'password' ? (
        <PasswordForm onStep={onStep} />
      ) : (
        <CodeForm onStep={onStep} onBack={() => setStep('password')} />
      )}
    </div>
  )
}

type FormProps = { onStep: (answer: SignInStep) => Promise<void> }

function PasswordForm({ onStep }: FormProps) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const form = useSignInForm(onStep)
  const send = (event: FormEvent) =>
    form.send(event, () => signInByPassword(username.trim(), password), [
      ...(username.trim() === '' ? [{ field: 'username', message: '请填写账号。' }] : []),
      ...(password === '' ? [{ field: 'password', message: '请填写密码。' }] : []),
    ])
  return (
    <Screen title="工作人员登录" problems={form.problems.length}>
      <form className="y-question" onSubmit={send} noValidate>
        <ErrorSummary problems={form.problems} />
        {form.refusal && form.problems.length === 0 && (
          <Notice tone="warn" live>
            {form.refusal.message}
          </Notice>
        )}
        <TextField
          id="username"
          label="账号"
          autoComplete="username"
          value={username}
          onChange={setUsername}
          error={form.errorOf('username')}
        />
        <TextField
          id="password"
          label="密码"
          kind="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={form.errorOf('password')}
        />
        <div className="y-row">
          <Button submit kind="primary" busy={form.busy}>
            登录
          </Button>
        </div>
        <p className="y-meta">账号由本单位的授权管理员开通。老人和家属办事不用登录。</p>
      </form>
    </Screen>
  )
}

function CodeForm({ onStep, onBack }: FormProps & { onBack: () => void }) {
  const [code, setCode] = useState('')
  const form = useSignInForm(onStep)
  const digits = code.replaceAll(/\D/g, '')
  const send = (event: FormEvent) =>
    form.send(
      event,
      () => signInByCode(digits),
      digits.length === 6 ? [] : [{ field: 'code', message: '动态码是 6 位数字，请核对。' }],
    )
  return (
    <Screen title="填写动态码" problems={form.problems.length}>
      <form className="y-question" onSubmit={send} noValidate>
        <ErrorSummary problems={form.problems} />
        <TextField
          id="code"
          label="动态码"
          hint="打开手机上的动态码应用，填写颐养这一行的 6 位数字，可以粘贴"
          kind="digits"
          autoComplete="one-time-code"
          value={code}
          onChange={setCode}
          error={form.errorOf('code')}
        />
        <div className="y-row">
          <Button submit kind="primary" busy={form.busy}>
            登录
          </Button>
          <Button onPress={onBack}>换一个账号</Button>
        </div>
      </form>
    </Screen>
  )
}

/** Problems before sending and the refusal after it; what was typed stays in both cases. */
function useSignInForm(onStep: FormProps['onStep']) {
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const [refusal, setRefusal] = useState<Refusal>()
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent, act: () => Promise<SignInStep>, own: readonly Problem[]) => {
    event.preventDefault()
    if (busy) return
    setProblems(own)
    setRefusal(undefined)
    if (own.length > 0) return
    setBusy(true)
    const answer = await act()
    setBusy(false)
    if (answer.next === 'refused') {
      setRefusal(answer.refusal)
      setProblems(Object.entries(answer.refusal.fields).map(([field, message]) => ({ field, message })))
    }
    await onStep(answer)
  }
  return {
    send,
    problems,
    refusal,
    busy,
    errorOf: (field: string) => problems.find((one) => one.field === field)?.message,
  }
}
