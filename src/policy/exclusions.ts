/** Which benefits may not be received together. The documents are silent on all pairs, so each is a setting of the district. */
import type { Clause, Places } from '../engines/rulebook/index.ts'
import type { Day } from '../platform/clock/day.ts'
import { resolveParameter } from './resolve.ts'
import type { Settings } from './settings.ts'

export type Overlap = 'stack' | 'keepHigher' | 'keepFirst' | 'keepSecond'

export type Exclusion = {
  readonly first: string
  readonly second: string
  /** The setting that decides; `parameter:ID` is what blocks while it is open. */
  readonly parameter: string
  /** Null while the district has not decided: a person entitled to both is then blocked by name. */
  readonly rule: Overlap | null
  readonly clause: Clause
  readonly example: boolean
}

const PAIRS: readonly (readonly [first: string, second: string, parameter: string])[] = [
  ['old-age-allowance', 'care-subsidy', 'overlap-old-age-allowance-care-subsidy'],
  ['old-age-allowance', 'extreme-hardship-care-subsidy', 'overlap-old-age-allowance-extreme-hardship-care-subsidy'],
  ['care-subsidy', 'extreme-hardship-care-subsidy', 'overlap-care-subsidy-extreme-hardship-care-subsidy'],
  ['care-subsidy', 'disability-voucher', 'overlap-care-subsidy-disability-voucher'],
  ['extreme-hardship-care-subsidy', 'disability-voucher', 'overlap-extreme-hardship-care-subsidy-disability-voucher'],
]

/** The pairs with what the district decided on a day. Pairs that are not listed may be received together. */
export function exclusions(on: Day, division: string, settings: Settings = [], places?: Places): readonly Exclusion[] {
  return PAIRS.flatMap(([first, second, parameter]) => {
    const at = resolveParameter(parameter, { on, division, settings, ...(places ? { places } : {}) })
    if (!at?.inForce) return []
    return [
      {
        first,
        second,
        parameter,
        rule: at.value as Overlap | null,
        clause: at.clause,
        example: at.setting?.example ?? false,
      },
    ]
  })
}
