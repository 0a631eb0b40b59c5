import { type ReactNode, useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Screen, Skeleton } from '../../ui/screen.tsx'
import { fieldApp } from './device/app.ts'
import { Register } from './register.tsx'
import { Unlock } from './unlock.tsx'
import { OpenSession, usePhase } from './use-field.tsx'

/** Before any field screen: a device that is signed in, and its PIN. */
export function FieldGate({ children }: { children: ReactNode }) {
  const phase = usePhase()
  const [fault, setFault] = useState(false)
  useEffect(() => {
    fieldApp.start().catch(() => setFault(true))
  }, [])
  if (fault || phase.at === 'impossible')
    return (
      <Screen title="这个浏览器用不了外勤">
        <Notice tone="warn">
          <p>
            手机里要能存放加密的资料。请换用系统自带的浏览器或谷歌浏览器，地址要以 https
            开头；也可以先用纸表，回来补录。
          </p>
        </Notice>
      </Screen>
    )
  if (phase.at === 'starting') return <Skeleton words="正在打开外勤" />
  if (phase.at === 'none') return <Register />
  if (phase.at === 'locked') return <Unlock plain={phase.plain} />
  if (phase.at === 'open') return <OpenSession.Provider value={phase.session}>{children}</OpenSession.Provider>
  if (phase.at === 'elsewhere')
    return (
      <Screen title="已在另一个页面打开">
        <div className="y-stack">
          <p>外勤一次只在一个页面里打开，免得两边写乱。内容都在。</p>
          <Button kind="primary" onPress={() => location.reload()}>
            在这里打开
          </Button>
        </div>
      </Screen>
    )
  return (
    <Screen title="这台手机的外勤资料已清除">
      <div className="y-stack">
        <p>按管理单位或您的要求，手机里的老人资料已全部清除。要继续外勤，请联网后重新登录。</p>
        <Button kind="primary" onPress={() => location.reload()}>
          重新登录
        </Button>
      </div>
    </Screen>
  )
}
