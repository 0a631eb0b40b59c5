/** Generated cases for the property tests: every fact of a rule, unknown, known to be none, or a value near a boundary. */
import fc from 'fast-check'
import type { Answers, ColumnProgram, Fact, FactColumns, Facts, FactValue, Rule } from '../engines/rulebook/index.ts'
import { encode, NEVER, newColumn, snake } from '../engines/rulebook/index.ts'
import { type Day, day } from '../platform/clock/day.ts'
import { parameters } from './catalogue.ts'
import type { Setting } from './settings.ts'

const DAYS = [
  '2017-10-23',
  '2017-10-24',
  '2019-12-29',
  '2019-12-30',
  '2020-05-31',
  '2020-06-01',
  '2021-01-29',
  '2021-12-30',
  '2022-02-21',
  '2022-10-01',
  '2024-02-29',
  '2025-11-05',
  '2025-11-06',
  '2025-12-31',
  '2026-01-01',
  '2026-02-28',
  '2026-03-01',
  '2026-11-01',
  '2026-11-30',
  '2028-02-29',
].map(day)
const DIVISIONS = [
  '500113',
  '500113001',
  '500113001001',
  '500103',
  '500112',
  '500112002',
  '500112133',
  '500109008',
  '500000',
  'liangjiang',
  '110000',
]
const NUMBERS = [
  0, 1, 2, 4.99, 5, 5.01, 19, 20, 21, 49, 50, 51, 99, 100, 299.99, 300, 300.01, 999, 1000, 1000.5, 49_999, 50_000,
  50_001, 30_000_000, 29_999_999, 30_000_001, 333, 12_345_678,
]
const BIRTHS = [
  '1924-02-29',
  '1926-11-30',
  '1926-12-01',
  '1936-03-01',
  '1944-02-29',
  '1946-01-31',
  '1946-02-28',
  '1946-10-31',
  '1946-11-01',
  '1946-11-30',
  '1946-12-01',
  '1948-02-29',
  '1960-03-01',
  '1966-11-30',
  '1966-12-01',
  '1966-02-28',
  '1990-05-05',
]
const EVENTS = [
  '1998-08-31',
  '1998-09-01',
  '2015-02-28',
  '2016-02-29',
  '2019-03-01',
  '2020-02-29',
  '2020-06-01',
  '2021-11-02',
  '2025-10-31',
  '2026-10-31',
  '2026-11-01',
  '2026-11-15',
  '2026-11-30',
  '2026-12-01',
  '2027-01-01',
]

const KEYS = ['500113', '500113001001', '500112133', '500112002001', '500109', '500109001', '510100', 'liangjiang']

/** Twelve in a hundred unknown, some known to be none, the rest a value. */
function knownOrNot(fact: Fact): fc.Arbitrary<FactValue | undefined> {
  const some = plainValue(fact)
  const none: fc.Arbitrary<FactValue> = fc.constant(fact.type === 'tags' ? [] : null)
  return fc.oneof(
    { weight: 8, arbitrary: some },
    { weight: 1, arbitrary: fact.always ? some : none },
    { weight: 2, arbitrary: fc.constant(undefined) },
  )
}

function plainValue(fact: Fact): fc.Arbitrary<FactValue> {
  switch (fact.type) {
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fact.max === undefined
        ? fc.oneof(fc.constantFrom(...NUMBERS.filter(Number.isInteger)), fc.nat(200))
        : fc.integer({ min: fact.min ?? 0, max: fact.max })
    case 'number':
      return fc.constantFrom(...NUMBERS.filter((each) => each <= (fact.max ?? 1e9)))
    case 'fen':
      return fc.oneof(fc.constantFrom(...NUMBERS.filter(Number.isInteger)), fc.nat(100_000_000))
    case 'day':
      return fc.constantFrom(...(fact.name === 'birthDate' ? BIRTHS : EVENTS))
    case 'division':
      return fc.constantFrom(...KEYS)
    case 'choice':
      return fc.constantFrom(...Object.keys(fact.values ?? {}))
    case 'tags':
      return fc.subarray(Object.keys(fact.values ?? {}), { maxLength: 3 })
  }
}

const BIRTH: Fact = { name: 'birthDate', type: 'day', label: '', always: true }

