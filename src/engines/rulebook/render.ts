/** The third reading: the rule as Chinese sentences for the public, each figure with its unit and its clause. */
import type { Context, ParameterInForce } from './context.ts'
import { isInside, outcomeOf } from './decide.ts'
import { clausesOn, standing } from './evaluate.ts'
import type { Clause, Decision, Rule } from './expression.ts'
import { parametersIn } from './version.ts'
import { sayValue, Words } from './words.ts'

export type RenderedRule = {
  readonly title: string
  readonly lines: readonly string[]
  readonly parameters: readonly { readonly id: string; readonly says: string; readonly clause: Clause }[]
}

/** Names a clause for readers: in full with the document's title, or briefly, `渝府办发〔2017〕162号 五(二十四)`. */
export type SayClause = (clause: Clause, brief: boolean) => string

/** A rule in sentences, as it stands on the day and in the place of the context. */
export function renderRule(rule: Rule, context: Context, sayClause: SayClause = plainClause): RenderedRule {
  const words = new Words(rule, context)
  const parameters = parametersIn(rule).map((id) => context.parameter(id))
  const lines = [
    `依据：${clausesOn(rule, context)
      .map((clause) => sayClause(clause, false))
      .join('；')}。`,
    `施行：自 ${rule.from} 起${rule.to ? `，至 ${rule.to} 止（不含当日）` : ''}${sayStanding(rule, context)}。`,
    ...verified(rule, context),
    ...sentences(rule, rule.decision, words, context),
    ...(rule.form === 'voucher' ? ['形式：由国家平台发放的电子消费券，本平台不发放现金。'] : []),
    ...rule.conditions.map((each) => `还须满足：${each}。`),
    ...(rule.reading ? [`我们的理解：${rule.reading}`] : []),
    ...parameters.map((each) => `数值：${sayParameter(each, sayClause)}`),
    ...(rule.link ? [`办理：${rule.link.label} ${rule.link.url}`] : []),
  ]
  return {
    title: rule.title,
    lines,
    parameters: parameters.map((each) => ({ id: each.id, says: sayValue(each), clause: each.clause })),
  }
}

const plainClause: SayClause = (clause) => `${clause.doc} ${clause.section}`

function sayStanding(rule: Rule, context: Context): string {
  const at = standing(rule, context)
  return at === 'inForce' ? '' : at === 'notInForce' ? `（${context.on} 未在施行）` : '（不适用于所问之地）'
}

function verified(rule: Rule, context: Context): string[] {
  const [clause] = clausesOn(rule, context)
  const on = clause ? context.lastVerified(clause) : null
  return on === null ? ['核对：尚未与原文核对。'] : [`核对：文本可证明至 ${on}，此后未再核对。`]
}

function sayParameter(parameter: ParameterInForce, sayClause: SayClause): string {
  return `${parameter.label} ${sayValue(parameter)}（${sayClause(parameter.clause, true)}；自 ${parameter.from} 起${parameter.until ? `至 ${parameter.until} 止` : ''}）。`
}

/** Follows the decision to each outcome and says which conditions lead there. */
function sentences(rule: Rule, of: Decision, words: Words, context: Context, path: readonly string[] = []): string[] {
  if ('since' in of) {
    const parameter = context.parameter(of.since)
    const since = context.on >= parameter.from
    const step = since ? `自 ${parameter.from} 起` : `${parameter.from} 以前`
    return sentences(rule, since ? of.gives : of.before, words, context, [...path, step])
  }
  if ('when' in of)
    return [
      ...sentences(rule, of.gives, words, context, [...path, words.condition(of.when)]),
      ...sentences(rule, of.otherwise, words, context, [...path, '其他情形']),
    ]
  if ('place' in of) return sentences(rule, isInside(of.place, context) ? of.gives : of.otherwise, words, context, path)
  const { label, ask } = outcomeOf(rule, of.outcome)
  const amount = of.amount ? `，金额为 ${words.quantity(of.amount)}` : ''
  const aside = of.aside ? `；${of.aside.says}为 ${words.quantity(of.aside.amount)}` : ''
  const last = of.lastDay ? `，期限为${words.quantity(of.lastDay)}` : ''
  return [
    `${path.length > 0 ? `${path.join('，')}：` : ''}${label}${amount}${last}${aside}${of.says ? `（${of.says}）` : ''}${ask ? `，请向${ask}核实` : ''}。`,
  ]
}
