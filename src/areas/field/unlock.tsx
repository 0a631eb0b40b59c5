import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Refusal } from '../../ui/refusal.ts'
import { Refused, Screen } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { fieldApp } from './device/app.ts'
import type { Plain } from './device/store.ts'
import { PIN, type Unlocking } from './device/vault.ts'
import { Pins, usePins } from './register.tsx'

/** The six digits. No network is needed; wrong ones are counted on the device. */
export function Unlock({ plain }: { plain: Plain }) {
  const [pin, setPin] = useState('')
  const [tried, setTried] = useState<Unlocking>()
  const [busy, setBusy] = useState(false)
  const [forgot, setForgot] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!PIN.test(pin) || busy) return
    setBusy(true)
    const result = await fieldApp.unlock(pin)
    // Opened, this page is gone.
    if (result.state === 'open') return
    setBusy(false)
    setTried(result)
    setPin('')
  }
  if (forgot) return <ForgottenPin onBack={() => setForgot(false)} />
  return (
    <Screen title="打开外勤">
      <form className="y-stack" onSubmit={(event) => void submit(event)} noValidate>
        <p>
          {plain.who} · {plain.name}
        </p>
        {tried && <Tried result={tried} />}
        <TextField
          id="pin"
          label="打开密码"
          kind="password"
          maxLength={6}
          autoComplete="off"
          value={pin}
          onChange={setPin}
        />
        <Button submit kind="primary" busy={busy} unavailable={PIN.test(pin) ? undefined : '先填六位数字'}>
          {busy ? '正在打开' : '打开'}
        </Button>
        <Button kind="quiet" onPress={() => setForgot(true)}>
          忘了打开密码
        </Button>
      </form>
    </Screen>
  )
}

function Tried({ result }: { result: Unlocking }) {
  const words =
    result.state === 'wrong'
      ? `打开密码不对，还可以试 ${result.left} 次。`
      : result.state === 'held'
        ? `错误次数多，请在 ${new Date(result.until).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' })} 以后再试。`
        : '错误次数太多，打开密码已停用。内容都在手机里，请联网登录账号后重设。'
  return (
    <Notice tone="warn" live>
      <p>{words}</p>
    </Notice>
  )
}

/** The account's password takes the place of the PIN, with a network; what was not uploaded stays. */
function ForgottenPin({ onBack }: { onBack: () => void }) {
  const { session, loading, refusal, reload } = useSession()
  const pins = usePins()
  const [shown, setShown] = useState<typeof pins.problems>([])
  const [no, setNo] = useState<Refusal>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setShown(pins.problems)
    if (pins.problems.length > 0) return
    const answer = await fieldApp.setPinAnew(pins.pin)
    if (!answer.ok) setNo(answer.refusal)
  }
  if (session === undefined) return <Screen title="重设打开密码" loading={loading} refusal={refusal} onRetry={reload} />
  return (
    <Screen title="重设打开密码" problems={shown.length}>
      <form className="y-stack" onSubmit={(event) => void submit(event)} noValidate>
        <p>重设后，手机里没有上传的内容都还在。要联网，并用登记这台手机的账号登录。</p>
        {session === null ? (
          <a className="y-button" data-kind="primary" href="/signin?to=/f">
            登录账号
          </a>
        ) : (
          <>
            <ErrorSummary problems={shown} />
            {no && <Refused refusal={no} />}
            <Pins pins={pins} errorOf={(field) => shown.find((each) => each.field === field)?.message} />
            <Button submit kind="primary">
              重设并打开
            </Button>
          </>
        )}
        <Button onPress={onBack}>返回</Button>
      </form>
    </Screen>
  )
}
