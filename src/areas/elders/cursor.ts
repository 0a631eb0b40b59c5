import { Refused } from '../../platform/http/index.ts'
import { refusals } from './refusals.ts'

/** The place in a list after which the next page begins, opaque on the wire. */
export const toCursor = (key: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

/** @throws Refused when the text is not a cursor with `length` parts */
export function fromCursor(text: string, length: number): (string | number | null)[] {
  try {
    const key = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown
    const fits = (each: unknown) => each === null || typeof each === 'string' || typeof each === 'number'
    if (Array.isArray(key) && key.length === length && key.every(fits)) return key
  } catch {
    // Falls through to the refusal.
  }
  throw new Refused(refusals.cursorUnknown())
}
