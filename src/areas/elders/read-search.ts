import { tidyName } from './names.ts'
import { tidyNumber } from './resident-id.ts'

/** What a person typed into the search box, as it is looked up. */
export type Search =
  | { as: 'idNumber' | 'idLast4' | 'phone'; text: string }
  | { as: 'pinyin'; text: string }
  | { as: 'name'; text: string }

/**
 * Guesses what was typed: an ID number by its length, a phone by its form, four characters the end of an ID, letters pinyin or
 * initials, anything else the beginning of a name. Undefined when it is too short to look for.
 */
export function readSearch(typed: string): Search | undefined {
  const tidy = tidyNumber(typed)
  const digits = tidy.replaceAll('-', '')
  if (/^(\d{17}[\dX]|\d{15}|[A-Z]{1,2}\d{7,9})$/.test(tidy)) return { as: 'idNumber', text: tidy }
  if (/^\d{3}[\dX]$/.test(tidy)) return { as: 'idLast4', text: tidy }
  if (/^\+?\d{7,13}$/.test(digits)) return { as: 'phone', text: digits }
  const name = tidyName(typed)
  if (/^[a-z' ]+$/i.test(name)) {
    const letters = name.toLowerCase().replaceAll(/[^a-z]/g, '')
    return letters.length < 2 ? undefined : { as: 'pinyin', text: letters }
  }
  return name === '' || /^\d+$/.test(name) ? undefined : { as: 'name', text: name }
}
