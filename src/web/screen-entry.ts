import type { ComponentType } from 'react'
import type { Role } from '../platform/identity/index.ts'
import type { IconName } from '../ui/icon.tsx'

/** One screen as the shells know it. Its code is loaded when it is opened. */
export type ScreenEntry = {
  shell: 'portal' | 'office' | 'field'
  path: string
  load: () => Promise<ComponentType>
  /** Word and icon in the rail of the office; a record page, which is reached from a list, has none. */
  rail?: { label: string; icon: IconName }
  /** Roles that may open it; none named means every signed-in account. */
  roles: readonly Role[]
  /** `G` and then this letter opens it. */
  key?: string
  /** The act that the command bar offers for it: `导入台账`. */
  act?: string
}

type OfficeOptions = { rail?: [label: string, icon: IconName]; roles?: readonly Role[]; key?: string; act?: string }

/** A screen of the office below `/w`. */
export const office = (path: string, load: ScreenEntry['load'], options: OfficeOptions = {}): ScreenEntry => ({
  shell: 'office',
  path,
  load,
  roles: options.roles ?? [],
  ...(options.rail ? { rail: { label: options.rail[0], icon: options.rail[1] } } : {}),
  ...(options.key ? { key: options.key } : {}),
  ...(options.act ? { act: options.act } : {}),
})

/** A screen of the portal, open to everyone. */
export const portal = (path: string, load: ScreenEntry['load']): ScreenEntry => ({
  shell: 'portal',
  path,
  load,
  roles: [],
})

/** A screen of the field app below `/f`: behind the device's own PIN, not behind a session. */
export const inField = (path: string, load: ScreenEntry['load']): ScreenEntry => ({
  shell: 'field',
  path,
  load,
  roles: [],
})
