/** Which ratio a home is held to, as the catalogue writes it: `1:3` is one member of staff for every three residents. */
export type Ratio = { readonly parameter: string; readonly staff: number; readonly residents: number }

/** Reads `1:3`; undefined for anything else, so that a changed catalogue is noticed and not guessed. */
export function readRatio(parameter: string, value: unknown): Ratio | undefined {
  const [, staff, residents] = typeof value === 'string' ? (/^(\d+)[:：∶](\d+)$/.exec(value) ?? []) : []
  if (staff === undefined || residents === undefined || Number(residents) === 0) return undefined
  return { parameter, staff: Number(staff), residents: Number(residents) }
}

export type RatioCheck = {
  readonly needed: number
  readonly have: number
  /** How many people are still needed; 0 when the ratio is met. */
  readonly missing: number
  readonly met: boolean
}

/** Staff against residents, whole persons: 7 residents at 1:3 need 3. Nobody in the house needs nobody. */
export function checkRatio({ staff, residents }: Ratio, have: number, inHouse: number): RatioCheck {
  const needed = Math.ceil((inHouse * staff) / residents)
  const missing = Math.max(0, needed - have)
  return { needed, have, missing, met: missing === 0 }
}

export type ShareCheck = { readonly percent: number | null; readonly missing: number; readonly met: boolean }

/** Nursing beds against all beds; `missing` is how many ordinary beds would have to become nursing beds. No bed, no share. */
export function checkNursingShare(minPercent: number, beds: number, nursingBeds: number): ShareCheck {
  const needed = Math.ceil((beds * minPercent) / 100)
  return {
    percent: beds === 0 ? null : Math.round((nursingBeds / beds) * 1000) / 10,
    missing: Math.max(0, needed - nursingBeds),
    met: nursingBeds * 100 >= beds * minPercent,
  }
}
