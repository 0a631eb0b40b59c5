/**
 * The second reading, first half: conditions and quantities as SQL expressions. SQL's own NULL is "unknown"; a fact known to be none has a
 * value of its own (`''`, `-1`, `'{}'`, `'infinity'`), because the two must not be mixed up. Parameters are literals: they are resolved here, once.
 */
import { type Day, isDay } from '../../platform/clock/day.ts'
import { factsIn, membersOf } from './conditions.ts'
import { type Context, districtOf, NATION } from './context.ts'
import type { Comparison, Condition, Fact, Quantity, Rule } from './expression.ts'
import { daysOf, fenOfYuan, lastBirthday } from './quantities.ts'
import { and, date, isNull, not, or, text, texts, threeWays, UNKNOWN } from './sql-text.ts'

/** Column (or expression) of the relation for each fact; the default is the fact's name in snake case. */
export type Columns = Readonly<Record<string, string>>

const NONE: Readonly<Record<Fact['type'], string>> = {
  boolean: 'false',
  integer: '-1',
  number: '-1',
  fen: '-1',
  day: "date 'infinity'",
  choice: "''",
  tags: "'{}'",
  division: "''",
}

export const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Turns the parts of one rule into SQL for one day and place. */
export class Terms {
  readonly #facts: ReadonlyMap<string, Fact>
  readonly #context: Context
  readonly #columns: Columns

  constructor(rule: Rule, context: Context, columns: Columns) {
    this.#facts = new Map(rule.facts.map((fact) => [fact.name, fact]))
    this.#context = context
    this.#columns = columns
  }

  column(name: string): string {
    return this.#columns[name] ?? snake(name)
  }

  condition(of: Condition): string {
    switch (of.op) {
      case 'all':
        return and(...of.of.map((each) => this.condition(each)))
      case 'any':
        return or(...of.of.map((each) => this.condition(each)))
      case 'not':
        return not(this.condition(of.of))
      case 'kind':
        return this.condition(of.of)
      case 'yes':
        return this.column(of.fact)
      case 'some':
        return `${this.column(of.fact)} > 0`
      case 'present':
        return `${this.column(of.fact)} <> ${this.#none(of.fact)}`
      case 'oneOf':
      case 'hasAny':
        return this.#membership(of)
      case 'compare':
        return this.#compare(of.how, of.left, of.right)
      case 'shareAtLeast': {
        const share = this.constant({ op: 'parameter', parameter: of.share })
        return share === null ? UNKNOWN : `(${this.#count(of.part)}) * 100 >= ${share} * (${this.#count(of.whole)})`
      }
      case 'setting': {
        const { value } = this.#context.parameter(of.parameter)
        return value === null ? UNKNOWN : String(String(value) === of.is)
      }
      case 'within':
        return this.#within(of.fact)
    }
  }

