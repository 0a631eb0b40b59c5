import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addDays, type Day, day } from '../../platform/clock/day.ts'
import { asSystem, newId } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { explainPerson } from './explain.ts'
import { nearestChanges } from './nearest-change.ts'
import { addPerson, DISTRICT, emptyTown, know, month, run, settingsOf, YUDONG } from './testing/town.ts'

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase()
})
beforeEach(() => emptyTown(town.db))
afterAll(() => town.drop())

const explain = async (id: string, at = '2026-11') => {
  const result = await asSystem(town.db, (tx) => explainPerson(tx, { district: DISTRICT, id }, month(at)))
  if (!result.ok) throw new Error(result.refusal.message)
  return result.value
}

describe('one person explained', () => {
  it('is what the run stored, also after the facts and the amounts have changed since', async () => {
    const id = await addPerson(town.db, {
      born: '1950-01-01',
      facts: { hardship: ['extreme'], careDependency: ['severe'] },
    })
    await run(town.db, '2026-11')
    await know(town.db, id, 'hardship', [], '2020-01-01')
    await sql`update elders.elder set birth_date = '1930-01-01' where id = ${id}::uuid`.execute(town.db)
    const { schemes } = await explain(id)
    expect(
      schemes.map((each) => [
        each.scheme,
        each.agrees,
        each.sameVersion,
        each.recomputed.outcome,
        each.recomputed.amountFen,
      ]),
    ).toEqual([
      ['old-age-allowance', true, true, 'notMet', null],
      ['care-subsidy', true, true, 'excluded', null],
      ['extreme-hardship-care-subsidy', true, true, 'granted', 30000],
      ['disability-voucher', true, true, 'granted', null],
    ])
    const care = schemes.find((each) => each.scheme === 'extreme-hardship-care-subsidy')
    expect(care?.answer.clauses[0]).toEqual({ doc: 'cq-2022-15', section: '第三章第三节¶1' })
    expect(care?.answer.example).toBe(true)
  })

  it('a stored row that the facts do not give is an alarm', async () => {
    const id = await addPerson(town.db)
    await run(town.db, '2026-11')
    await sql`alter table benefits.entitlement disable trigger sealed`.execute(town.db)
    await sql`update benefits.entitlement set amount_fen = 99900 where elder_id = ${id}::uuid and scheme = 'old-age-allowance'`.execute(
      town.db,
    )
    await sql`alter table benefits.entitlement enable trigger sealed`.execute(town.db)
    const { schemes } = await explain(id)
    expect(schemes.filter((each) => !each.agrees).map((each) => each.scheme)).toEqual(['old-age-allowance'])
  })

  it('names the nearest change that would turn the answer', async () => {
    const id = await addPerson(town.db, {
      born: '1947-02-10',
      facts: { hardship: ['subsistence'], careDependency: ['mild'] },
    })
    await run(town.db, '2026-11')
    const { schemes, run: made } = await explain(id)
    const flips = (scheme: string) => {
      const each = schemes.find((one) => one.scheme === scheme)!
      return nearestChanges(each.basis.rule, each.facts, each.basis.context, made.month)
    }
    expect(flips('old-age-allowance')[0]).toMatchObject({ fact: 'birthDate', month: '2027-02-01' })
    expect(flips('care-subsidy').map((each) => each.fact)).toEqual(['birthDate', 'careDependency'])
    expect(flips('care-subsidy')[1]?.ifThis).toBe('能力评估等级为“中度失能”')
  })
})

const tags = ['extreme', 'subsistence', 'subsistenceMargin', 'lowIncome', 'registeredPoor']
const person = fc.record({
  born: fc.option(
    fc.integer({ min: 0, max: 50 * 365 }).map((n) => addDays(day('1916-01-01'), n)),
    { freq: 10 },
  ),
  hardship: fc.option(fc.subarray(tags, { maxLength: 2 })),
  care: fc.option(fc.constantFrom('none', 'mild', 'moderate', 'severe', 'total')),
  died: fc.option(fc.constantFrom('2026-09-30', '2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'), {
    nil: undefined,
    freq: 3,
  }),
  household: fc.constantFrom(YUDONG, '500101001', '500105001'),
})
const settings = fc.record({
  'old-age-allowance-birthday-month': fc.constantFrom('sameMonth', 'nextMonth'),
  'old-age-allowance-death-month': fc.boolean(),
  'old-age-allowance-place': fc.constantFrom('household', 'residence'),
  'care-subsidy-hardship': fc.subarray(tags),
  'care-subsidy-amount': fc.constantFrom(undefined, 200, 0, 333.33),
  'overlap-care-subsidy-extreme-hardship-care-subsidy': fc.constantFrom(
    undefined,
    'stack',
    'keepHigher',
    'keepFirst',
    'keepSecond',
  ),
  'overlap-care-subsidy-disability-voucher': fc.constantFrom(
    undefined,
    'stack',
    'keepHigher',
    'keepFirst',
    'keepSecond',
  ),
  'overlap-old-age-allowance-care-subsidy': fc.constantFrom('stack', 'keepHigher', 'keepSecond'),
})

describe('the statements of a run and the evaluation of one person', () => {
  it('give every person the same answer, whatever the facts and the settings', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 40, maxLength: 60 }), settings, async (people, values) => {
        await emptyTown(town.db)
        const ids = await addAll(people)
        const { run: made } = await run(town.db, '2026-11', settingsOf(values))
        expect(made.state).toBe('sealed')
        for (const id of ids) {
          const { schemes } = await explain(id)
          for (const each of schemes)
            expect([id, each.scheme, each.agrees, each.recomputed, each.stored]).toEqual([
              id,
              each.scheme,
              true,
              each.recomputed,
              each.stored,
            ])
        }
      }),
      { numRuns: process.env.PROVE === '1' ? 200 : 12 },
    )
  })
})

type Made = {
  born: Day | null
  hardship: string[] | null
  care: string | null
  died?: string | undefined
  household: string
}

/** Many at once: two statements, as a bulk import would write them. */
async function addAll(people: readonly Made[]): Promise<string[]> {
  const rows = people.map((each) => ({ ...each, id: newId() }))
  await asSystem(town.db, async (tx) => {
    await sql`
      insert into elders.elder (district, id, name, birth_date, id_kind, township, household_division)
      select ${DISTRICT}, id, '某人', born, 'none', ${YUDONG}, household
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, born date, household text)`.execute(tx)
    await sql`
      insert into elders.fact (district, elder_id, id, kind, value, valid_from, source_kind, recorded_by)
      select ${DISTRICT}, r.id, gen_random_uuid(), f.kind, f.value, f.valid_from, 'test', 'test'
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, hardship text[], care text, died date)
       cross join lateral (values ('hardship', r.hardship, date '2020-01-01'), ('careDependency', array[r.care], date '2020-01-01'),
                                  ('death', array[r.died::text], r.died)) f(kind, value, valid_from)
       where f.value is not null and f.value[1] is not null or f.value = '{}'`.execute(tx)
  })
  return rows.map((each) => each.id)
}
