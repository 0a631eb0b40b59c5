import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useLoad } from '../ui/load.ts'
import type { Refusal } from '../ui/refusal.ts'
import { Screen } from '../ui/screen.tsx'
import { useUrlState } from '../ui/url-state.ts'
import { AccountFormFrame, CodeField, codeProblems, digitsOf, PasswordField, useAccountForm } from './account-form.tsx'
import { PhoneForm } from './phone-form.tsx'
import { beginSignOn, readCitizenMethods, readMethods, signInByCode, signInByPassword } from './sign-in-calls.ts'

/** Sign-in of staff: password, then the six digits where the account asks for them; or the government sign-on. */
export function SignIn() {
  const [step, setStep] = useState<'password' | 'code' | 'phone'>('password')
  const [{ to }] = useUrlState()
  const navigate = useNavigate()
  const queries = useQueryClient()
  // Only a path of this product: an address from elsewhere must not lead a signed-in person away.
  const target = to && /^\/(w|f|family|apply)($|[/?#])/.test(to) ? to : '/w'
  const enter = async () => {
    // What is remembered says “nobody”; the office must not see that once more.
    queries.removeQueries({ queryKey: ['session'] })
    await navigate({ href: target, replace: true } as never)
  }
  return (
    <div className="y-signin">
      {step === 'phone' && <PhoneForm onIn={enter} onPassword={() => setStep('password')} />}
      {step === 'password' && (
        <PasswordForm target={target} onIn={enter} onCode={() => setStep('code')} onPhone={() => setStep('phone')} />
      )}
      {step === 'code' && <CodeForm onIn={enter} onBack={() => setStep('password')} />}
    </div>
  )
}

type PasswordProps = { target: string; onIn: () => Promise<void>; onCode: () => void; onPhone: () => void }

function PasswordForm({ target, onIn, onCode, onPhone }: PasswordProps) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const form = useAccountForm()
  const citizen = !/^\/[wf]($|[/?#])/.test(target)
  const own = [
    ...(username.trim() === '' ? [{ field: 'username', message: '请填写账号。' }] : []),
    ...(password === '' ? [{ field: 'password', message: '请填写密码。' }] : []),
  ]
  return (
    <Screen title={citizen ? '老人和家属登录' : '工作人员登录'} problems={form.problems.length}>
      <AccountFormFrame
        form={form}
        whole
        own={own}
        ask={() => signInByPassword(username.trim(), password)}
        onDone={({ wantsCode }) => (wantsCode ? onCode() : onIn())}
        act="登录"
        beside={citizen ? <ByPhone onPhone={onPhone} /> : <SignOn target={target} onRefused={form.setRefusal} />}
      >
        <TextField
          id="username"
          label="账号"
          autoComplete="username"
          value={username}
          onChange={setUsername}
          error={form.errorOf('username')}
        />
        <PasswordField form={form} id="password" label="密码" value={password} onChange={setPassword} />
      </AccountFormFrame>
      <p className="y-meta">
        {citizen
          ? '账号和一次性密码由窗口或社区（村）养老助理核对身份后当面给您。密码忘了，请到窗口重新核对身份。'
          : '账号由本单位的授权管理员开通。'}
        {!citizen && <a href="/signin?to=/family">老人和家属登录</a>}
      </p>
    </Screen>
  )
}

function CodeForm({ onIn, onBack }: { onIn: () => Promise<void>; onBack: () => void }) {
  const [code, setCode] = useState('')
  const form = useAccountForm()
  return (
    <Screen title="填写动态码" problems={form.problems.length}>
      <AccountFormFrame
        form={form}
        whole
        own={codeProblems('code', code)}
        ask={() => signInByCode(digitsOf(code))}
        onDone={onIn}
        act="登录"
        beside={<Button onPress={onBack}>换一个账号</Button>}
      >
        <CodeField
          form={form}
          id="code"
          label="动态码"
          hint="打开手机上的动态码应用，填写“颐养”这一行的 6 位数字，可以粘贴"
          value={code}
          onChange={setCode}
        />
      </AccountFormFrame>
    </Screen>
  )
}

/** By the telephone, where this installation sends codes; otherwise the page says that it does not. */
function ByPhone({ onPhone }: { onPhone: () => void }) {
  const { data } = useLoad(['citizen sign-in methods'], readCitizenMethods)
  if (data === undefined) return null
  if (!data.phone) return <span className="y-meta">手机号登录：当地还没有开通短信服务。</span>
  return <Button onPress={onPhone}>用手机号登录</Button>
}

/** The government sign-on, where this installation has one. */
function SignOn({ target, onRefused }: { target: string; onRefused: (refusal: Refusal) => void }) {
  const { data } = useLoad(['sign-in methods'], readMethods)
  if (!data?.signOn) return null
  const begin = async () => {
    const answer = await beginSignOn(target)
    if (!answer.ok) onRefused(answer.refusal)
    else if (answer.value.url) location.assign(answer.value.url)
  }
  return <Button onPress={() => void begin()}>用{data.signOn}登录</Button>
}
