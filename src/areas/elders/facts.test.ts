import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, type Day, day } from '../../platform/clock/day.ts'
import { asSystem, newId, type Tx } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { fixCutOff, lockElder, shareDistricts } from './locks.ts'
import { type PersonFactsRow, personFacts } from './person-facts.ts'
import { readFacts, setFacts } from './set-facts.ts'

const DISTRICT = '500113'
const START = day('2024-01-01')

const addElder = async (tx: Tx): Promise<string> => {
  const id = newId()
  await sql`insert into elders.elder (district, id, name, id_kind, township, village)
    values (${DISTRICT}, ${id}, '甲', 'none', '500113103', '500113103001')`.execute(tx)
  return id
}

describe('periods of facts', () => {
  let town: TestDatabase
  beforeAll(async () => {
    town = await testDatabase()
  })
  afterAll(() => town.drop())

  const now = async (): Promise<string> =>
    (await sql<{ at: string }>`select clock_timestamp()::text as at`.execute(town.db)).rows[0]?.at ?? ''

  const factsOn = async (ids: string[], asOf: Day, knownAt?: string, shape: 'set' | 'each' = 'set') =>
    asSystem(town.db, async (tx) => {
      const source = personFacts({ asOf, knownAt }, { shape, within: sql`e.id = any (${ids}::uuid[])` })
      const { rows } = await sql<PersonFactsRow>`select * from ${source} pf order by elder_id`.execute(tx)
      return rows
    })

  it('whatever is written, in whatever order, each day has the value that was last said of it, now and as known before', async () => {
    const days = 12
    const write = fc.record({
      from: fc.integer({ min: 0, max: days - 1 }),
      length: fc.option(fc.integer({ min: 1, max: days }), { nil: null }),
      value: fc.subarray(['extreme', 'subsistence', 'lowIncome']),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 8 }), async (writes) => {
        const id = await asSystem(town.db, addElder)
        // The naive model: for each day the last value, and a copy of the whole after every write.
        let model: (string[] | null)[] = Array(days).fill(null)
        const known: { at: string; model: (string[] | null)[] }[] = [{ at: await now(), model }]
        for (const { from, length, value } of writes) {
          const to = length === null ? days : Math.min(days, from + length)
          model = model.map((old, at) => (at >= from && at < to ? value : old))
          await asSystem(town.db, async (tx) => {
            await shareDistricts(tx, [DISTRICT])
            await lockElder(tx, DISTRICT, id)
            const validTo = length === null ? null : addDays(START, from + length)
            await setFacts(tx, DISTRICT, 'tester', [
              {
                elderId: id,
                kind: 'hardship',
                value,
                validFrom: addDays(START, from),
                validTo,
                source: { kind: 'clerk' },
              },
            ])
          })
          known.push({ at: await now(), model })
        }
        const stored = await asSystem(town.db, (tx) => readFacts(tx, DISTRICT, id, { withSuperseded: true }))
        const holding = (at: Day, knownAt: string | undefined) =>
          stored.filter(
            (f) =>
              f.validFrom <= at &&
              (f.validTo === null || f.validTo > at) &&
              (knownAt === undefined
                ? f.supersededAt === null
                : f.recordedAt <= knownAt && (f.supersededAt === null || f.supersededAt > knownAt)),
          )
        for (const [knownAt, expected] of [[undefined, model] as const, ...known.map((k) => [k.at, k.model] as const)])
          for (const [at, value] of expected.entries()) {
            const rows = holding(addDays(START, at), knownAt)
            expect(rows.length).toBeLessThanOrEqual(1)
            expect(rows[0]?.value ?? null).toEqual(value)
          }
        const one = known[Math.floor(known.length / 2)]
        if (one === undefined || one.model.length === 0) return
        for (const shape of ['set', 'each'] as const) {
          const rows = await factsOn([id], addDays(START, 5), one.at, shape)
          expect(rows[0]?.hardship ?? null).toEqual(one.model[5])
        }
      }),
      { numRuns: 30 },
    )
  })

  it('the same value again writes nothing; a period left open ends where the next one on file begins', async () => {
    const id = await asSystem(town.db, addElder)
    const set = (value: string[], from: string) =>
      asSystem(town.db, (tx) =>
        setFacts(tx, DISTRICT, 'tester', [
          { elderId: id, kind: 'careDependency', value, validFrom: day(from), source: { kind: 'assessment' } },
        ]),
      )
    await set(['severe'], '2026-01-01')
    expect(await set(['severe'], '2026-03-01')).toMatchObject([{ unchanged: true }])
    expect(await set(['mild'], '2024-01-01')).toMatchObject([{ unchanged: false, validTo: '2026-01-01', replaced: [] }])
    const facts = await asSystem(town.db, (tx) => readFacts(tx, DISTRICT, id))
    expect(facts.map((f) => [f.value[0], f.validFrom, f.validTo])).toEqual([
      ['severe', '2026-01-01', null],
      ['mild', '2024-01-01', '2026-01-01'],
    ])
  })

  it('unknown is null, checked and none is an empty set, in both shapes alike', async () => {
    const ids = await asSystem(town.db, async (tx) => {
      const all = [await addElder(tx), await addElder(tx), await addElder(tx)]
      const source = { kind: 'clerk' }
      const validFrom = START
      await setFacts(tx, DISTRICT, 'tester', [
        { elderId: all[0]!, kind: 'hardship', value: [], validFrom, source },
        { elderId: all[0]!, kind: 'disability', value: [], validFrom, source },
        { elderId: all[1]!, kind: 'disability', value: ['visual', '2'], validFrom, source },
        { elderId: all[1]!, kind: 'death', value: ['2025-05-05'], validFrom: day('2025-05-05'), source },
        { elderId: all[1]!, kind: 'residence', value: ['outside'], validFrom: day('2025-01-01'), source },
      ])
      return all
    })
    for (const shape of ['set', 'each'] as const) {
      const rows = await factsOn(ids, day('2025-06-01'), undefined, shape)
      const of = (at: number) => rows.find((row) => row.elder_id === ids[at])
      expect(of(0)).toMatchObject({ hardship: [], disability_grade: 'none', died_on: null, residence: '500113103001' })
      expect(of(1)).toMatchObject({
        hardship: null,
        disability_grade: '2',
        disability_category: 'visual',
        died_on: '2025-05-05',
      })
      expect(of(1)).toMatchObject({ residence: 'outside', residence_township: null, residence_village: null })
      expect(of(2)).toMatchObject({ hardship: null, disability_grade: null, special_one_child_family: null })
      expect((await factsOn(ids, day('2025-05-04'), undefined, shape))[1]).toMatchObject({ died_on: null })
    }
  })

  it('two writers of the same fact of one person wait for each other, and both are kept in their order', async () => {
    const id = await asSystem(town.db, addElder)
    const write = (value: string) =>
      asSystem(town.db, async (tx) => {
        await shareDistricts(tx, [DISTRICT])
        await lockElder(tx, DISTRICT, id)
        await setFacts(tx, DISTRICT, value, [
          { elderId: id, kind: 'hardship', value: [value], validFrom: START, validTo: null, source: { kind: 'clerk' } },
        ])
      })
    await Promise.all(['extreme', 'subsistence', 'lowIncome', 'extreme', 'subsistence'].map(write))
    const facts = await asSystem(town.db, (tx) => readFacts(tx, DISTRICT, id, { withSuperseded: true }))
    expect(facts.filter((f) => f.supersededAt === null)).toHaveLength(1)
    const times = facts.map((f) => f.recordedAt).sort()
    expect(
      facts
        .map((f) => f.supersededAt)
        .filter((t) => t !== null)
        .sort(),
    ).toEqual(times.slice(1))
  })

  it('a run that fixes its cut-off waits for writers under way: nothing older than the cut-off appears afterwards', async () => {
    const id = await asSystem(town.db, addElder)
    let release = () => {}
    const held = new Promise<void>((done) => {
      release = done
    })
    let begun = () => {}
    const began = new Promise<void>((done) => {
      begun = done
    })
    const writer = asSystem(town.db, async (tx) => {
      await shareDistricts(tx, [DISTRICT])
      await lockElder(tx, DISTRICT, id)
      await setFacts(tx, DISTRICT, 'slow', [
        {
          elderId: id,
          kind: 'hardship',
          value: ['extreme'],
          validFrom: START,
          validTo: null,
          source: { kind: 'clerk' },
        },
      ])
      begun()
      await held
    })
    await began
    const run = asSystem(town.db, (tx) => fixCutOff(tx, [DISTRICT]))
    setTimeout(release, 80)
    await writer
    const cutOff = await run
    expect((await factsOn([id], START, cutOff))[0]?.hardship).toEqual(['extreme'])
  })

  it('a corrected birth date is read as it was known before', async () => {
    const id = await asSystem(town.db, async (tx) => {
      const elder = await addElder(tx)
      await sql`update elders.elder set birth_date = '1946-01-01' where district = ${DISTRICT} and id = ${elder}`.execute(
        tx,
      )
      return elder
    })
    const before = await now()
    await asSystem(town.db, (tx) =>
      sql`update elders.elder set birth_date = '1945-01-01' where district = ${DISTRICT} and id = ${id}`.execute(tx),
    )
    expect((await factsOn([id], START))[0]?.birth_date).toBe('1945-01-01')
    expect((await factsOn([id], START, before))[0]?.birth_date).toBe('1946-01-01')
    expect(await factsOn([id], START, '2020-01-01T00:00:00Z')).toEqual([])
  })
})
