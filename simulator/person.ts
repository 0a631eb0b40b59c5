import type { Day } from '../src/platform/clock/day.ts'
import type { Sex } from './data.ts'

/** The kinds of dated facts that the register keeps of a person. */
export type FactKind =
  | 'residence'
  | 'household'
  | 'livingArrangement'
  | 'hardship'
  | 'careDependency'
  | 'disability'
  | 'specialOneChildFamily'
  | 'dementia'
  | 'death'

/** One period of one kind, as recorded at a moment (Asia/Shanghai). `value` empty: checked and none. */
export type Fact = {
  kind: FactKind
  value: readonly string[]
  validFrom: Day
  validTo: Day | null
  recordedAt: string
  supersededAt: string | null
  sourceKind: 'import' | 'list' | 'assessment'
  sourceRef: string
}

export type Phone = {
  id: string
  kind: 'own' | 'guardian' | 'supporter' | 'emergencyContact'
  number: string
  holder: string | null
  relation: string | null
}

/** What is wrong, stale or odd about a file on purpose; null for an ordinary one. */
export type Oddity =
  | 'probableDuplicate'
  | 'withoutIdNumber'
  | 'lateDeath'
  | 'staleFacts'
  | 'sharedPhone'
  | 'birthDateDiffers'

export type HouseholdType = 'alone' | 'couple' | 'withFamily' | 'withGrandchildren' | 'institution'

/** A synthetic older person as the register knows them; `diedOn` and `news` are the truth that it may not know yet. */
export type Person = {
  kind: 'elder'
  id: string
  synthetic: true
  name: string
  namePinyin: string
  nameInitials: string
  sex: Sex
  birthDate: Day
  idNumber: string | null
  district: string
  township: string
  village: string
  address: string
  lng: number | null
  lat: number | null
  householdDivision: string
  /** Persons with the same text live together. */
  home: string
  householdType: HouseholdType
  createdAt: string
  phones: Phone[]
  facts: Fact[]
  diedOn: Day | null
  /** Facts that a department knows and the register does not yet: they stand on its next list. */
  news: Fact[]
  oddity: Oddity | null
}
