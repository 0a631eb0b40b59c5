import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { day } from '../platform/clock/day.ts'
import { type TestDatabase, testDatabase } from '../platform/db/testing.ts'
import {
  all,
  type Context,
  compileColumns,
  compileSql,
  evaluate,
  type Facts,
  fact,
  listRules,
  parameter,
  percent,
  type Rule,
  renderRule,
  ruleContext,
  times,
  yes,
  yuan,
} from './index.ts'
import { casesOf, columnList, columnsFrom, DICTIONARIES, readAnswer, rowOf, surroundings } from './testing-cases.ts'

const CASES = 60
const RUNS = 8
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase(1)
})
afterAll(() => database.drop())

type Row = { applies: boolean | null; amount_fen: string | null; given: string | null; outcome: string; reason: string }

/** Facts that a register of persons has columns for. */
const REGISTER = new Set([
  'birthDate',
  'age',
  'householdDivision',
  'diedOn',
  'hardship',
  'livingArrangement',
  'careDependency',
  'disabilityGrade',
  'specialOneChildFamily',
])

/** The first reading in the words of the columns. */
function answerOf(rule: Rule, facts: Facts, context: Context) {
  const { applies, amountFen, outcome, reason } = evaluate(rule, facts, context)
  return { applies, amount_fen: amountFen, outcome, reason: reason === 'otherwise' ? 'notMet' : reason }
}

/** Two ways to the same outcome whose figures differ by row, and an amount whose branches differ by row: neither stands in a table. */
function tangledRule(): Rule {
  const base = listRules().find((rule) => rule.id === 'banan-construction-topup')!
  const rate = times(yuan('bn-bed-construction-subsidy'), fact('newBeds'))
  const half = percent(parameter('bn-nursery-rent-reduction'), fact('newBeds'))
  const received = yes('receivesCityConstructionSubsidy')
  return {
    ...base,
    decision: {
      when: received,
      gives: { outcome: 'granted', amount: rate },
      otherwise: {
        when: all({ op: 'present', fact: 'ownership' }),
        gives: {
          outcome: 'granted',
          amount: { op: 'choose', cases: [{ when: { op: 'some', fact: 'newBeds' }, gives: half }], otherwise: rate },
        },
        otherwise: { outcome: 'granted', amount: rate },
      },
    },
  }
}

