/** The numbers of a house on one day, as they follow from admissions, leaves and hospital stays. */
export type HeadCount = {
  readonly beds: number
  readonly nursingBeds: number
  /** Everybody who has a bed, wherever they sleep tonight. */
  readonly residents: number
  readonly onLeave: number
  readonly inHospital: number
}

export const inHouse = ({ residents, onLeave, inHospital }: HeadCount): number => residents - onLeave - inHospital

/** What happened since the day before, counted from the records. */
export type SinceYesterday = {
  readonly admitted: number
  readonly left: number
  readonly died: number
  readonly toHospital: number
  readonly fromHospital: number
  readonly onLeave: number
  readonly back: number
}

const SAYS: readonly (readonly [keyof SinceYesterday, string, 1 | -1])[] = [
  ['admitted', '入住', 1],
  ['left', '离院', -1],
  ['died', '去世', -1],
  ['toHospital', '住院', -1],
  ['fromHospital', '出院返回', 1],
  ['onLeave', '请假', -1],
  ['back', '销假', 1],
]

/** `入住 +1 · 住院 −1`: every difference of the house against yesterday with its reason; none is an empty list. */
export const reasonsOf = (since: SinceYesterday): string[] =>
  SAYS.filter(([key]) => since[key] > 0).map(([key, says, sign]) => `${says} ${sign > 0 ? '+' : '−'}${since[key]}`)

/** By how much the people in the house change: yesterday's number plus this is today's. */
export const changeOf = (since: SinceYesterday): number =>
  SAYS.reduce((sum, [key, , sign]) => sum + sign * since[key], 0)

export type CountProblem = {
  /** `block` is refused; `confirm` is taken with a reason. */
  readonly how: 'block' | 'confirm'
  readonly code: 'nursingAboveBeds' | 'occupiedAboveBeds' | 'noNightStaff' | 'countDiffers'
}

/** What a report has to answer for before it is taken (J6.1). `counted` is what the shift leader counted, where it differs from the records. */
export function problemsOf(
  count: HeadCount,
  report: { readonly counted: number; readonly nightStaff: number },
): CountProblem[] {
  const problems: CountProblem[] = []
  if (count.nursingBeds > count.beds) problems.push({ how: 'block', code: 'nursingAboveBeds' })
  if (count.residents > count.beds) problems.push({ how: 'confirm', code: 'occupiedAboveBeds' })
  if (report.counted !== inHouse(count)) problems.push({ how: 'confirm', code: 'countDiffers' })
  if (report.nightStaff === 0 && report.counted > 0) problems.push({ how: 'confirm', code: 'noNightStaff' })
  return problems
}
