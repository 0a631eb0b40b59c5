/**
 * "I want to open a home here": every rule for facilities over one set of facts, in the columns of the opening panel. What can be spared, what must be
 * done, whom to ask, what can be received or is a step away, and what is still open. Nothing is said from a missing fact.
 */
import {
  type AskedOfFacts,
  type Clause,
  evaluate,
  type Fact,
  type FactRefusal,
  type Facts,
  type FactValue,
  nearMiss,
  type Rule,
  type RuleAnswer,
  readFacts,
} from '../engines/rulebook/index.ts'
import type { Day } from '../platform/clock/day.ts'
import { ruleContext } from './resolve.ts'
import { findRule, listRules } from './rule-list.ts'
import type { Settings } from './settings.ts'

/** One line of the panel. `answer` has the words, conditions and trace of the same rule as `yiyang rules eval`. */
export type OpeningLine = { readonly rule: string; readonly clauses: readonly Clause[]; readonly answer: RuleAnswer }

export type Opening = {
  readonly spared: readonly OpeningLine[]
  readonly required: readonly OpeningLine[]
  readonly verify: readonly (OpeningLine & { readonly with: string })[]
  /** `amountFen` null with a near miss: one change of one fact away. */
  readonly receivable: readonly (OpeningLine & {
    readonly amountFen: number | null
    readonly nearMiss?: { readonly fact: string; readonly have: FactValue; readonly need: FactValue }
  })[]
  readonly open: readonly (OpeningLine & { readonly missing: readonly string[] })[]
}

export type ReadOpening =
  | { readonly ok: true; readonly opening: Opening; readonly ignored: readonly string[] }
  | { readonly ok: false; readonly refusals: readonly FactRefusal[] }

/** Facts that another rule answers: asked only of whoever knows better. */
const DERIVED: Readonly<Record<string, string>> = { receivesCityConstructionSubsidy: 'construction-subsidy' }

/** What a rule is about: where there is none of it, the rule has nothing to say. */
const ABOUT: Readonly<Record<string, string>> = {
  'internal-clinic-procedure': 'clinicKind',
  'conversion-paper-waiver': 'conversion',
  'temporary-use-five-years': 'conversion',
}

/** True when the facts say that there is none of what the rule is about. */
const isWithout = (input: unknown, { id }: Rule): boolean => {
  const given = input as Readonly<Record<string, unknown>>
  const name = ABOUT[id]
  if (name === undefined) return false
  return given[Object.hasOwn(given, `${id}.${name}`) ? `${id}.${name}` : name] === null
}

/** An answer that applies and is a duty all the same. */
const DUTIES: ReadonlySet<string> = new Set(['internal-clinic-procedure approval'])

/** A "no" that asks for nothing: without a form there is nothing to register. */
const NO_DUTY: ReadonlySet<string> = new Set(['notCovered:registrationFormRequired'])

/**
 * Answers every facility rule that is in force in a place on a day. A fact that none of them declares is ignored and named; one that every facility rule
 * declaring it would refuse is refused. Two rules may know a fact of one name by different words (`conversion`): what is no word of a rule is unknown to it,
 * and `RULE.FACT` tells it apart.
 */
export function openingOf(
  input: unknown,
  { on, division, settings = [] }: { on: Day; division: string; settings?: Settings },
): ReadOpening {
  const rules = listRules({ subject: 'facility', on, division })
  const read = readAll(rules, input)
  if (!read.ok) return read
  const context = ruleContext({ on, division, settings })
  const answerTo = (rule: Rule, given: GivenFacts): RuleAnswer => evaluate(rule, withDerived(rule, given), context)
  const withDerived = (rule: Rule, given: GivenFacts): Facts => {
    const facts = given(rule)
    const answered = rule.facts.flatMap(({ name }): [string, boolean][] => {
      const source = facts[name] === undefined ? findRule(DERIVED[name] ?? '') : undefined
      const applies = source ? answerTo(source, given).applies : null
      return applies === null ? [] : [[name, applies]]
    })
    return { ...facts, ...Object.fromEntries(answered) }
  }
  const opening: Record<keyof Opening, unknown[]> = { spared: [], required: [], verify: [], receivable: [], open: [] }
  for (const rule of rules) {
    if (isWithout(input, rule)) continue
    const answer = answerTo(rule, read.given)
    const line: OpeningLine = { rule: rule.id, clauses: answer.clauses, answer }
    if (answer.askWhom !== undefined && answer.applies === null) opening.verify.push({ ...line, with: answer.askWhom })
    else if (answer.applies === null)
      opening.open.push({
        ...line,
        missing: [...new Set(answer.missing.flatMap((name) => missingBehind(name, read.given, answerTo)))],
      })
    else if (rule.form === 'money') {
      const near = answer.applies ? undefined : nearestStep(rule, read.given, (given) => answerTo(rule, given), context)
      if (answer.applies || near)
        opening.receivable.push({ ...line, amountFen: answer.amountFen, ...(near ? { nearMiss: near } : {}) })
    } else if (answer.applies && !DUTIES.has(`${rule.id} ${answer.outcome}`)) opening.spared.push(line)
    else if (answer.outcome !== 'notMet' && !NO_DUTY.has(answer.reason)) opening.required.push(line)
  }
  return { ok: true, opening: opening as unknown as Opening, ignored: read.ignored }
}

