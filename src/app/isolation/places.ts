import { createHash } from 'node:crypto'
import type { Scope } from '../../platform/db/index.ts'

/** Where rows are planted: places inside the attackers' scopes and all around them. */
export const VILLAGES = [
  '500113103001',
  '500113103002',
  '500113111001',
  '500113004001',
  '500101001001',
  '500112001001',
  '500105001001',
  '500109102001',
] as const

/** Where the facility lies that the operator among the attackers runs. */
export const OPERATED: string = VILLAGES[1]

/** Always the same for a table and a village, so that the rows of an area name each other. */
export function idOf(table: string, village: string): string {
  const digest = createHash('sha256').update(`${table} ${village}`).digest('hex')
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `7${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-')
}

/** A mark that names the village of its row. No request carries it, so wherever it appears, the row was read. */
export const markOf = (village: string, what = 'A'): string => `ZQ${what}${village}QZ`
const MARK = /ZQ([A-Z])(\d{12})QZ/g

export type Mark = { what: string; village: string }

/** The rows that a text gives away. */
export const marksIn = (text: string): Mark[] =>
  [...new Set(text.match(MARK) ?? [])].map((mark) => ({ what: mark.slice(2, 3), village: mark.slice(3, 15) }))

/** Marks of a person's own rows, which a township or village must not see of its neighbour. */
const PERSONAL = new Set(['N', 'D', 'P', 'R', 'F'])

export const isPersonal = ({ what }: Mark): boolean => PERSONAL.has(what)

/** Whether somebody with a scope may see a mark: a person's rows exactly in the scope, a district's rows anywhere in the district. */
export const isWithin = (mark: Mark, scope: Scope): boolean =>
  scope.districts.includes(mark.village.slice(0, 6)) ||
  // Rows of an operator's own facility, of which no mark is a person's.
  (!isPersonal(mark) && (scope.facilities ?? []).includes(idOf('facilities.facility', mark.village))) ||
  (isPersonal(mark)
    ? scope.townships.includes(mark.village.slice(0, 9)) || scope.villages.includes(mark.village)
    : [...scope.townships, ...scope.villages].some((key) => key.startsWith(mark.village.slice(0, 6))))