describe('the readings of one expression agree', () => {
  it.each(listRules().map((rule) => [rule.id, rule] as const))('%s: evaluated and as SQL', async (_, rule) => {
    await fc.assert(
      fc.asyncProperty(surroundings(), casesOf(rule, CASES), async (around, cases) => {
        const context = ruleContext(around)
        const relation = `jsonb_to_recordset($1::jsonb) as f(${columnList(rule)})`
        const compiled = compileSql(rule, context)
        const given = `case when ${compiled.applies} then ${compiled.amountWhereApplies} end as given`
        const statement = `${compiled.select(relation, [given])}\n order by f.i`
        const rows = JSON.stringify(cases.map((facts, i) => rowOf(rule, facts, i)))
        const [head, tail] = statement.split('$1')
        const answered = await sql<Row>`${sql.raw(head!)}${rows}${sql.raw(tail!)}`.execute(database.db)
        const bySql = answered.rows.map((row) => ({
          ...row,
          amount_fen: row.amount_fen === null ? null : Number(row.amount_fen),
          given: row.given === null ? null : Number(row.given),
        }))
        const one = cases.map((facts) => {
          const { applies, amountFen, outcome, reason } = evaluate(rule, facts, context)
          return {
            applies,
            amount_fen: amountFen,
            given: applies ? amountFen : null,
            outcome,
            reason: reason === 'otherwise' ? 'notMet' : reason,
          }
        })
        expect(bySql).toEqual(one)
      }),
      { numRuns: RUNS, seed: 20261121 },
    )
  })

  it.each(listRules().map((rule) => [rule.id, rule] as const))('%s: evaluated and over columns', (_, rule) => {
    fc.assert(
      fc.property(surroundings(), casesOf(rule, CASES), (around, cases) => {
        const context = ruleContext(around)
        const program = compileColumns([{ rule, context }], DICTIONARIES)
        const columns = columnsFrom(program, cases)
        const answers = program.answersFor(0, cases.length)
        program.run(columns, cases.length, [answers])
        expect(cases.map((_, row) => readAnswer(program, 0, answers, row))).toEqual(
          cases.map((facts) => answerOf(rule, facts, context)),
        )
      }),
      { numRuns: RUNS, seed: 20261122 },
    )
  })

  it('counts at least ten thousand cases', () =>
    expect(listRules().length * CASES * RUNS).toBeGreaterThanOrEqual(10_000))

  it('answers several rules, on several days and in several places, in one loop over the same columns', () => {
    const persons = listRules({ subject: 'person' }).filter((rule) =>
      rule.facts.every((fact) => REGISTER.has(fact.name)),
    )
    const all: Rule = {
      ...persons[0]!,
      facts: [...new Map(persons.flatMap((rule) => rule.facts).map((fact) => [fact.name, fact])).values()],
    }
    expect(persons.length).toBeGreaterThan(4)
    fc.assert(
      fc.property(
        surroundings(),
        surroundings(),
        casesOf(all, 100),
        fc.shuffledSubarray([...persons], { minLength: 2, maxLength: 4 }),
        (a, b, cases, rules) => {
          const questions = [a, b].flatMap((around) =>
            rules.slice(0, 2).map((rule) => ({ rule, context: ruleContext(around) })),
          )
          const program = compileColumns(questions, DICTIONARIES)
          const columns = columnsFrom(program, cases)
          const answers = questions.map((_, at) => program.answersFor(at, cases.length))
          program.run(columns, cases.length, answers)
          const states = program.statesOf(columns, cases.length)
          for (const [at, { rule, context }] of questions.entries())
            for (const [row, facts] of cases.entries()) {
              const answer = answerOf(rule, facts, context)
              expect(readAnswer(program, at, answers[at]!, row)).toEqual(answer)
              expect(program.verdictOf(at, states[row]!)).toMatchObject({
                reason: answer.reason,
                amountFen: answer.amount_fen,
              })
            }
        },
      ),
      { numRuns: 40, seed: 5 },
    )
  })

  it('works out row by row what no table can hold', () => {
    const rule = tangledRule()
    const context = ruleContext({ on: day('2026-11-15'), division: '500113' })
    fc.assert(
      fc.property(casesOf(rule, 200), (cases) => {
        const program = compileColumns([{ rule, context }], DICTIONARIES)
        const answers = program.answersFor(0, cases.length)
        program.run(columnsFrom(program, cases), cases.length, [answers])
        expect(cases.map((_, row) => readAnswer(program, 0, answers, row))).toEqual(
          cases.map((facts) => answerOf(rule, facts, context)),
        )
      }),
      { numRuns: 20, seed: 6 },
    )
  })

  it('renders every rule on every day and in every place, with each parameter it rests on', () => {
    fc.assert(
      fc.property(fc.constantFrom(...listRules()), surroundings(), (rule, around) => {
        const rendered = renderRule(rule, ruleContext(around))
        const text = rendered.lines.join('\n')
        for (const parameter of rendered.parameters) expect(text).toContain(parameter.says)
        expect(text).not.toMatch(/undefined|NaN|\[object/)
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  it('a fact left out never changes an answer that was given: whatever it turns out to be, the answer stands', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...listRules()).chain((rule) => fc.tuple(fc.constant(rule), casesOf(rule, 2), surroundings())),
        ([rule, [whole, other], around]) => {
          const context = ruleContext(around)
          const given = evaluate(rule, whole!, context)
          if (given.outcome === 'undetermined' || given.outcome === 'blocked') return
          // An event left out is stated not to have happened; see `leftOut`.
          const events = new Set(rule.facts.filter((fact) => fact.leftOut).map((fact) => fact.name))
          const states = Object.entries(other!).filter(([name]) => !events.has(name))
          const fuller = evaluate(rule, { ...Object.fromEntries(states), ...whole }, context)
          expect([fuller.outcome, fuller.amountFen, fuller.applies]).toEqual([
            given.outcome,
            given.amountFen,
            given.applies,
          ])
        },
      ),
      { numRuns: 5000, seed: 2 },
    )
  })
})
