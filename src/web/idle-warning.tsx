import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { lastCall } from '../ui/api.ts'
import { Dialog } from '../ui/dialog.tsx'
import type { Session } from '../ui/session.ts'
import { type Idle, idleAt } from './idle.ts'
import { signOut } from './sign-in-calls.ts'

const EVERY_MS = 15_000

/** Tells five minutes before an idle sign-in ends; one key keeps it. What was being written is kept in either case. */
export function IdleWarning({ session }: { session: Session }) {
  const queries = useQueryClient()
  const idle = useIdle(session.idleMinutes)
  const over = idle.state === 'over'
  useEffect(() => {
    // The shell then finds nobody signed in and asks again, with this page as the way back.
    if (over) void signOut().then(() => queries.invalidateQueries({ queryKey: ['session'] }))
  }, [over, queries])
  if (idle.state !== 'ending') return null
  const stay = () => void queries.refetchQueries({ queryKey: ['session'] })
  return (
    <Dialog title="继续使用" act="继续使用" onAct={stay} onClose={stay}>
      <p role="alert">您有一段时间没有操作，{idle.minutes} 分钟后会自动退出登录。按回车键继续使用，填写的内容都在。</p>
    </Dialog>
  )
}

function useIdle(idleMinutes: number): Idle {
  const [idle, setIdle] = useState<Idle>({ state: 'fresh' })
  useEffect(() => {
    const look = () => setIdle(idleAt(Date.now(), lastCall(), idleMinutes))
    const timer = setInterval(look, EVERY_MS)
    // A machine that slept comes back to the truth at once.
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [idleMinutes])
  return idle
}
