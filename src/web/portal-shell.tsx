import '../ui/css/portal.css'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { setPreferences, usePreferences } from '../ui/preferences.ts'
import { Brand } from './brand.tsx'
import { HOTLINE } from './hotline.ts'
import { ReadAloud } from './read-aloud-button.tsx'
import { useShellMode } from './shell-mode.ts'

/** 门户: for elders, families and everyone. 返回, 首页, 找人帮忙 stand in the same order on every page. */
export function PortalShell() {
  return (
    <PortalFrame>
      <Outlet />
    </PortalFrame>
  )
}

export function PortalFrame({ children }: { children: ReactNode }) {
  const { elder } = usePreferences()
  useShellMode('portal', elder)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const atHome = path === '/'
  const main = useFocusOnNewPage(path)
  return (
    <div className="y-portal">
      <a className="y-skip" href="#main">
        跳到正文
      </a>
      <header className="y-portal-head">
        <div>
          <Brand />
          <nav aria-label="常用">
            {!atHome && (
              <Button icon="back" onPress={() => history.back()}>
                返回
              </Button>
            )}
            {!atHome && (
              <a className="y-button" href="/">
                <Icon name="home" />
                首页
              </a>
            )}
            <a className="y-button y-help" href="/help">
              <Icon name="phone" />
              找人帮忙
            </a>
            <Button pressed={elder} onPress={() => setPreferences({ elder: !elder })}>
              {elder ? '退出大字版' : '大字版'}
            </Button>
            {elder && <ReadAloud key={path} />}
          </nav>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className="y-portal-main" data-wide={atHome || undefined}>
        {children}
      </main>
      <footer className="y-portal-foot">
        <div>
          <p>
            不用手机也能办：拨打{HOTLINE.name} <a href={`tel:${HOTLINE.number}`}>{HOTLINE.number}</a>
            ，或到住处所在的乡镇（街道）便民服务中心。
          </p>
          <nav aria-label="更多" className="y-row">
            <a href="/news">通知公告</a>
            <a href="/check">核验文书</a>
            {!elder && <a href="/signin">工作人员登录</a>}
          </nav>
        </div>
      </footer>
    </div>
  )
}

/** After a change of page the keyboard and a screen reader start at its content, not at the old link. */
function useFocusOnNewPage(path: string) {
  const main = useRef<HTMLElement>(null)
  const before = useRef(path)
  useEffect(() => {
    if (before.current !== path) main.current?.focus({ preventScroll: true })
    before.current = path
  }, [path])
  return main
}
