import type { Day } from '../../platform/clock/day.ts'
import type { Finding, Hint } from './findings.ts'
import type { HardshipTag, LivingTag, SpecialFamily } from './value-words.ts'

/** What a ledger says of a set of tags: nothing at all (blank), none (否), or these. Absent where there is no such column. */
export type Said<T> = { tags: T[]; explicit: boolean }

/** A row after cleaning: everything that will be compared with the register. Keys of divisions, days, tags. */
export type ElderRecord = {
  name: string
  sex: 'male' | 'female' | null
  birthDate: Day | null
  idKind: string | null
  idNumber: string | null
  township: string | null
  village: string | null
  household: string | null
  address: string | null
  phones: string[]
  contact: { name: string | null; phone: string | null; relation: string | null } | null
  hardship: Said<HardshipTag> | null
  livingArrangement: Said<LivingTag> | null
  specialOneChildFamily: Said<SpecialFamily> | null
  disability: { category: string | null; grade: string | null; none: boolean } | null
  deathDate: Day | null
  since: Day | null
  until: Day | null
}

/** The answer about one row of the file. */
export type CheckedRow = {
  row: number
  hidden: boolean
  record: ElderRecord
  findings: Finding[]
  hints: Hint[]
}
