import { type Filled, holds, type Truth } from './condition.ts'
import type { Domain, Instrument } from './instrument.ts'
import { type Answers, type ReadAnswers, readAnswers } from './read-answers.ts'

export type AdjustmentMade = {
  readonly rule: string
  readonly label: string
  readonly from: number
  readonly to: number
  readonly source: string
}

/**
 * What a filled form comes to. Levels are indexes of `instrument.levels`, 0 the least severe; null where something is missing.
 * `missing` names items (`B.1.3`), circumstances (`coma`) and unset values (`parameter:ID`).
 */
export type Score = {
  readonly instrument: string
  readonly version: string
  /** Points of each section; null while one of its items is unanswered or out of range. */
  readonly sections: Readonly<Record<string, number | null>>
  /** Null also where the form adds nothing up. */
  readonly total: number | null
  /** The grade of each domain, for forms that combine domains. */
  readonly domains: Readonly<Record<string, number | null>>
  readonly preliminaryLevel: number | null
  readonly finalLevel: number | null
  readonly adjustments: readonly AdjustmentMade[]
  readonly missing: readonly string[]
  readonly ignored: readonly string[]
}

/** Values of the installation for what the printed source leaves unchecked; undefined when unset. */
export type SettingOf = (id: string) => number | boolean | undefined

/** Scores answers. An unanswered or out-of-range item gives no level and is named; nothing is ever taken as a no. */
export function score(instrument: Instrument, answers: Answers, settingOf: SettingOf = () => undefined): Score {
  const read = readAnswers(instrument, answers)
  const sections = sectionPoints(instrument, read)
  const filled = filledForm(instrument, read, sections, settingOf)
  const domains = (instrument.domains ?? []).map(({ code }) => [code, numberOrNull(filled.domain(code))] as const)
  const scored = {
    instrument: instrument.id,
    version: instrument.version,
    sections: Object.fromEntries(sections),
    total: filled.total ?? null,
    domains: Object.fromEntries(domains),
    ignored: read.ignored,
  }
  if (read.missing.length > 0)
    return { ...scored, preliminaryLevel: null, finalLevel: null, adjustments: [], missing: read.missing }
  const preliminary = levelOf(instrument, filled)
  if (typeof preliminary !== 'number')
    return { ...scored, preliminaryLevel: null, finalLevel: null, adjustments: [], missing: preliminary.missing }
  const adjusted = adjust(instrument, preliminary, filled)
  return { ...scored, preliminaryLevel: preliminary, ...adjusted }
}

function sectionPoints(instrument: Instrument, { points, skipped }: ReadAnswers): Map<string, number | null> {
  return new Map(
    instrument.sections.map((section) => {
      const asked = section.items.filter((item) => !skipped.has(item.code)).map((item) => points.get(item.code))
      return [section.code, asked.includes(undefined) ? null : (asked as number[]).reduce((sum, each) => sum + each, 0)]
    }),
  )
}

function filledForm(
  instrument: Instrument,
  { points, circumstances }: ReadAnswers,
  sections: ReadonlyMap<string, number | null>,
  setting: SettingOf,
): Filled {
  const sums = [...sections.values()]
  const filled: Filled = {
    item: (code) => points.get(code),
    section: (code) => sections.get(code) ?? undefined,
    domain: (code) => {
      const domain = instrument.domains?.find((each) => each.code === code)
      return domain === undefined ? { missing: [code] } : gradeOf(domain, filled)
    },
    total:
      instrument.hasTotal && !sums.includes(null) ? (sums as number[]).reduce((sum, each) => sum + each, 0) : undefined,
    circumstance: (code) => {
      const stated = circumstances.get(code)
      if (stated !== undefined) return stated
      const ruledOut = instrument.circumstances?.find((each) => each.code === code)?.ruledOutWhen
      return ruledOut !== undefined && holds(ruledOut, filled) === true ? false : undefined
    },
    setting,
  }
  return filled
}

/** The first grade that holds; unknown as soon as one before it is. */
function gradeOf(domain: Domain, filled: Filled): number | { missing: readonly string[] } {
  for (const { grade, when } of domain.grades) {
    const truth = holds(when, filled)
    if (truth === true) return grade
    if (truth !== false) return truth
  }
  return { missing: [domain.code] }
}

function levelOf(instrument: Instrument, filled: Filled): number | { missing: readonly string[] } {
  const held: number[] = []
  for (const { level, when } of instrument.levelWhen) {
    const truth = holds(when, filled)
    if (truth === false) continue
    if (truth !== true) return truth
    const value = typeof level === 'number' ? level : filled.setting(level.setting)
    if (typeof value !== 'number') return { missing: [`parameter:${(level as { setting: string }).setting}`] }
    if (instrument.levelTie === 'first') return value
    held.push(value)
  }
  return held.length > 0 ? Math.max(...held) : { missing: ['level'] }
}

/** Levels straight to a level first, then the steps; several steps count once unless the installation stacks them. */
function adjust(
  instrument: Instrument,
  preliminary: number,
  filled: Filled,
): Pick<Score, 'finalLevel' | 'adjustments' | 'missing'> {
  const last = instrument.levels.length - 1
  const judged = (instrument.adjustments ?? []).map((rule) => ({ rule, truth: holds(rule.when, filled) }))
  const fired = judged.filter((each) => each.truth === true).map((each) => each.rule)
  const straight = fired.flatMap(({ effect }) => ('to' in effect ? [effect.to] : []))
  const steps = fired.flatMap(({ effect }) => ('worse' in effect ? [effect.worse] : []))
  const { stackAdjustments } = instrument
  const stacks = stackAdjustments !== undefined && filled.setting(stackAdjustments.setting) === true
  const open = new Set(judged.flatMap(({ truth }) => missingOf(truth)))
  const stepped = Math.min(last, preliminary + (stacks ? sum(steps) : Math.max(0, ...steps)))
  const final = Math.max(preliminary, stepped, ...straight)
  const made = fired.map(({ rule, label, effect, source }) => ({
    rule,
    label,
    from: preliminary,
    to: 'to' in effect ? effect.to : Math.min(last, preliminary + effect.worse),
    source,
  }))
  // Whoever is at the last level already cannot get worse: what is missing then changes nothing.
  const isSettled = open.size === 0 || final === last
  return { finalLevel: isSettled ? final : null, adjustments: made, missing: isSettled ? [] : [...open] }
}

const sum = (figures: readonly number[]) => figures.reduce((all, each) => all + each, 0)
const missingOf = (truth: Truth): readonly string[] => (typeof truth === 'boolean' ? [] : truth.missing)
const numberOrNull = (value: number | { missing: readonly string[] }) => (typeof value === 'number' ? value : null)
