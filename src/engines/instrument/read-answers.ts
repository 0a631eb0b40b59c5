import { holds } from './condition.ts'
import { type Instrument, itemsOf } from './instrument.ts'

/** What somebody filled in, not yet believed. */
export type Answers = {
  readonly items?: Readonly<Record<string, unknown>>
  readonly [circumstance: string]: unknown
}

export type ReadAnswers = {
  readonly points: ReadonlyMap<string, number>
  readonly circumstances: ReadonlyMap<string, boolean | readonly string[] | Readonly<Record<string, number>>>
  /** Items that are asked and unanswered, items and circumstances whose answer the form does not have. */
  readonly missing: readonly string[]
  readonly skipped: ReadonlySet<string>
  /** Names in the answers that the form does not know, so that a slip of the pen does not pass unseen. */
  readonly ignored: readonly string[]
}

/** ICD-10 as hospitals write it: `F03`, `F03.9`, the Chinese clinical edition's `F03.x00x001`, dagger and asterisk, or a group `F00-F03`. */
const CODE = /^[A-Za-z]\d{2}(\.\w{1,8})?[†*+]?(\s*[-–—~]\s*[A-Za-z]\d{2}(\.\w{1,8})?[†*+]?)?$/

/** Takes each answer that the form has and names each that is missing or out of range. An answer must be one of the item's points. */
export function readAnswers(instrument: Instrument, answers: Answers): ReadAnswers {
  const given = isRecord(answers.items) ? answers.items : {}
  const points = new Map<string, number>()
  for (const item of itemsOf(instrument)) {
    const value = given[item.code]
    if (typeof value === 'number' && item.options.some((option) => option.points === value))
      points.set(item.code, value)
  }
  const circumstances: [string, boolean | readonly string[] | Readonly<Record<string, number>>][] = []
  const missing: string[] = []
  for (const { code, kind, kinds } of instrument.circumstances ?? []) {
    const value = answers[code]
    if (value === undefined || value === null) continue
    if (kind === 'yesNo' && typeof value === 'boolean') circumstances.push([code, value])
    else if (kind === 'codes' && Array.isArray(value)) {
      const unread = value.flatMap((each, at) =>
        typeof each === 'string' && CODE.test(each.trim()) ? [] : [`${code}[${at}]`],
      )
      if (unread.length === 0) circumstances.push([code, value.map((each) => String(each).trim())])
      missing.push(...unread)
    } else if (kind === 'counts' && isRecord(value)) {
      const isKnown = (name: string) => kinds === undefined || kinds.some((each) => each.code === name)
      const unread = Object.entries(value).filter(
        ([name, count]) => !isKnown(name) || !Number.isInteger(count) || (count as number) < 0,
      )
      if (unread.length === 0) circumstances.push([code, value as Record<string, number>])
      missing.push(...unread.map(([name]) => `${code}.${name}`))
    } else missing.push(code)
  }
  const asked = { item: (code: string) => points.get(code) }
  const skipped = new Set(
    itemsOf(instrument)
      .filter((item) => item.askWhen !== undefined && holds(item.askWhen, { ...NOTHING, ...asked }) === false)
      .map((item) => item.code),
  )
  const known = new Set(itemsOf(instrument).map((item) => item.code))
  const named = new Set(['items', ...(instrument.circumstances ?? []).map((each) => each.code)])
  return {
    points,
    circumstances: new Map(circumstances),
    missing: [...[...known].filter((code) => !points.has(code) && !skipped.has(code)), ...missing],
    skipped,
    ignored: [
      ...Object.keys(given).filter((code) => !known.has(code)),
      ...Object.keys(answers).filter((name) => !named.has(name)),
    ],
  }
}

/** Whether a question is skipped depends on answered items only. */
const NOTHING = {
  section: () => undefined,
  domain: () => ({ missing: [] }),
  total: undefined,
  circumstance: () => undefined,
  setting: () => undefined,
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