  /** SQL for "unknown, and an unset parameter is among the reasons"; `false` where no parameter is open. */
  blame(of: Condition): string {
    switch (of.op) {
      case 'all':
      case 'any':
        return and(isNull(this.condition(of)), or(...of.of.map((each) => this.blame(each))))
      case 'not':
      case 'kind':
        return this.blame(of.of)
      case 'setting':
        return this.condition(of) === UNKNOWN ? 'true' : 'false'
      case 'shareAtLeast':
        return this.condition(of) === UNKNOWN ? 'true' : 'false'
      case 'oneOf':
      case 'hasAny':
        return membersOf(of.among, this.#context)
          ? 'false'
          : `${this.column(of.fact)} is distinct from ${this.#none(of.fact)}`
      case 'compare':
        return and(isNull(this.condition(of)), or(this.blameQuantity(of.left), this.blameQuantity(of.right)))
      default:
        return 'false'
    }
  }

  blameQuantity(of: Quantity): string {
    switch (of.op) {
      case 'parameter':
      case 'yuan':
        return this.constant(of) === null ? 'true' : 'false'
      case 'age':
      case 'moment':
        return daysOf(of.at, this.#context).missing.length > 0 ? 'true' : 'false'
      case 'times':
        return or(this.blameQuantity(of.rate), this.blameQuantity(of.count))
      case 'percent':
        return or(this.blameQuantity(of.share), this.blameQuantity(of.whole))
      case 'lastDayOfYears':
        return or(this.blameQuantity(of.start), this.blameQuantity(of.years))
      case 'choose': {
        const [first, ...cases] = of.cases
        if (!first) return this.blameQuantity(of.otherwise)
        const rest: Quantity = { ...of, cases }
        const open = and(
          isNull(this.quantity(of)),
          or(this.blame(first.when), this.blameQuantity(first.gives), this.blameQuantity(rest)),
        )
        return threeWays(this.condition(first.when), this.blameQuantity(first.gives), this.blameQuantity(rest), open)
      }
      default:
        return 'false'
    }
  }

  /** A figure that is the same for every row: a number or a day, `null` when it is not set, undefined when it needs the row. */
  constant(of: Quantity): number | Day | null | undefined {
    if (of.op === 'parameter' || of.op === 'yuan') {
      const { value } = this.#context.parameter(of.parameter)
      if (typeof value === 'number') return of.op === 'yuan' ? fenOfYuan(value) : value
      return isDay(value) ? value : null
    }
    if (of.op !== 'moment') return undefined
    const { days } = daysOf(of.at, this.#context)
    return days.length === 1 ? days[0]! : null
  }

  /** `certain`: every fact it looks at is known in the rows it is asked for, so that no branch needs to look for NULL. */
  quantity(of: Quantity, certain = false): string {
    const constant = this.constant(of)
    if (constant !== undefined)
      return constant === null ? 'null' : typeof constant === 'number' ? String(constant) : date(constant)
    switch (of.op) {
      case 'fact':
        return this.#facts.get(of.fact)?.type === 'day' ? this.column(of.fact) : this.#count(of.fact)
      case 'times':
        return this.#product(this.quantity(of.rate, certain), this.quantity(of.count, certain))
      case 'percent': {
        const share = this.quantity(of.share)
        const whole = this.quantity(of.whole)
        if (share === 'null' || whole === 'null') return 'null'
        return Number.isInteger(Number(share))
          ? `((${whole}) * ${share} + 50) / 100`
          : `round((${whole}) * ${share} / 100.0)::bigint`
      }
      case 'lastDayOfYears':
        return this.#lastDay(this.quantity(of.start), this.quantity(of.years))
      case 'choose':
        return this.#choose(of, certain)
      default:
        throw new Error('an age stands in a comparison only')
    }
  }

  /** Facts that are certainly known where a condition is true: their NULLs need no second look. */
  knownWhenTrue(of: Condition): ReadonlySet<string> {
    if (of.op === 'all') return new Set(of.of.flatMap((each) => [...this.knownWhenTrue(each)]))
    if (of.op === 'any') {
      const [first, ...rest] = of.of.map((each) => this.knownWhenTrue(each))
      return new Set([...(first ?? [])].filter((name) => rest.every((each) => each.has(name))))
    }
    return of.op === 'not' ? new Set() : new Set(factsIn(of))
  }

  #none(name: string): string {
    return NONE[this.#facts.get(name)?.type ?? 'choice']
  }

  #canBeNone(name: string): boolean {
    const spec = this.#facts.get(name)
    return spec !== undefined && !spec.always
  }

  /** An event left out has not happened: its NULL is "none", never "unknown". */
  #eventual(name: string): boolean {
    return this.#facts.get(name)?.leftOut === 'none'
  }

  #count(name: string): string {
    const spec = this.#facts.get(name)
    const wide = spec?.type === 'number' ? this.column(name) : `${this.column(name)}::bigint`
    return this.#canBeNone(name) ? `case when ${this.column(name)} < 0 then 0 else ${wide} end` : wide
  }

