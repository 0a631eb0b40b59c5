import { describe, expect, it } from 'vitest'
import { isComposing, nameOf } from './keys.ts'

const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    isComposing: false,
    keyCode: 0,
    ...more,
  }) as KeyboardEvent

describe('keys', () => {
  it('have one name on every keyboard', () => {
    expect(nameOf(press('J'))).toBe('j')
    expect(nameOf(press(' '))).toBe('Space')
    expect(nameOf(press('k', { ctrlKey: true }))).toBe('mod+k')
    expect(nameOf(press('k', { metaKey: true }))).toBe('mod+k')
    expect(nameOf(press('ArrowDown', { shiftKey: true }))).toBe('shift+ArrowDown')
    expect(nameOf(press('?', { shiftKey: true }))).toBe('?')
  })
  it('belong to the input method while it composes, also by the legacy code', () => {
    expect(isComposing(press('Enter', { isComposing: true }))).toBe(true)
    expect(isComposing(press('Enter', { keyCode: 229 }))).toBe(true)
    expect(isComposing(press('Enter'))).toBe(false)
  })
})
