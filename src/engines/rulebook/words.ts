/** The same expression in Chinese: one phrase for each node, used by the trace and by the rendered rule. */

import { showYuan } from '../../platform/money/fen.ts'
import type { Context, ParameterInForce, ParameterValue } from './context.ts'
import type { Comparison, Condition, Fact, Members, Moment, NamedMoment, Quantity, Rule } from './expression.ts'
import { NEVER } from './facts.ts'

const COMPARISONS: Readonly<Record<Comparison, string>> = { '>=': '不少于', '<=': '不超过', '<': '早于', '>': '超过' }

const MOMENTS: Readonly<Record<NamedMoment, string>> = {
  on: '当日',
  monthStart: '当月首日',
  monthEnd: '当月末日',
  beforeMonth: '上月末日',
  nextMonthStart: '次月首日',
}

const UNITS: Readonly<Record<string, string>> = { m2: '平方米', 'm2/人': '平方米/人' }

/** A value as the public reads it: `10,000 元/张`, `是`, `中度失能、重度失能`. */
export function sayValue(parameter: ParameterInForce): string {
  const { value, unit, words } = parameter
  if (value === null) return parameter.inForce ? '尚未设定' : '此时此地未施行'
  const mark = parameter.example ? '（示例）' : ''
  return `${sayPlain(value, words)}${unit ? ` ${UNITS[unit] ?? unit}` : ''}${mark}`
}

/** `12,345.5`; the language's own formatter takes a hundred times as long. */
function grouped(value: number): string {
  const [whole = '', part] = String(value).split('.')
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${part ? `.${part}` : ''}`
}

export function sayPlain(value: ParameterValue, words: Readonly<Record<string, string>> = {}): string {
  if (value === null) return '无'
  if (typeof value === 'boolean') return words[String(value)] ?? (value ? '是' : '否')
  if (typeof value === 'number') return grouped(value)
  if (typeof value === 'string') return words[value] ?? value
  return value.length === 0 ? '（空）' : value.map((each) => words[each] ?? each).join('、')
}

const isSingle = (among: Members): boolean => !('parameter' in among) && among.length === 1

/** Phrases for the parts of one rule, as they stand on a day in a place. */
export class Words {
  readonly #facts: ReadonlyMap<string, Fact>
  readonly #context: Context

  constructor(rule: Rule, context: Context) {
    this.#facts = new Map(rule.facts.map((fact) => [fact.name, fact]))
    this.#context = context
  }

  label(name: string): string {
    return this.#facts.get(name)?.label ?? name
  }

  /** `中度失能`, `60 张`, `无残疾证`: a fact's value in words. */
  fact(name: string, value: unknown): string {
    const spec = this.#facts.get(name)
    if (value === undefined) return '未知'
    if (value === null || value === NEVER || (Array.isArray(value) && value.length === 0)) return spec?.none ?? '无'
    if (spec?.type === 'fen' && typeof value === 'number') return showYuan(value)
    return `${sayPlain(value as ParameterValue, spec?.values)}${spec?.unit ? ` ${spec.unit}` : ''}`
  }

  members(fact: string, among: Members): string {
    const words = this.#facts.get(fact)?.values
    if ('parameter' in among) {
      const parameter = this.#context.parameter(among.parameter)
      return parameter.value === null
        ? `“${parameter.label}”（${sayValue(parameter)}）`
        : `${sayPlain(parameter.value, { ...words, ...parameter.words })}${parameter.example ? '（示例）' : ''}`
    }
    return among.map((each) => words?.[each] ?? each).join('、')
  }

  moment(at: Moment): string {
    if (typeof at === 'string') return MOMENTS[at]
    const parameter = this.#context.parameter(at.settled)
    const settled = at.ways[String(parameter.value)]
    return settled
      ? `${MOMENTS[settled]}（${parameter.label}：${sayValue(parameter)}）`
      : `${Object.values(at.ways)
          .map((way) => MOMENTS[way])
          .join('或')}（${parameter.label}：${sayValue(parameter)}）`
  }

  quantity(of: Quantity): string {
    switch (of.op) {
      case 'fact':
        return this.label(of.fact)
      case 'parameter':
      case 'yuan': {
        const parameter = this.#context.parameter(of.parameter)
        return parameter.value === null ? `“${parameter.label}”（${sayValue(parameter)}）` : sayValue(parameter)
      }
      case 'age':
        return `${this.moment(of.at)}的周岁年龄`
      case 'moment':
        return this.moment(of.at)
      case 'times':
        return `${this.quantity(of.rate)} × ${this.quantity(of.count)}`
      case 'percent':
        return `${this.quantity(of.whole)}的 ${this.quantity(of.share)}（四舍五入到分）`
      case 'lastDayOfYears':
        return `自${this.quantity(of.start)}起 ${this.quantity(of.years)}的最后一日`
      case 'choose':
        return `［${of.cases.map((each) => `${this.condition(each.when)}的，${this.quantity(each.gives)}`).join('；')}；其余 ${this.quantity(of.otherwise)}］`
    }
  }

  condition(of: Condition): string {
    switch (of.op) {
      case 'all':
        return of.of.map((each) => this.#inner(each, 'any')).join('，且')
      case 'any':
        return of.of.map((each) => this.#inner(each, 'all')).join('，或者')
      case 'not':
        return of.of.op === 'yes' ? `${this.label(of.of.fact)}：否` : `不属于“${this.condition(of.of)}”`
      case 'yes':
        return `${this.label(of.fact)}：是`
      case 'present':
        return `有${this.label(of.fact)}`
      case 'some':
        return `${this.label(of.fact)}大于 0`
      case 'oneOf':
        return `${this.label(of.fact)}为${this.members(of.fact, of.among)}${isSingle(of.among) ? '' : '之一'}`
      case 'hasAny':
        return `${this.label(of.fact)}含${this.members(of.fact, of.among)}${isSingle(of.among) ? '' : '之一'}`
      case 'compare': {
        const isDay = of.left.op === 'moment' || this.#isDay(of.left)
        const how = isDay ? { '>=': '不早于', '<=': '不晚于', '<': '早于', '>': '晚于' }[of.how] : COMPARISONS[of.how]
        return `${this.quantity(of.left)}${how}${isDay ? '' : ' '}${this.quantity(of.right)}`
      }
      case 'shareAtLeast':
        return `${this.label(of.part)}占${this.label(of.whole)}的比例不低于 ${sayValue(this.#context.parameter(of.share))}`
      case 'setting': {
        const parameter = this.#context.parameter(of.parameter)
        return `${parameter.label}为“${parameter.words?.[of.is] ?? sayPlain(of.is)}”（现设定：${sayValue(parameter)}）`
      }
      case 'within':
        return `${this.label(of.fact)}在本区县`
      case 'kind':
        return `${of.label}（${this.condition(of.of)}）`
    }
  }

  #isDay(of: Quantity): boolean {
    return of.op === 'lastDayOfYears' || (of.op === 'fact' && this.#facts.get(of.fact)?.type === 'day')
  }

  #inner(of: Condition, other: 'all' | 'any'): string {
    const text = this.condition(of)
    return of.op === other && of.of.length > 1 ? `［${text}］` : text
  }
}
