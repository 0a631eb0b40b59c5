/**
 * P02 我能享受什么: six answers without a name, three groups of benefits. The same rules decide here, at the counter and in the monthly
 * run. 不清楚 is a fact left out, and never counts as 不符合. What a picture shows is no assessment, so what rests on it stays to be confirmed.
 */
import {
  type Context,
  evaluate,
  type Facts,
  type FactValue,
  type Rule,
  type RuleAnswer,
} from '../engines/rulebook/index.ts'
import { addYears, ageOn, type Day, dayOf, daysInMonth } from '../platform/clock/day.ts'
import { showYuan } from '../platform/money/fen.ts'
import { findParameter, sayClause } from './catalogue.ts'
import { ruleContext } from './resolve.ts'
import { listRules } from './rule-list.ts'
import type { Settings } from './settings.ts'
import type { Verifications } from './verified.ts'

export type Answers = {
  /** Key of the district, or of a place in it. */
  readonly division: string
  readonly placeName?: string
  readonly birth: { readonly year: number; readonly month: number } | 'unknown'
  readonly household: 'here' | 'elsewhere' | 'unknown'
  readonly family: 'extreme' | 'subsistence' | 'lowIncome' | 'other' | 'unknown'
  /** The five pictures, from "manages alone" to "in bed, needs all help". */
  readonly selfCare: 'able' | 'littleHelp' | 'someHelp' | 'muchHelp' | 'fullHelp' | 'unknown'
  readonly livesWith: 'alone' | 'spouse' | 'children' | 'institution' | 'unknown'
  /** Asked only where it matters. */
  readonly medicalInsurance?: 'employee' | 'resident' | 'unknown'
}

export type Benefit = {
  readonly rule: string
  readonly title: string
  readonly form: Rule['form']
  /** `每月 100.00 元（示例）`, `以巴南区公布为准`; null for a service without an amount. */
  readonly amount: string | null
  readonly clause: string
  /** The day to which the text itself proves the rule. */
  readonly lastVerified: Day | null
  /** Why not, or what is still to be confirmed, in words. */
  readonly because: string | null
  readonly confirm: readonly string[]
  /** `如果……就会变成……`. */
  readonly change: string | null
  readonly conditions: readonly string[]
  readonly route: string
  readonly link?: { readonly label: string; readonly url: string }
}

export type Receivable = {
  readonly now: readonly Benefit[]
  readonly confirmOne: readonly Benefit[]
  readonly notNow: readonly Benefit[]
}

const LEVELS = {
  able: 'none',
  littleHelp: 'mild',
  someHelp: 'moderate',
  muchHelp: 'severe',
  fullHelp: 'total',
} as const
const HOMES = {
  alone: ['alone'],
  spouse: ['emptyNest'],
  children: ['withFamily'],
  institution: ['institution'],
} as const
const NOT_SHOWN = ['special-difficulty']
const ROUTE = '也可拨打 12345，或到户籍地、居住地的乡镇（街道）便民服务中心办理，村（社区）可代办。'
const BIRTHDAY = '出生日期（具体到日）'
const ASSESSMENT = '能力评估等级（由评估人员上门评定）'

/** `on` is today; settings are those of the district. Throws nothing: a birth that lies after today is simply too young. */
export function whatCanIReceive(
  answers: Answers,
  { on, settings = [], verifications = [] }: { on: Day; settings?: Settings; verifications?: Verifications },
): Receivable {
  const groups: { now: Benefit[]; confirmOne: Benefit[]; notNow: Benefit[] } = { now: [], confirmOne: [], notNow: [] }
  const check = new Check(answers, on, settings, verifications)
  for (const rule of listRules({ subject: 'person', on, division: answers.division })) {
    if (NOT_SHOWN.includes(rule.id)) continue
    const { group, benefit } = check.place(rule)
    groups[group].push(benefit)
  }
  return groups
}

type Group = keyof Receivable
type Standing = { readonly group: Group; readonly answer: RuleAnswer; readonly confirm: readonly string[] }

class Check {
  readonly #answers: Answers
  readonly #on: Day
  readonly #context: Context

  constructor(answers: Answers, on: Day, settings: Settings, verifications: Verifications) {
    this.#answers = answers
    this.#on = on
    this.#context = ruleContext({ on, division: answers.division, settings, verifications })
  }

  place(rule: Rule): { group: Group; benefit: Benefit } {
    const standing = this.#standing(rule, this.#answers)
    const { group, answer, confirm } = standing
    const benefit: Benefit = {
      rule: rule.id,
      title: rule.title,
      form: rule.form,
      amount: this.#amount(rule, answer),
      clause: rule.clauses[0] ? sayClause(rule.clauses[0]) : '',
      lastVerified: answer.lastVerified,
      because:
        group === 'notNow'
          ? `没有满足：${answer.because ?? answer.says}`
          : group === 'confirmOne'
            ? `还需确认：${confirm.join('、')}`
            : null,
      confirm,
      change: group === 'now' ? null : this.#change(rule),
      conditions: rule.conditions,
      route: rule.link ? `${rule.link.label}；${ROUTE}` : ROUTE,
      ...(rule.link ? { link: rule.link } : {}),
    }
    return { group, benefit }
  }

