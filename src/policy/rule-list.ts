import { type Clause, type Context, parametersIn, type Rule, standing } from '../engines/rulebook/index.ts'
import type { Day } from '../platform/clock/day.ts'
import { findDocument } from './catalogue.ts'
import { ruleContext } from './resolve.ts'
import { rules } from './rules/index.ts'

export type RuleFilter = { readonly subject?: Rule['subject']; readonly on?: Day; readonly division?: string }

/** One line of `yiyang rules list`. */
export type RuleSummary = {
  readonly id: string
  /** The id again, under the name that `rules eval` gives it. */
  readonly rule: string
  readonly title: string
  readonly subject: Rule['subject']
  readonly form: Rule['form']
  readonly jurisdiction: string
  readonly from: Day
  readonly until: Day | null
  readonly outcomes: Readonly<Record<string, string>>
  readonly facts: readonly string[]
  readonly parameters: readonly string[]
  readonly clauses: readonly Clause[]
  readonly lastVerified: Day | null
}

const byId = new Map(rules.map((rule) => [rule.id, rule]))

export const findRule = (id: string): Rule | undefined => byId.get(id)

/** The rules of a subject, those in force on a day, and those that reach a place. */
export function listRules(filter: RuleFilter = {}): readonly Rule[] {
  return rules.filter((rule) => {
    if (filter.subject !== undefined && rule.subject !== filter.subject) return false
    if (filter.on === undefined && filter.division === undefined) return true
    const on = filter.on ?? rule.from
    const context: Context = ruleContext({ on, division: filter.division ?? rule.jurisdiction })
    const at = standing(rule, context)
    return at === 'inForce' || (at === 'notInForce' && filter.on === undefined)
  })
}

export const summaryOf = (rule: Rule): RuleSummary => ({
  id: rule.id,
  rule: rule.id,
  title: rule.title,
  subject: rule.subject,
  form: rule.form,
  jurisdiction: rule.jurisdiction,
  from: rule.from,
  until: rule.to ?? null,
  outcomes: Object.fromEntries(Object.entries(rule.outcomes).map(([name, outcome]) => [name, outcome.label])),
  facts: rule.facts.map((fact) => fact.name),
  parameters: parametersIn(rule),
  clauses: rule.clauses,
  lastVerified: rule.clauses[0] ? (findDocument(rule.clauses[0].doc)?.lastVerified ?? null) : null,
})
