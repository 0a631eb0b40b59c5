import '../ui/css/office.css'
import { Outlet, useMatches, useNavigate, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { setPreferences, usePreferences } from '../ui/preferences.ts'
import { ownRefusals } from '../ui/refusal.ts'
import { Refused, Screen, Skeleton } from '../ui/screen.tsx'
import { mayUse, type Session, useSession } from '../ui/session.ts'
import { Toasts } from '../ui/toast.tsx'
import { ChangeFirst } from './account.tsx'
import { IdleWarning } from './idle-warning.tsx'
import { useLiveChanges } from './live.ts'
import { OfficeTop } from './office-top.tsx'
import { screens } from './routes.tsx'
import type { ScreenEntry } from './screen-entry.ts'
import { useShellMode } from './shell-mode.ts'

/** 办公: rail, top bar, page. Nobody enters without a session; a screen outside the role says who can grant it. */
export function OfficeShell() {
  const { density } = usePreferences()
  useShellMode('office', false, density)
  const { session, loading, refusal, reload } = useSession()
  const here = useRouterState({ select: (state) => state.location })
  const navigate = useNavigate()
  // While the sign-in page is being loaded this shell still stands, with that page's address: it must not ask again.
  const leaving = session === null && here.pathname.startsWith('/w')
  const wanted = here.href
  useEffect(() => {
    if (leaving) void navigate({ to: '/signin', search: { to: wanted } as never, replace: true })
  }, [leaving, wanted, navigate])
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !session) return <Skeleton words="正在确认登录" />
  return (
    <Toasts>
      <Frame session={session}>
        <Guarded session={session} />
      </Frame>
    </Toasts>
  )
}

function Frame({ session, children }: { session: Session; children: ReactNode }) {
  const { narrowRail } = usePreferences()
  useLiveChanges()
  const open = screens.filter((entry) => entry.shell === 'office' && mayUse(session, entry.roles))
  return (
    <div className="y-office" data-rail={narrowRail ? 'narrow' : undefined}>
      <a className="y-skip" href="#main">
        跳到正文
      </a>
      <OfficeTop session={session} screens={open} />
      <IdleWarning session={session} />
      <Rail entries={open} narrow={narrowRail} />
      <main id="main" className="y-page" tabIndex={-1} data-scroll-restoration-id="page">
        <AccountNotice session={session} />
        {children}
      </main>
    </div>
  )
}

/** What the account itself has to settle first; it stands above every page until it is done. */
function AccountNotice({ session }: { session: Session }) {
  const { secondFactor } = session.account
  const words =
    secondFactor === 'required'
      ? '您的岗位要先开通动态码，开通前看不到业务内容。'
      : secondFactor === 'prove'
        ? '这次登录还没有填动态码，填好前看不到业务内容。'
        : undefined
  if (!words) return null
  return (
    <Notice tone="warn">
      {words} <a href="/w/account">去办理</a>
    </Notice>
  )
}

function Rail({ entries, narrow }: { entries: readonly ScreenEntry[]; narrow: boolean }) {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const railed = entries.filter((entry) => entry.rail)
  const current = railed
    .filter((entry) => path === entry.path || (entry.path !== '/w' && path.startsWith(`${entry.path}/`)))
    .at(-1)
  return (
    <nav className="y-rail" aria-label="主菜单">
      {railed.map((entry) => (
        <a
          key={entry.path}
          href={entry.path}
          aria-current={entry === current ? 'page' : undefined}
          title={entry.rail?.label}
        >
          <Icon name={entry.rail?.icon ?? 'list'} />
          <span className="y-rail-word">{entry.rail?.label}</span>
        </a>
      ))}
      <button
        type="button"
        className="y-rail-foot"
        aria-expanded={!narrow}
        onClick={() => setPreferences({ narrowRail: !narrow })}
      >
        <Icon name="list" />
        <span className="y-rail-word">{narrow ? '展开菜单' : '收起菜单'}</span>
      </button>
    </nav>
  )
}

function Guarded({ session }: { session: Session }) {
  const until = session.account.passwordExpiresAt
  const leaf: string | undefined = useMatches().at(-1)?.fullPath
  const entry = screens.find((one) => one.path === leaf || `${one.path}/` === leaf)
  if (until) return <ChangeFirst session={session} until={until} />
  if (entry && !mayUse(session, entry.roles))
    return <Screen title="这一页不在您的岗位里" refusal={ownRefusals.notAllowed()} />
  return <Outlet />
}
