import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { WorkArea } from '../areas/divisions/division-field.tsx'
import { Button } from '../ui/button.tsx'
import { type Command, CommandBar } from '../ui/command-bar.tsx'
import { Tiles } from '../ui/field.tsx'
import { useKeys } from '../ui/keys.ts'
import { Menu } from '../ui/menu.tsx'
import { type Preferences, setPreferences, usePreferences } from '../ui/preferences.ts'
import type { Session } from '../ui/session.ts'
import { useUrlState } from '../ui/url-state.ts'
import { Brand } from './brand.tsx'
import { findObjects } from './find-objects.ts'
import { findPeople } from './find-people.ts'
import { KeyHelp } from './key-help.tsx'
import { OfficeJobs } from './office-jobs.tsx'
import type { ScreenEntry } from './screen-entry.ts'
import { signOut } from './sign-in-calls.ts'

/** The top bar of the office: where I work, search and act, what runs, who I am. */
export function OfficeTop({ session, screens }: { session: Session; screens: readonly ScreenEntry[] }) {
  const [helping, setHelping] = useState(false)
  const navigate = useNavigate()
  const pages: Command[] = screens.flatMap((entry) =>
    entry.rail
      ? [{ id: entry.path, label: entry.rail.label, group: '页面', run: () => void navigate({ to: entry.path }) }]
      : [],
  )
  const acts: Command[] = [
    ...screens.flatMap(({ act, path }) =>
      act ? [{ id: `act-${path}`, label: act, group: '操作', run: () => void navigate({ to: path }) }] : [],
    ),
    { id: 'keys', label: '看快捷键', group: '操作', run: () => setHelping(true) },
    { id: 'portal', label: '打开公众首页', group: '操作', run: () => void navigate({ to: '/' }) },
  ]
  useKeys({ '?': () => setHelping(true) })
  const go = (path: string) => void navigate({ to: path })
  useGo(screens, go)
  const readsRegister = screens.some((entry) => entry.path === '/w/elders')
  const grant = session.account.roles.find((one) => one.division !== '')
  const [search, change] = useUrlState()
  return (
    <header className="y-topbar">
      <Brand href="/w" />
      {grant && (
        <WorkArea
          top={{ key: grant.division, name: grant.divisionPath.at(-1) ?? '', path: grant.divisionPath.slice(0, -1) }}
          at={search.area}
          onChange={(area) => change({ area, after: undefined })}
        />
      )}
      <div className="y-topbar-space" />
      <CommandBar local={[...pages, ...acts]} remote={findObjects(readsRegister ? findPeople(go) : undefined)} />
      <OfficeJobs />
      <Me session={session} onKeys={() => setHelping(true)} />
      {helping && <KeyHelp screens={screens} onClose={() => setHelping(false)} />}
    </header>
  )
}

function Me({ session, onKeys }: { session: Session; onKeys: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { density, singleKeys } = usePreferences()
  const leave = async () => {
    await signOut()
    queries.clear()
    await navigate({ to: '/signin' })
  }
  return (
    <Menu icon="person" label={session.account.name} name={`${session.account.name}，账号与设置`}>
      {(close) => (
        <div className="y-stack">
          <ul>
            {session.account.roles.map((grant) => (
              <li key={grant.role + grant.division}>
                {grant.label} · {grant.divisionPath.at(-1) ?? grant.division}
              </li>
            ))}
          </ul>
          <Tiles
            label="表格行距"
            value={density}
            onChange={(value) => setPreferences({ density: value as Preferences['density'] })}
            options={[
              { value: 'compact', label: '紧凑' },
              { value: 'default', label: '适中' },
              { value: 'loose', label: '宽松' },
            ]}
          />
          <Tiles
            many
            label="键盘"
            value={singleKeys ? ['on'] : []}
            onChange={(value) => setPreferences({ singleKeys: value.includes('on') })}
            options={[{ value: 'on', label: '使用单键快捷键', note: '例如 J、K、X' }]}
          />
          <Button
            onPress={() => {
              close()
              onKeys()
            }}
          >
            看快捷键
          </Button>
          <a className="y-button" href="/w/account" onClick={close}>
            密码与动态码
          </a>
          <Button onPress={() => void leave()}>退出登录</Button>
        </div>
      )}
    </Menu>
  )
}

/** `G` and then a letter goes to a page; the letter has two seconds. */
function useGo(screens: readonly ScreenEntry[], go: (path: string) => void): void {
  const [until, setUntil] = useState(0)
  const letters = screens.flatMap((entry) => (entry.key ? [[entry.key, entry.path] as const] : []))
  const waiting = until > 0
  useKeys({ g: () => setUntil(Date.now() + 2000) }, !waiting)
  useKeys(
    Object.fromEntries(
      letters.map(([key, path]) => [
        key,
        () => {
          if (Date.now() <= until) go(path)
          setUntil(0)
        },
      ]),
    ),
    waiting,
  )
}