/** The facts that the SQL reading has columns for: an age is read from a day of birth there. */
export const columnsOf = (rule: Rule): readonly Fact[] => {
  const plain = rule.facts.filter((fact) => fact.name !== 'age' && fact.name !== 'birthDate')
  return rule.facts.some((fact) => fact.name === 'age') ? [BIRTH, ...plain] : plain
}

export function casesOf(rule: Rule, count: number): fc.Arbitrary<Facts[]> {
  const one = fc.record(Object.fromEntries(columnsOf(rule).map((fact) => [fact.name, knownOrNot(fact)])))
  return fc.array(
    one.map((facts) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Facts),
    { minLength: count, maxLength: count },
  )
}

/** Keys that a column of divisions may hold in these tests: those that `plainValue` gives. */
export const DICTIONARIES: Readonly<Record<string, readonly string[]>> = { householdDivision: KEYS }

/** The cases as columns of a program. */
export function columnsFrom(program: ColumnProgram, cases: readonly Facts[]): FactColumns {
  return Object.fromEntries(
    [...program.columns].map(([name, encoding]) => {
      const column = newColumn(encoding, cases.length)
      for (const [row, facts] of cases.entries()) column[row] = encode(encoding, facts[name])
      return [name, column]
    }),
  )
}

/** One row's answer from the columns. */
export function readAnswer(program: ColumnProgram, question: number, { codes, amounts }: Answers, row: number) {
  const { applies, outcome, reason, amountFen } = program.verdicts(question)[codes[row]!]!
  return { applies, amount_fen: amountFen === 'row' ? amounts[row]! : amountFen, outcome, reason }
}

/** Days and places where a rule's answer may change, and settings of which some are open. */
export const surroundings = (): fc.Arbitrary<{ on: Day; division: string; settings: Setting[] }> =>
  fc.record({
    on: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...DAYS) },
      { weight: 2, arbitrary: fc.constant(day('2026-11-15')) },
    ),
    division: fc.oneof(fc.constantFrom(...DIVISIONS), fc.constant('500113')),
    settings: someSettings(),
  })

function someSettings(): fc.Arbitrary<Setting[]> {
  const open = parameters.filter((row) => row.origin === 'open')
  const each = open.map((row) => {
    const { type, choices = [], min = 0 } = row.accepts!
    const value: fc.Arbitrary<Setting['value']> =
      type === 'boolean'
        ? fc.boolean()
        : type === 'choice'
          ? fc.constantFrom(...choices)
          : type === 'set'
            ? fc.subarray([...choices])
            : type === 'yuan'
              ? fc.constantFrom(50, 50.05, 100, 200)
              : fc.constantFrom(Math.max(min, 70), 80)
    return fc.tuple(fc.integer({ min: 0, max: 9 }), value).map(([dice, chosen]): Setting | undefined =>
      dice === 0
        ? undefined
        : {
            parameter: row.id,
            division: dice < 6 ? '500113' : '500000',
            value: chosen,
            from: day('2017-01-01'),
            signedBy: ['a', 'b'],
            example: true,
          },
    )
  })
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(...each).map((settings) => settings.filter((setting) => setting !== undefined)) },
    { weight: 1, arbitrary: fc.constant<Setting[]>([]) },
  )
}

const SQL_TYPES: Readonly<Record<Fact['type'], string>> = {
  boolean: 'boolean',
  integer: 'integer',
  number: 'numeric',
  fen: 'bigint',
  day: 'date',
  choice: 'text',
  tags: 'text[]',
  division: 'text',
}
const SQL_NONE: Readonly<Record<Fact['type'], unknown>> = {
  boolean: false,
  integer: -1,
  number: -1,
  fen: -1,
  day: 'infinity',
  choice: '',
  tags: [],
  division: '',
}

/** Column definitions of a relation of cases, in the order of `columnsOf`. */
export const columnList = (rule: Rule): string =>
  ['i integer', ...columnsOf(rule).map((fact) => `${snake(fact.name)} ${SQL_TYPES[fact.type]}`)].join(', ')

/** One case as a row: NULL for unknown, the type's own value for known to be none. */
export function rowOf(rule: Rule, facts: Facts, i: number): Record<string, unknown> {
  const row: Record<string, unknown> = { i }
  for (const fact of columnsOf(rule)) {
    const value = facts[fact.name]
    row[snake(fact.name)] =
      value === undefined || (fact.leftOut && (value === null || value === NEVER))
        ? null
        : value === null
          ? SQL_NONE[fact.type]
          : value
  }
  return row
}
