import { day, isDay } from '../../platform/clock/day.ts'
import type { Fact, Rule } from './expression.ts'

/** `null` is known to be none. A fact that is not in the record is unknown. */
export type FactValue = boolean | number | string | readonly string[] | null
export type Facts = Readonly<Record<string, FactValue>>

/** A fact that cannot be what was written; `message` says in Chinese what to write instead. */
export type FactRefusal = { readonly code: 'FACT_INVALID'; readonly fact: string; readonly message: string }

export type ReadFacts =
  | { readonly ok: true; readonly facts: Facts; readonly ignored: readonly string[] }
  | { readonly ok: false; readonly refusals: readonly FactRefusal[] }

/** Largest numbers that are still plausible; they also keep every product inside exact integers. */
const LARGEST = { integer: 100_000_000, number: 1_000_000_000, fen: 100_000_000_000_00 }

/** Facts that are read though the rule does not list them: an age follows from a day of birth. */
const BIRTH_DATE: Fact = { name: 'birthDate', type: 'day', label: '出生日期', always: true }

/** The day of an event that has not been recorded: later than any day asked. */
export const NEVER = day('9999-12-31')

/** The facts that a rule declares, in the order of its table row. */
export const factsOf = (rule: Rule): readonly Fact[] => rule.facts

/** Reads a facts file for a rule. Names that the rule does not ask for are left aside and named in `ignored`. */
export function readFacts(rule: Rule, input: unknown): ReadFacts {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return { ok: false, refusals: [refusal('', '事实文件应为一个 JSON 对象，例如 {"newBeds": 50}。')] }
  const facts: Record<string, FactValue> = {}
  const ignored: string[] = []
  const refusals: FactRefusal[] = []
  const declared = new Map(rule.facts.map((each) => [each.name, each]))
  if (declared.has('age')) declared.set(BIRTH_DATE.name, declared.get('birthDate') ?? BIRTH_DATE)
  for (const [name, raw] of Object.entries(input)) {
    const spec = declared.get(name)
    if (!spec) {
      ignored.push(name)
      continue
    }
    if (raw === undefined || (raw === null && spec.noneAsks)) continue
    const problem = problemWith(spec, raw)
    if (problem) refusals.push(refusal(name, `${spec.label}（${name}）${problem}`))
    else facts[name] = spec.type === 'tags' && raw === null ? [] : (raw as FactValue)
  }
  return refusals.length > 0 ? { ok: false, refusals } : { ok: true, facts, ignored }
}

const refusal = (fact: string, message: string): FactRefusal => ({ code: 'FACT_INVALID', fact, message })

/** What is wrong with a value, in Chinese, or undefined. */
function problemWith(spec: Fact, raw: unknown): string | undefined {
  if (raw === null) return spec.always ? '不能为空值；不清楚时请整项省略。' : undefined
  switch (spec.type) {
    case 'boolean':
      return typeof raw === 'boolean' ? undefined : '应为 true 或 false。'
    case 'integer':
    case 'fen':
    case 'number':
      return problemWithNumber(spec, raw)
    case 'day':
      return isDay(raw) ? undefined : '应为日历上存在的日期，格式为 YYYY-MM-DD。'
    case 'division':
      return typeof raw === 'string' && /^(\d{6}|\d{9}|\d{12}|[a-z]+)$/.test(raw) ? undefined : '应为行政区划代码。'
    case 'choice':
      return typeof raw === 'string' && spec.values && Object.hasOwn(spec.values, raw) ? undefined : notAmong(spec)
    case 'tags':
      return Array.isArray(raw) &&
        raw.every((tag) => typeof tag === 'string' && spec.values && Object.hasOwn(spec.values, tag))
        ? undefined
        : `应为标签数组，已核查而没有时写 []。${notAmong(spec)}`
  }
}

function problemWithNumber(spec: Fact, raw: unknown): string | undefined {
  const kind = spec.type === 'fen' ? 'fen' : spec.type === 'integer' ? 'integer' : 'number'
  if (typeof raw !== 'number' || !Number.isFinite(raw))
    return `应为数字${spec.unit ? `（单位：${spec.unit}）` : ''}，不要带单位或引号。`
  if (kind !== 'number' && !Number.isInteger(raw)) return kind === 'fen' ? '应为整数，单位为分。' : '应为整数。'
  const min = spec.min ?? 0
  const max = spec.max ?? LARGEST[kind]
  return raw >= min && raw <= max ? undefined : `应在 ${min} 至 ${max} 之间。`
}

const notAmong = (spec: Fact): string =>
  `可填：${Object.entries(spec.values ?? {})
    .map(([value, word]) => `${value}（${word}）`)
    .join('、')}。`