  #product(rate: string, count: string): string {
    return rate === 'null' || count === 'null' ? 'null' : `${rate} * (${count})`
  }

  #membership(of: Extract<Condition, { op: 'oneOf' | 'hasAny' }>): string {
    const column = this.column(of.fact)
    const among = membersOf(of.among, this.#context)
    if (!among) return `case when ${column} = ${this.#none(of.fact)} then false end`
    if (among.length === 0) return `case when ${column} is not null then false end`
    if (this.#facts.get(of.fact)?.type === 'tags') return `${column} && ${texts(among)}`
    if (this.#facts.get(of.fact)?.type === 'integer') return `${column} in (${among.map(Number).join(', ')})`
    return among.length === 1 ? `${column} = ${text(among[0]!)}` : `${column} in (${among.map(text).join(', ')})`
  }

  #compare(how: Comparison, left: Quantity, right: Quantity): string {
    if (left.op === 'age') return this.#compareAge(how, left, right)
    if (right.op === 'moment') return this.#compareDays(how, left, daysOf(right.at, this.#context).days)
    const compared =
      this.constant(left) === null || this.constant(right) === null
        ? UNKNOWN
        : `${this.#bare(left)} ${how} ${this.#bare(right)}`
    return and(...this.#guards(how, left, right), compared)
  }

  /** Against a day, or against the two days between which an open setting decides. */
  #compareDays(how: Comparison, left: Quantity, days: readonly Day[]): string {
    const guards = this.#guards(how, left, { op: 'moment', at: 'on' })
    const each = [...new Set(days)].map((limit) => {
      const compared = `${this.#bare(left)} ${how} ${date(limit)}`
      const event = left.op === 'fact' && this.#eventual(left.fact)
      if (!event) return and(...guards, compared)
      // An event that has not been recorded is later than any day.
      return how === '>=' || how === '>'
        ? `(${this.column(left.fact)} is null or ${compared})`
        : `(${this.column(left.fact)} is not null and ${compared})`
    })
    if (each.length === 1) return each[0]!
    return `case when ${each.join(' and ')} then true when ${each.map((part) => `not ${part}`).join(' and ')} then false end`
  }

  /** A fact inside a comparison stands as it is; `#guards` keeps "none" from comparing to anything. */
  #bare(of: Quantity): string {
    return of.op === 'fact' ? this.column(of.fact) : this.quantity(of)
  }

  #guards(how: Comparison, left: Quantity, right: Quantity): string[] {
    const guards: string[] = []
    for (const [of, small] of [
      [left, how === '<' || how === '<='],
      [right, how === '>' || how === '>='],
    ] as const) {
      if (of.op !== 'fact' || !this.#canBeNone(of.fact)) continue
      const isDay = this.#facts.get(of.fact)?.type === 'day'
      if (isDay && !small) guards.push(`${this.column(of.fact)} < ${this.#none(of.fact)}`)
      else if (!isDay && small) guards.push(`${this.column(of.fact)} >= 0`)
    }
    return guards
  }

  /** An age is compared by the last day of birth that has reached it: a comparison of dates, which an index can serve. */
  #compareAge(how: Comparison, left: Extract<Quantity, { op: 'age' }>, right: Quantity): string {
    const years = this.constant(right)
    if (typeof years !== 'number') return UNKNOWN
    const born = this.column(left.born)
    const reached = how === '>=' || how === '<' ? years : years + 1
    const { days } = daysOf(left.at, this.#context)
    const first = date(lastBirthday(days[0]!, reached))
    const last = date(lastBirthday(days.at(-1)!, reached))
    const negative = how === '<' || how === '<='
    if (days.length === 1) return `${born} ${negative ? '>' : '<='} ${first}`
    return `case when ${born} <= ${first} then ${!negative} when ${born} > ${last} then ${negative} end`
  }

  #within(fact: string): string {
    const place = districtOf(this.#context)
    const column = this.column(fact)
    if (place === NATION) return `case when ${column} is not null then ${column} <> '' end`
    const { keys, prefixes } = this.#context.places.extent(place, this.#context.on)
    const lengths = [...new Set(prefixes.map((each) => each.length))]
    const parts = lengths.map((length) => {
      const same = prefixes.filter((each) => each.length === length)
      return same.length === 1
        ? `left(${column}, ${length}) = ${text(same[0]!)}`
        : `left(${column}, ${length}) in (${same.map(text).join(', ')})`
    })
    return or(...parts, ...keys.map((key) => `${column} = ${text(key)}`))
  }

  #lastDay(start: string, years: string): string {
    // PostgreSQL takes 29 February to 28 February where the year has none; here the period then ends on that day, not the day before.
    const end = `(${start} + interval '1 year' * ${years})::date`
    return `(${end} - (extract(day from ${end}) = extract(day from ${start}))::int)`
  }

  #choose(of: Extract<Quantity, { op: 'choose' }>, certain: boolean): string {
    const [first, ...cases] = of.cases
    if (!first) return this.quantity(of.otherwise)
    const amounts = [...of.cases.map((each) => this.quantity(each.gives)), this.quantity(of.otherwise)]
    const same = amounts.every((each) => each === amounts[0] && /^\d+$/.test(each))
    if (same) return amounts[0]!
    const facts = new Set(of.cases.flatMap((each) => factsIn(each.when)))
    const whens = of.cases.map((each) => this.condition(each.when))
    if ((certain || facts.size === 1) && !whens.some((when) => when === UNKNOWN || when.includes('case when'))) {
      const column = this.column([...facts][0] === 'age' ? 'birthDate' : [...facts][0]!)
      const ways = of.cases.map((each, i) => `when ${whens[i]} then ${this.quantity(each.gives)}`)
      const last = certain ? 'else' : `when ${column} is not null then`
      return `case ${ways.join(' ')} ${last} ${this.quantity(of.otherwise)} end`
    }
    const then = this.quantity(first.gives)
    const rest = this.quantity({ ...of, cases })
    const agreed =
      then === 'null' || rest === 'null'
        ? 'null'
        : then === rest
          ? then
          : /^\d+$/.test(then) && /^\d+$/.test(rest)
            ? 'null'
            : `case when ${then} = ${rest} then ${then} end`
    return threeWays(whens[0]!, then, rest, agreed)
  }
}
