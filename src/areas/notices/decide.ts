import type { Day } from '../../platform/clock/day.ts'
import type { Refusal } from '../../platform/http/index.ts'
import { type Principal, ROLES, type Role } from '../../platform/identity/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import type { NOTICE_STATES, Writing } from './contract.ts'
import type { NoticeRow, Places } from './queries.ts'
import { refusals } from './refusals.ts'

export const CITY = '500000'

/** Offices that announce something to their area. */
export const WRITERS: readonly Role[] = ['cityOfficer', 'districtOfficer', 'townshipClerk']

/** The divisions that somebody writes for: those of the grants as a writer, and all below them. */
const ownDivisions = ({ grants }: Principal): string[] =>
  grants.flatMap((grant) => (WRITERS.includes(grant.role) && grant.division !== undefined ? [grant.division] : []))

export const mayWriteFor = (tree: DivisionTree, principal: Principal, division: string, on: Day): boolean =>
  tree.get(division) !== undefined &&
  ownDivisions(principal).some((own) => own === division || tree.isWithin(division, own, on))

/** The highest division that somebody writes for; undefined for who writes none. */
export const writesFor = (principal: Principal): string | undefined => ownDivisions(principal)[0]

/** Decides whether a notice may be written; undefined when it may. */
export function problemWith(writing: Writing, mayWrite: boolean, today: Day): Refusal | undefined {
  if (!mayWrite) return refusals.notYourPlace()
  if (writing.until < writing.from || writing.until < today) return refusals.periodInvalid()
  if (writing.roles.some((role) => !(role in ROLES))) return refusals.roleUnknown()
  return undefined
}

/** A division with all below it; for the city, the city and its districts (what a village announces is its own affair). */
export function placesUnder(tree: DivisionTree, division: string, on: Day): Places {
  if (division === CITY) return { keys: [CITY, ...tree.children(CITY, on).map(({ key }) => key)], villagesOf: [] }
  const townships = tree.townshipsOf(division, on)
  return { keys: [division, ...townships], villagesOf: townships }
}

/** Where notices for somebody can come from: the places of the grants, what lies above them, and the city. */
export const placesAbove = (tree: DivisionTree, { grants }: Principal, on: Day): Places => ({
  keys: [
    CITY,
    ...grants.flatMap(({ division }) =>
      division === undefined ? [] : [division, ...tree.ancestors(division, on).map(({ key }) => key)],
    ),
  ],
  villagesOf: [],
})

/** Whether a notice reaches somebody: one of the person's places lies in its division, and the role is one that it names. */
export function reaches(tree: DivisionTree, notice: NoticeRow, principal: Principal, on: Day): boolean {
  return principal.grants.some(
    ({ role, division }) =>
      (notice.roles.length === 0 || notice.roles.includes(role)) &&
      (notice.division === CITY ||
        (division !== undefined && (division === notice.division || tree.isWithin(division, notice.division, on)))),
  )
}

export function stateOf(notice: NoticeRow, on: Day): (typeof NOTICE_STATES)[number] {
  if (notice.withdrawn) return 'withdrawn'
  if (notice.until < on) return 'ended'
  if (notice.needsSecond && notice.approvedBy === null) return 'waiting'
  return notice.from > on ? 'coming' : 'shown'
}
