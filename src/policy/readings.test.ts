import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../platform/db/testing.ts'
import { compileSql, evaluate, listRules, renderRule, ruleContext } from './index.ts'
import { casesOf, columnList, rowOf, surroundings } from './testing-cases.ts'

const CASES = 60
const RUNS = 8
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase(1)
})
afterAll(() => database.drop())

type Row = { applies: boolean | null; amount_fen: string | null; given: string | null; outcome: string; reason: string }

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

  it('counts at least ten thousand cases', () =>
    expect(listRules().length * CASES * RUNS).toBeGreaterThanOrEqual(10_000))

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