  #standing(rule: Rule, answers: Answers): Standing {
    const told = this.#facts(answers)
    const answer = this.#evaluate(rule, told)
    const { careDependency, ...certain } = told
    const proven = careDependency === undefined ? answer : this.#evaluate(rule, certain)
    if (answer.applies === false) {
      // "Manages alone" on a picture does not replace an assessment, but it is no reason to send someone to the counter either.
      return { group: 'notNow', answer, confirm: [] }
    }
    const confirm = this.#toConfirm(rule, answer)
    if (confirm.length === 0 && proven.missing.includes('careDependency'))
      return { group: 'confirmOne', answer, confirm: [ASSESSMENT] }
    if (answer.outcome === 'verify') return { group: 'confirmOne', answer, confirm: [answer.askWhom ?? answer.says] }
    return { group: confirm.length === 0 ? 'now' : 'confirmOne', answer, confirm }
  }

  /** What is still open, in words. An amount that the district publishes itself keeps nobody from applying. */
  #toConfirm(rule: Rule, answer: RuleAnswer): string[] {
    return answer.missing.flatMap((name) => {
      if (name === 'birthDate' || name === 'age') return [BIRTHDAY]
      if (name === 'careDependency') return [ASSESSMENT]
      if (!name.startsWith('parameter:')) return [rule.facts.find((fact) => fact.name === name)?.label ?? name]
      const parameter = findParameter(name.slice('parameter:'.length))
      return parameter?.accepts?.type === 'yuan' ? [] : [`${parameter?.name_zh ?? name}（${this.#asPublished()}）`]
    })
  }

  #asPublished(): string {
    return `以${this.#answers.placeName ?? '所在区县'}公布为准`
  }

  #amount(rule: Rule, answer: RuleAnswer): string | null {
    if (rule.form !== 'money' && rule.form !== 'voucher') return null
    if (answer.amountFen === null) return this.#asPublished()
    const lead = rule.form === 'voucher' ? '电子消费券，每月最多' : '每月'
    return `${lead} ${showYuan(answer.amountFen)}${answer.example ? '（示例）' : ''}`
  }

  /** Both ends of the month of birth: where they differ, the day itself is asked. */
  #evaluate(rule: Rule, facts: Facts): RuleAnswer {
    const first = evaluate(rule, facts, this.#context)
    const { birth } = this.#answers
    if (birth === 'unknown' || typeof facts.birthDate !== 'string') return first
    const [year, month] = [Number(facts.birthDate.slice(0, 4)), Number(facts.birthDate.slice(5, 7))]
    const last = evaluate(rule, { ...facts, birthDate: dayOf(year, month, daysInMonth(year, month)) }, this.#context)
    if (last.outcome === first.outcome && last.amountFen === first.amountFen) return first
    return {
      ...first,
      applies: null,
      outcome: 'undetermined',
      amountFen: null,
      missing: [...new Set([...first.missing, ...last.missing, 'birthDate'])],
    }
  }

  #facts(answers: Answers): Record<string, FactValue> {
    const { birth, household, family, selfCare, livesWith, medicalInsurance } = answers
    return {
      ...(birth === 'unknown' ? {} : { birthDate: dayOf(birth.year, birth.month, 1) }),
      ...(household === 'unknown' ? {} : { householdDivision: household === 'here' ? answers.division : 'elsewhere' }),
      ...(family === 'unknown' ? {} : { hardship: family === 'other' ? [] : [family] }),
      ...(selfCare === 'unknown' ? {} : { careDependency: LEVELS[selfCare] }),
      ...(livesWith === 'unknown' ? {} : { livingArrangement: HOMES[livesWith] }),
      ...(medicalInsurance === undefined || medicalInsurance === 'unknown' ? {} : { medicalInsurance }),
    }
  }

  /** The one answer that, being different, would bring the benefit nearest. */
  #change(rule: Rule): string | null {
    const held = this.#standing(rule, this.#answers).group
    for (const [says, answers] of this.#alternatives()) {
      const { group } = this.#standing(rule, answers)
      if (group === 'now') return `如果${says}，就会变成“现在可以办”。`
      if (group === 'confirmOne' && held === 'notNow') return `如果${says}，就会变成“再确认一项就能办”。`
    }
    return null
  }

  *#alternatives(): Generator<[string, Answers]> {
    const given = this.#answers
    if (given.birth !== 'unknown') {
      const born = dayOf(given.birth.year, given.birth.month, 1)
      const age = ageOn(this.#on, born)
      for (const years of [60, 65, 80, 90, 100]) {
        if (age >= years) continue
        const when = addYears(born, years)
        const earlier = { year: given.birth.year - (years - age) - 1, month: given.birth.month }
        yield [`年满 ${years} 周岁（${when.slice(0, 4)}年${Number(when.slice(5, 7))}月）`, { ...given, birth: earlier }]
      }
    }
    if (given.selfCare === 'able' || given.selfCare === 'littleHelp')
      yield ['能力评估为中度失能或更重', { ...given, selfCare: 'someHelp' }]
    if (given.family !== 'extreme') yield ['认定为低保对象', { ...given, family: 'subsistence' }]
    if (given.family !== 'extreme') yield ['认定为特困人员', { ...given, family: 'extreme' }]
    if (given.household === 'elsewhere') yield ['户籍迁入本区县', { ...given, household: 'here' }]
    if (given.livesWith === 'children') yield ['改为独自居住', { ...given, livesWith: 'alone' }]
    if (given.medicalInsurance === 'resident') yield ['参加职工医保', { ...given, medicalInsurance: 'employee' }]
  }
}
