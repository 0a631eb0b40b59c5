import type { Day } from '../../platform/clock/day.ts'
import { showYuan } from '../../platform/money/fen.ts'
import {
  evaluate,
  type Fact,
  type FactValue,
  findDocument,
  findRule,
  type Rule,
  type RuleAnswer,
  readFacts,
  ruleContext,
  type Settings,
} from '../../policy/index.ts'

/** What a rule said of some facts, ready to be shown: the 依据卡 of an amount. Kept with the claim as it was when computed. */
export type RuleCard = {
  readonly rule: string
  readonly version: string
  readonly title: string
  readonly on: string
  readonly outcome: string
  readonly says: string
  readonly reason: string
  readonly amountFen: number | null
  readonly example: boolean
  readonly steps: readonly { readonly text: string; readonly value: string | null }[]
  readonly facts: readonly { readonly label: string; readonly value: string; readonly source: string | null }[]
  readonly missing: readonly string[]
  readonly clauses: readonly {
    readonly title: string
    readonly number: string
    readonly section: string
    readonly lastVerified: string | null
    readonly standing: 'inForce' | 'periodOver' | 'notVerified'
  }[]
  readonly conditions: readonly string[]
  readonly reading: string | null
}

export type Asked = { readonly rule: string; readonly division: string; readonly on: Day; readonly settings: Settings }
/** Facts by name with where each comes from; a fact that is left out is not known. */
export type Told = Readonly<Record<string, { readonly value: unknown; readonly source: string }>>

/**
 * Asks one rule of the catalogue, never a copy of it.
 * @throws for a rule that the catalogue does not carry, or facts that it refuses: a mistake in this area, not of a claim
 */
export function askRule(
  { rule: id, division, on, settings }: Asked,
  told: Told,
): { answer: RuleAnswer; card: RuleCard } {
  const rule = findRule(id)
  if (rule === undefined) throw new Error(`the rulebook has no rule ${id}`)
  const read = readFacts(rule, Object.fromEntries(Object.entries(told).map(([name, fact]) => [name, fact.value])))
  if (!read.ok) throw new Error(read.refusals.map((each) => each.message).join(' '))
  const answer = evaluate(rule, read.facts, ruleContext({ on, division, settings }))
  const label = (name: string) => rule.facts.find((fact) => fact.name === name)?.label ?? name
  const card: RuleCard = {
    rule: id,
    version: answer.version,
    title: rule.title,
    on,
    outcome: answer.outcome,
    says: answer.because === undefined ? answer.says : `没有达到：${answer.because}`,
    reason: answer.reason,
    amountFen: answer.amountFen,
    example: answer.example,
    steps: answer.trace.map(({ step, value }) => ({ text: step, value: sayStep(value) })),
    facts: rule.facts.map((fact) => ({
      label: fact.label,
      value: sayFact(fact, read.facts[fact.name]),
      source: told[fact.name]?.source ?? null,
    })),
    missing: answer.missing.map(label),
    clauses: clausesOf(rule, on),
    conditions: rule.conditions,
    reading: rule.reading ?? null,
  }
  return { answer, card }
}

function clausesOf(rule: Rule, on: Day): RuleCard['clauses'] {
  return rule.clauses.map(({ doc, section }) => {
    const document = findDocument(doc)
    const over = typeof document?.until === 'string' && document.until < on
    return {
      title: document?.title ?? doc,
      number: document?.docNo ?? '',
      section,
      lastVerified: document?.lastVerified ?? null,
      standing: over ? 'periodOver' : 'notVerified',
    }
  })
}

function sayStep(value: unknown): string | null {
  if (value === true) return '是'
  if (value === false) return '否'
  if (value === null) return '不明'
  return value === undefined ? null : String(value)
}

function sayFact(fact: Fact, value: FactValue | undefined): string {
  if (value === undefined) return '未采集'
  if (value === null) return fact.none ?? '无'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (fact.type === 'fen' && typeof value === 'number') return showYuan(value)
  if (typeof value === 'string') return fact.values?.[value] ?? value
  return `${String(value)}${fact.unit === undefined ? '' : ` ${fact.unit}`}`
}
