import { useEffect, useRef } from 'react'
import { preferences } from './preferences.ts'

/**
 * Enter pressed to accept a candidate of a Chinese input method reaches key handlers, sometimes after `compositionend`
 * (UX §8). This flag is therefore cleared one tick after the end.
 */
let composing = false
let watching = false

function watchComposition(): void {
  if (watching || typeof document === 'undefined') return
  watching = true
  document.addEventListener('compositionstart', () => {
    composing = true
  })
  document.addEventListener('compositionend', () => {
    setTimeout(() => {
      composing = false
    }, 0)
  })
}

type Pressed = Pick<KeyboardEvent, 'key' | 'isComposing' | 'keyCode'>

/** True while an input method owns the keyboard. */
export const isComposing = (event: Pressed): boolean => composing || event.isComposing || event.keyCode === 229

type Chord = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** `j`, `Enter`, `Space`, `mod+k`, `mod+Enter`, `shift+ArrowDown`; `mod` is Ctrl, or ⌘ on a Mac. */
export function nameOf(event: Chord): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : ''
  const alt = event.altKey ? 'alt+' : ''
  const shift = event.shiftKey && event.key.length > 1 ? 'shift+' : ''
  return mod + alt + shift + key
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type))

const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a[href], [role=tab], [role=option], summary') !== null

export type KeyActs = Record<string, (event: KeyboardEvent) => void>

/**
 * Keys of a screen. Single keys never act inside fields, under a dialog, on a focused button or link (Space and Enter belong
 * to it), or when the person has switched them off; chords with Ctrl or ⌘ act everywhere.
 */
export function useKeys(acts: KeyActs, enabled = true): void {
  const latest = useRef(acts)
  latest.current = acts
  useEffect(() => {
    if (!enabled) return
    watchComposition()
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isComposing(event)) return
      const name = nameOf(event)
      const act = latest.current[name]
      if (!act) return
      if (!name.startsWith('mod+')) {
        if (isField(event.target) || document.querySelector('dialog[open]')) return
        if ((name === 'Enter' || name === 'Space') && isPressable(event.target)) return
        if (event.key.length === 1 && !preferences().singleKeys) return
      }
      event.preventDefault()
      act(event)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [enabled])
}
