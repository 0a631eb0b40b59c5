import { useSyncExternalStore } from 'react'

/** What a person has chosen about the way the pages look and act; remembered in this browser only. */
export type Preferences = {
  /** 长辈版: applies to every portal page (UX §7.2). */
  elder: boolean
  density: 'compact' | 'default' | 'loose'
  /** Single-letter keys can be switched off (WCAG 2.1.4). */
  singleKeys: boolean
  narrowRail: boolean
}

const PLACE = 'yiyang.preferences'
const INITIAL: Preferences = { elder: false, density: 'compact', singleKeys: true, narrowRail: false }
const listeners = new Set<() => void>()
let current: Preferences | undefined

export function preferences(): Preferences {
  current ??= { ...INITIAL, ...stored() }
  return current
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...preferences(), ...change }
  try {
    localStorage.setItem(PLACE, JSON.stringify(current))
  } catch {
    // A browser that forbids storage keeps the choice for this visit.
  }
  for (const listener of listeners) listener()
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    preferences,
    preferences,
  )
}

function stored(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(PLACE) ?? '{}') as Partial<Preferences>
  } catch {
    return {}
  }
}
