import type { Clause } from '../engines/rulebook/index.ts'
import data from './chongqing/facility-standards.json' with { type: 'json' }

/** One indicator of the 2021 document. `requirement` is null where the text of the source is lost: it is no ground for a judgement. */
export type UpgradeIndicator = {
  readonly no: number
  readonly category: string | null
  readonly requirement: string | null
  /** `complete`, or what is damaged in the source: `missing`, `category-missing`, `number-inferred`. */
  readonly textState: string
  readonly source: Clause
}

/** What the documents ask of one type of facility, in words, with the parameters that can be measured. */
export type FacilityStandard = {
  readonly kind: string
  readonly name: string
  readonly functions: readonly string[]
  readonly beds: string
  readonly area: string
  readonly staffing: string
  readonly siting: string
  readonly parameters: readonly string[]
  readonly sources: readonly Clause[]
  readonly note?: string
}

/** The 22 indicators for township homes (cq-2021-7 附件1). */
export const upgradeIndicators: readonly UpgradeIndicator[] = data.upgrade.map(({ text_state, ...each }) => ({
  ...each,
  textState: text_state,
}))

/** The standards of all 21 types. */
export const facilityStandards: readonly FacilityStandard[] = data.kinds

export const facilityStandard = (kind: string): FacilityStandard | undefined =>
  facilityStandards.find((each) => each.kind === kind)
