import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Refusal } from '../../ui/refusal.ts'
import { Refused, Screen } from '../../ui/screen.tsx'
import { mayUse, useSession } from '../../ui/session.ts'
import { FIELD_ROLES } from './contract.ts'
import { fieldApp } from './device/app.ts'
import { PIN } from './device/vault.ts'

/** First use of a device: sign in once with the account, choose a PIN. */
export function Register() {
  const { session, loading, refusal, reload } = useSession()
  if (session === undefined) return <Screen title="外勤" loading={loading} refusal={refusal} onRetry={reload} />
  if (session === null)
    return (
      <Screen title="外勤">
        <div className="y-stack">
          <p>第一次使用要联网登录一次。以后打开只要输入您自己设的六位数字，没有网络也能用一整天。</p>
          <a className="y-button" data-kind="primary" href="/signin?to=/f">
            登录
          </a>
        </div>
      </Screen>
    )
  if (!mayUse(session, FIELD_ROLES))
    return (
      <Screen title="外勤">
        <Notice tone="info">
          <p>您的岗位没有外勤工作。如工作需要，请联系本单位的授权管理员。</p>
        </Notice>
      </Screen>
    )
  return <RegisterForm who={session.account.name} />
}

function RegisterForm({ who }: { who: string }) {
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  const pins = usePins()
  const problems = [
    ...(name.trim() === '' ? [{ field: 'name', message: '请给这台手机起个名字，例如“红米手机”。' }] : []),
    ...pins.problems,
  ]
  const [shown, setShown] = useState<typeof problems>([])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setShown(problems)
    if (problems.length > 0 || busy) return
    setBusy(true)
    const answer = await fieldApp.register(name.trim(), pins.pin)
    setBusy(false)
    if (!answer.ok) setRefusal(answer.refusal)
  }
  const errorOf = (field: string) => shown.find((each) => each.field === field)?.message
  return (
    <Screen title="登记这台手机" problems={shown.length}>
      <form className="y-stack" onSubmit={(event) => void submit(event)} noValidate>
        <ErrorSummary problems={shown} />
        {refusal && <Refused refusal={refusal} />}
        <p>{who}，您好。老人资料会加密存在这台手机里，用您设的六位数字打开。</p>
        <TextField
          id="name"
          label="手机名称"
          hint="丢失时，乡镇按这个名称远程清除"
          value={name}
          onChange={setName}
          error={errorOf('name')}
        />
        <Pins pins={pins} errorOf={errorOf} />
        <Button submit kind="primary" busy={busy}>
          {busy ? '正在准备' : '登记并下载'}
        </Button>
      </form>
    </Screen>
  )
}

/** Two fields for a new PIN, with what is wrong with them. */
export function usePins() {
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const simple = /^(\d)\1{5}$/.test(pin) || '0123456789'.includes(pin) || '9876543210'.includes(pin)
  const problems = [
    ...(!PIN.test(pin) ? [{ field: 'pin', message: '打开密码是六位数字，请填写。' }] : []),
    ...(PIN.test(pin) && simple ? [{ field: 'pin', message: '这六位数字太好猜，请换一组。' }] : []),
    ...(PIN.test(pin) && again !== pin ? [{ field: 'again', message: '两次填的数字不一样，请核对。' }] : []),
  ]
  return { pin, setPin, again, setAgain, problems }
}

export function Pins({
  pins,
  errorOf,
}: {
  pins: ReturnType<typeof usePins>
  errorOf: (field: string) => string | undefined
}) {
  return (
    <>
      <TextField
        id="pin"
        label="打开密码"
        hint="六位数字，每次打开外勤时输入"
        kind="password"
        maxLength={6}
        autoComplete="new-password"
        value={pins.pin}
        onChange={pins.setPin}
        error={errorOf('pin')}
      />
      <TextField
        id="again"
        label="再填一次打开密码"
        kind="password"
        maxLength={6}
        autoComplete="new-password"
        value={pins.again}
        onChange={pins.setAgain}
        error={errorOf('again')}
      />
    </>
  )
}
