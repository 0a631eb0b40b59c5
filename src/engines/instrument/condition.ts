import type { Condition, Figure } from './instrument.ts'

/** True, false, or what is missing before it can be said. */
export type Truth = boolean | { readonly missing: readonly string[] }

/** What a condition can look at. Undefined means that nobody has answered, or that an answer before it is missing. */
export type Filled = {
  item: (code: string) => number | undefined
  section: (code: string) => number | undefined
  domain: (code: string) => number | { missing: readonly string[] }
  total: number | undefined
  circumstance: (code: string) => boolean | readonly string[] | Readonly<Record<string, number>> | undefined
  /** Undefined when the installation has not set it. */
  setting: (id: string) => number | boolean | undefined
}

/** Three-valued: a part that is unknown makes the whole unknown only where the answer hangs on it. */
export function holds(condition: Condition, filled: Filled): Truth {
  if ('all' in condition) return every(condition.all.map((part) => holds(part, filled)))
  if ('any' in condition) return not(every(condition.any.map((part) => not(holds(part, filled)))))
  if ('of' in condition) return between(condition, filled)
  if ('isSet' in condition) {
    const value = filled.setting(condition.isSet)
    return value === undefined ? { missing: [`parameter:${condition.isSet}`] } : value === true
  }
  if ('stated' in condition) {
    const value = filled.circumstance(condition.stated)
    return value === undefined ? { missing: [condition.stated] } : value === true
  }
  if ('within' in condition) {
    const codes = filled.circumstance(condition.code)
    if (codes === undefined) return { missing: [condition.code] }
    return Array.isArray(codes) && codes.some((code) => isWithin(code, condition.within))
  }
  if ('count' in condition) {
    const counts = filled.circumstance(condition.count)
    if (counts === undefined) return { missing: [condition.count] }
    return Object.values(counts).reduce((sum, each) => sum + each, 0) >= condition.from
  }
  return inRange(figureOf(condition, filled), condition, filled)
}

type Ranged = Exclude<Extract<Condition, { from?: Figure; to?: Figure }>, { count: string }>

function figureOf(condition: Ranged, filled: Filled): number | { missing: readonly string[] } {
  if ('item' in condition) return filled.item(condition.item) ?? { missing: [condition.item] }
  if ('section' in condition) return filled.section(condition.section) ?? { missing: [condition.section] }
  if ('domain' in condition) return filled.domain(condition.domain)
  if ('worstOf' in condition) {
    const grades = condition.worstOf.map((code) => filled.domain(code))
    const missing = grades.flatMap((grade) => (typeof grade === 'number' ? [] : grade.missing))
    return missing.length > 0 ? { missing } : Math.max(...(grades as number[]))
  }
  return filled.total ?? { missing: ['total'] }
}

function inRange(value: number | { missing: readonly string[] }, condition: Ranged, filled: Filled): Truth {
  if (typeof value !== 'number') return { missing: value.missing }
  const from = condition.from === undefined ? true : compare(condition.from, filled, (figure) => value >= figure)
  const to = condition.to === undefined ? true : compare(condition.to, filled, (figure) => value <= figure)
  return every([from, to])
}

function compare(figure: Figure, filled: Filled, test: (figure: number) => boolean): Truth {
  if (typeof figure === 'number') return test(figure)
  const value = filled.setting(figure.setting)
  return typeof value === 'number' ? test(value) : { missing: [`parameter:${figure.setting}`] }
}

function between({ of, least, most = of.length }: Extract<Condition, { of: unknown }>, filled: Filled): Truth {
  const parts = of.map((part) => holds(part, filled))
  const sure = parts.filter((part) => part === true).length
  const open = parts.flatMap((part) => (typeof part === 'boolean' ? [] : [part.missing]))
  if (sure >= least && sure + open.length <= most) return true
  if (sure + open.length < least || sure > most) return false
  return { missing: [...new Set(open.flat())] }
}

function every(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false
  const missing = parts.flatMap((part) => (typeof part === 'boolean' ? [] : part.missing))
  return missing.length > 0 ? { missing: [...new Set(missing)] } : true
}

const not = (truth: Truth): Truth => (typeof truth === 'boolean' ? !truth : truth)

/** `F03.9` and the group `F00-F03` both lie within F00 and F03; only the letter and two digits count. */
function isWithin(code: string, [from, to]: readonly [string, string]): boolean {
  return code
    .toUpperCase()
    .split(/[-–—~]/)
    .map((part) => part.trim().slice(0, 3))
    .every((part) => part >= from && part <= to)
}