/** The facts as each rule takes them. */
type GivenFacts = (rule: Rule) => Facts

/** A derived fact that is open lacks what its own rule lacks. */
function missingBehind(
  name: string,
  given: GivenFacts,
  answerTo: (rule: Rule, given: GivenFacts) => RuleAnswer,
): readonly string[] {
  const source = findRule(DERIVED[name] ?? '')
  return source ? answerTo(source, given).missing : [name]
}

/** A step is a number or a day that may be reached; another owner or lessor is none. The facts behind a derived one may be the ones to change. */
function nearestStep(
  rule: Rule,
  given: GivenFacts,
  answerTo: (given: GivenFacts) => RuleAnswer,
  context: ReturnType<typeof ruleContext>,
) {
  const sources = [rule, ...rule.facts.flatMap(({ name }) => findRule(DERIVED[name] ?? '') ?? [])]
  for (const source of sources) {
    const ask = (changed: Facts): AskedOfFacts => {
      const { applies, outcome, amountFen } = answerTo((each) => {
        const own = given(each)
        const shared = Object.entries(changed).filter(([name]) => each.facts.some((fact) => fact.name === name))
        return { ...own, ...Object.fromEntries(shared) }
      })
      return { holds: applies, outcome, amountFen }
    }
    const found = nearMiss(source, given(source), context, { among: isStep, ask })
    if (found) return { fact: found.fact, have: found.have, need: found.need }
  }
  return undefined
}

const isStep = (fact: Fact): boolean => ['integer', 'number', 'fen', 'day'].includes(fact.type)

type ReadAll =
  | { readonly ok: true; readonly given: GivenFacts; readonly ignored: readonly string[] }
  | { readonly ok: false; readonly refusals: readonly FactRefusal[] }

/**
 * Every facility rule has a say in what a fact may be, also one that is not in force on the day or does not reach the place: a word of the rule of
 * 2019 is no mistake when 2018 is asked.
 */
function readAll(rules: readonly Rule[], input: unknown): ReadAll {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return readNothing()
  const asked = new Set(rules.map((each) => each.id))
  const facts = new Map<string, Facts>()
  const [accepted, used] = [new Set<string>(), new Set<string>()]
  const refused = new Map<string, FactRefusal[]>()
  for (const rule of listRules({ subject: 'facility' })) {
    const own: Record<string, FactValue> = {}
    for (const { name } of rule.facts) {
      const key = Object.hasOwn(input, `${rule.id}.${name}`) ? `${rule.id}.${name}` : name
      if (!Object.hasOwn(input, key)) continue
      if (asked.has(rule.id)) used.add(key)
      const read = readFacts(rule, { [name]: (input as Record<string, unknown>)[key] })
      if (read.ok) {
        accepted.add(key)
        Object.assign(own, read.facts)
      } else refused.set(key, [...(refused.get(key) ?? []), { ...read.refusals[0]!, fact: key }])
    }
    facts.set(rule.id, own)
  }
  const refusals = [...refused].filter(([key]) => !accepted.has(key)).flatMap(([, each]) => withoutRepeats(each))
  if (refusals.length > 0) return { ok: false, refusals }
  const ignored = Object.keys(input).filter((key) => !used.has(key))
  return { ok: true, given: (rule) => facts.get(rule.id) ?? {}, ignored }
}

/** Rules that share a fact refuse it in the same words; those that know it by different words each say theirs. */
const withoutRepeats = (refusals: readonly FactRefusal[]): readonly FactRefusal[] => [
  ...new Map(refusals.map((each) => [each.message, each])).values(),
]

/** Says what a file of facts should be, in the words of the rulebook. */
function readNothing(): ReadAll {
  const read = readFacts(listRules({ subject: 'facility' })[0]!, null)
  return { ok: false, refusals: read.ok ? [] : read.refusals }
}
