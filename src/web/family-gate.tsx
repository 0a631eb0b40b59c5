import type { ComponentType } from 'react'
import { Screen } from '../ui/screen.tsx'
import { mayUse, useSession } from '../ui/session.ts'
import { ChangeFirst } from './account.tsx'

/** A screen for elders and families who proved who they are; whoever has not is told how, with and without a telephone. */
export const gated =
  (Inside: ComponentType): ComponentType =>
  () => <Gate inside={Inside} />

function Gate({ inside: Inside }: { inside: ComponentType }) {
  const { session, loading, refusal, reload } = useSession()
  if (session === undefined) return <Screen title="我的家人" loading={loading} refusal={refusal} onRetry={reload} />
  if (session?.account.passwordExpiresAt)
    return <ChangeFirst session={session} until={session.account.passwordExpiresAt} />
  if (session !== null && mayUse(session, ['elder', 'family'])) return <Inside />
  const to = encodeURIComponent(location.pathname + location.search)
  return (
    <Screen title="先确认您是谁">
      <div className="y-stack y-after-title">
        {session !== null && <p>您现在登录的是工作账号，不能在这里办自己家的事。请退出后用家属账号登录。</p>}
        <p>申请和查看老人的情况要先登录，免得别人看到。只想算算能享受什么，不用登录。</p>
        <div className="y-row">
          <a className="y-button" data-kind="primary" href={`/signin?to=${to}`}>
            登录
          </a>
          <a className="y-button" href="/progress">
            有回执，直接查进度
          </a>
        </div>
        <section className="y-stack" aria-labelledby="gate-how">
          <h2 id="gate-how">还没有账号</h2>
          <p>
            带老人和您的身份证，到老人住处所在的乡镇（街道）便民服务中心，或找社区（村）养老助理。核对身份、老人同意后，当面给您账号和一次性密码，写明有效到哪一天。
          </p>
          <p>手机号登录：当地还没有开通短信服务，现在用不了。</p>
        </section>
        <section className="y-stack" aria-labelledby="gate-phone">
          <h2 id="gate-phone">不用手机也能办</h2>
          <p>
            不登录也能办：到上面的地方当面申请，或拨打 <a href="tel:12345">12345</a>。
          </p>
        </section>
      </div>
    </Screen>
  )
}
