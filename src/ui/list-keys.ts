import { type RefObject, useEffect, useRef } from 'react'
import { type KeyActs, useKeys } from './keys.ts'

type Wiring = {
  box: RefObject<HTMLElement | null>
  keys: readonly string[]
  at: string | undefined
  peeking: boolean
  onAt: (key: string) => void
  onPeek?: ((key: string | undefined) => void) | undefined
  onOpen: (key: string) => void
  onPick?: ((key: string) => void) | undefined
  onPickAll?: (() => void) | undefined
  fieldId: string
}

/** Keys of a list (UX §8): J K or arrows move, Space peeks, Enter opens, X picks, `/` goes to the filter box. */
export function useListKeys({
  box,
  keys,
  at,
  peeking,
  onAt,
  onPeek,
  onOpen,
  onPick,
  onPickAll,
  fieldId,
}: Wiring): void {
  const wanted = useRef<string>(undefined)
  const focusRow = (key: string) => box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)?.focus()
  const move = (by: number) => {
    const next = keys[at === undefined ? 0 : Math.min(Math.max(keys.indexOf(at) + by, 0), keys.length - 1)]
    if (next === undefined) return
    onAt(next)
    wanted.current = next
    focusRow(next)
    if (peeking) onPeek?.(next)
  }
  // The row is looked up again after rendering, when it was not on the page yet.
  useEffect(() => {
    if (wanted.current !== undefined && wanted.current === at) focusRow(wanted.current)
    wanted.current = undefined
  })
  // A list that one comes back to has the keyboard where it was, unless it went somewhere else meanwhile.
  const returning = useRef(at)
  useEffect(() => {
    if (returning.current === undefined || !keys.includes(returning.current)) return
    if (document.activeElement === document.body) focusRow(returning.current)
    returning.current = undefined
  })
  const here = (act: ((key: string) => void) | undefined) => () => at !== undefined && act?.(at)
  const acts: KeyActs = {
    j: () => move(1),
    ArrowDown: () => move(1),
    k: () => move(-1),
    ArrowUp: () => move(-1),
    Enter: here(onOpen),
    Space: here(onPeek && ((key) => onPeek(peeking ? undefined : key))),
    '/': () => document.getElementById(fieldId)?.focus(),
  }
  if (peeking) acts.Escape = () => onPeek?.(undefined)
  if (onPick) {
    acts.x = here(onPick)
    acts['shift+ArrowDown'] = () => {
      if (at !== undefined) onPick(at)
      move(1)
    }
  }
  if (onPickAll) acts['mod+a'] = onPickAll
  useKeys(acts)
}
