/** Where somebody with a stay is on a day; `out` is before the admission or after the end. */
export type Whereabouts = 'in' | 'leave' | 'hospital' | 'out'

/** People who were somewhere yesterday and are somewhere today; `died` tells how those ended who are out today. */
export type Move = {
  readonly yesterday: Whereabouts
  readonly today: Whereabouts
  readonly died: boolean
  readonly people: number
}

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

/** The numbers of today, from where everybody is. */
export function countPeople(
  moves: readonly Move[],
  beds: { readonly beds: number; readonly nursingBeds: number },
): HeadCount {
  const at = (where: Whereabouts) => sum(moves.filter(({ today }) => today === where))
  const [onLeave, inHospital] = [at('leave'), at('hospital')]
  return {
    beds: beds.beds,
    nursingBeds: beds.nursingBeds,
    residents: at('in') + onLeave + inHospital,
    onLeave,
    inHospital,
  }
}

const sum = (moves: readonly Move[]): number => moves.reduce((all, { people }) => all + people, 0)

/** How a day differs from the one before; `effect` is on the people in the house. */
export type Reason = { readonly says: string; readonly people: number; readonly effect: 1 | 0 | -1 }

/**
 * Every difference against yesterday with its reason: `入住 +1`, `住院 −1`. People who moved without being in the house on either day are
 * named with no effect. The effects sum up to the difference of the house by their making.
 */
export function reasonsOf(moves: readonly Move[]): Reason[] {
  const reasons = new Map<string, Reason>()
  for (const move of moves) {
    const says = sayMove(move)
    if (says === undefined || move.people === 0) continue
    const effect = move.today === 'in' ? 1 : move.yesterday === 'in' ? -1 : 0
    const key = `${says} ${effect}`
    reasons.set(key, { says, effect, people: (reasons.get(key)?.people ?? 0) + move.people })
  }
  return [...reasons.values()].sort((a, b) => SAYS.indexOf(a.says) - SAYS.indexOf(b.says) || b.effect - a.effect)
}

/** The order in which a day is told. */
const SAYS = ['入住', '出院返回', '销假', '离院', '去世', '住院', '请假']

function sayMove({ yesterday, today, died }: Move): string | undefined {
  if (yesterday === today) return undefined
  if (yesterday === 'out') return '入住'
  if (today === 'out') return died ? '去世' : '离院'
  if (today === 'hospital') return '住院'
  if (today === 'leave') return '请假'
  return yesterday === 'hospital' ? '出院返回' : '销假'
}

/** `入住 +1`, `住院 −1`, or without a sign where the house is as full as before. */
export const sayReason = ({ says, people, effect }: Reason): string =>
  effect === 0 ? `${says} ${people}（当时不在院）` : `${says} ${effect > 0 ? '+' : '−'}${people}`

/** By how much the people in the house change. */
export const changeOf = (reasons: readonly Reason[]): number =>
  reasons.reduce((all, { people, effect }) => all + effect * people, 0)

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
