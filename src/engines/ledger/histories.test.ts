import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, type Day, day, type Month, parseMonth } from '../../platform/clock/day.ts'
import { asSystem, type Tx } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { type Books, type Happening, happen, openBooks } from './books.ts'
import { balancesOf, checkLedger, closePeriod, hold, openAccounts, post, postMany, release } from './index.ts'

const RUNS = process.env.PROVE === '1' ? 300 : 12
const by = 'test'
const MONTHS = ['2026-08', '2026-09', '2026-10', '2026-11']
const ACCOUNTS = [
  { owner: 'outside', floor: null },
  { owner: 'fund', floor: 0 },
  { owner: 'wang', floor: 0 },
  { owner: 'li', floor: -50 },
] as const
const OWNERS = ACCOUNTS.map((each) => each.owner)

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase(12)
})
afterAll(() => town.drop())
const system = <T>(work: (tx: Tx) => Promise<T>) => asSystem(town.db, work)

let district = 100_000
/** Fresh books in a district of their own: closing a month there touches no other history. */
async function newBooks(): Promise<string> {
  const place = String(district++)
  await system((tx) =>
    openAccounts(
      tx,
      ACCOUNTS.map(({ owner, floor }) => ({
        district: place,
        owner,
        kind: owner,
        floor,
        checked: owner === 'fund' ? 'batch' : 'row',
      })),
      { currency: 'fen', by },
    ),
  )
  return place
}

const amount = fc.integer({ min: -120, max: 120 })
const owner = fc.constantFrom(...OWNERS, 'nobody')
const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
/** Mostly even lines, sometimes not: the last one takes what is missing, or one too much. */
const lines = fc
  .tuple(
    fc.array(fc.record({ owner, amount }), { minLength: 1, maxLength: 4 }),
    owner,
    fc.constantFrom(0, 0, 0, 0, 0, 1),
  )
  .map(([some, last, off]) => [
    ...some,
    { owner: last, amount: off - some.reduce((sum, each) => sum + each.amount, 0) },
  ])
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('post' as const), key, period: fc.constantFrom(...MONTHS), lines }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('post' as const),
      key,
      period: fc.constantFrom(...MONTHS),
      lines,
      hold: fc.constantFrom('h1', 'h2'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('hold' as const),
      key: fc.constantFrom('h1', 'h2'),
      owner: fc.constantFrom(...OWNERS),
      amount: fc.integer({ min: 1, max: 100 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('release' as const), key: fc.constantFrom('h1', 'h2') }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('close' as const), period: fc.constantFrom(...MONTHS) }) },
)
const endow: Happening = {
  does: 'post',
  key: 'endow',
  period: '2026-11',
  lines: [
    { owner: 'outside', amount: -300 },
    { owner: 'fund', amount: 200 },
    { owner: 'wang', amount: 100 },
  ],
}

/** Does in the database what happened; true when it was accepted. */
async function play(place: string, what: Happening, asSet: boolean): Promise<boolean> {
  if (what.does === 'close') {
    await system((tx) => closePeriod(tx, { district: place, period: monthOf(what.period), by }))
    return true
  }
  if (what.does === 'release') return (await system((tx) => release(tx, { district: place, key: what.key, by }))).ok
  if (what.does === 'hold') {
    const wanted = {
      district: place,
      owner: what.owner,
      currency: 'fen' as const,
      key: what.key,
      amount: what.amount,
      purpose: 'test',
      by,
    }
    return (await system((tx) => hold(tx, wanted))).ok
  }
  const heading = {
    currency: 'fen' as const,
    day: `${what.period}-15` as Day,
    kind: 'test',
    by,
    ...(what.hold === undefined ? {} : { holds: [{ district: place, key: what.hold }] }),
  }
  const { key: name, lines: rows } = what
  if (!asSet) return (await system((tx) => post(tx, { ...heading, district: place, key: name, lines: rows }))).ok
  const relation = sql`select ${place} as district, ${name} as key, owner, amount, null as ref
                         from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(owner text, amount bigint)`
  return (await system((tx) => postMany(tx, heading, relation))).ok
}

const monthOf = (text: string): Month => {
  const month = parseMonth(text)
  if (month === undefined) throw new Error(text)
  return month
}

describe('任意的账目历史', () => {
  it('程序与数据库、单笔与整批给出同样的答复和余额；总和为零，余额不低于下限，重放一遍结果相同', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 14 }), async (history) => {
        const [one, many] = [await newBooks(), await newBooks()]
        let books: Books = openBooks(new Map(ACCOUNTS.map((each) => [each.owner, each.floor])))
        for (const what of [endow, ...history]) {
          const next = happen(books, what)
          const accepted = typeof next !== 'string'
          const told = JSON.stringify(what)
          expect(await play(one, what, false), told).toBe(accepted)
          expect(await play(many, what, true), told).toBe(accepted)
          if (accepted) books = next
        }
        for (const place of [one, many]) {
          const found = await system((tx) => balancesOf(tx, { district: place, owners: OWNERS, currency: 'fen' }))
          expect(OWNERS.map((each) => found.get(each)?.balance)).toEqual(OWNERS.map((each) => books.balances.get(each)))
        }
        expect([...books.balances.values()].reduce((sum, each) => sum + each, 0)).toBe(0)
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
    expect(await system(checkLedger)).toMatchObject({ balanced: true, violations: [] })
  }, 300_000)
})

describe('许多人同时记账', () => {
  const put = (place: string, name: string, from: string, to: string, fen: number, holds?: string) =>
    system((tx) =>
      post(tx, {
        district: place,
        key: name,
        currency: 'fen',
        day: addDays(day('2026-11-01'), 3),
        kind: 'test',
        by,
        ...(holds === undefined ? {} : { holds: [{ district: place, key: holds }] }),
        lines: [
          { owner: from, amount: -fen },
          { owner: to, amount: fen },
        ],
      }),
    )
  const balance = async (place: string, name: string) =>
    (await system((tx) => balancesOf(tx, { district: place, owners: [name], currency: 'fen' }))).get(name)?.balance

  it('同一个小账户：十二个连接同时取，取得的正好是它有的', async () => {
    const place = await newBooks()
    await put(place, 'endow', 'outside', 'wang', 1000)
    const tries = await Promise.all(
      Array.from({ length: 30 }, (_, n) => put(place, `take-${n}`, 'wang', 'outside', 100)),
    )
    expect(tries.filter((each) => each.ok)).toHaveLength(10)
    expect(await balance(place, 'wang')).toBe(0)
  })

  it('同一笔大资金：各批先预留，再各自记账，合计不超过资金', async () => {
    const place = await newBooks()
    await put(place, 'endow', 'outside', 'fund', 1000)
    const batch = async (n: number): Promise<number> => {
      const held = await system((tx) =>
        hold(tx, { district: place, owner: 'fund', currency: 'fen', key: `h${n}`, amount: 300, purpose: 'batch', by }),
      )
      if (!held.ok) return 0
      const paid = await Promise.all(
        [1, 2, 3].map((line) => put(place, `p${n}-${line}`, 'fund', 'outside', 100, `h${n}`)),
      )
      return paid.filter((each) => each.ok).length * 100
    }
    const paid = await Promise.all([1, 2, 3, 4, 5, 6].map(batch))
    expect(paid.sort()).toEqual([0, 0, 0, 300, 300, 300])
    expect(await balance(place, 'fund')).toBe(100)
  })

  it('没有预留的整批账在批末核对：同时两批，只有不超支的入账', async () => {
    const place = await newBooks()
    await put(place, 'endow', 'outside', 'fund', 1000)
    const set = (n: number) =>
      system((tx) =>
        postMany(
          tx,
          { currency: 'fen', day: day('2026-11-04'), kind: 'test', by },
          sql`select ${place} as district, ${`set-${n}`} as key, o.owner, o.amount, null as ref
                from generate_series(1, 6) cross join (values ('fund', -100::bigint), ('outside', 100::bigint)) o(owner, amount)`,
        ),
      )
    const both = await Promise.all([set(1), set(2)])
    expect(both.filter((each) => each.ok)).toHaveLength(1)
    expect(await balance(place, 'fund')).toBe(400)
  })

  it('同一编号同时送达多次，只记一次', async () => {
    const place = await newBooks()
    await put(place, 'endow', 'outside', 'wang', 1000)
    const sent = await Promise.all(Array.from({ length: 8 }, () => put(place, 'same', 'wang', 'li', 10)))
    expect(sent.every((each) => each.ok)).toBe(true)
    expect(sent.filter((each) => each.ok && each.value.posted === 1)).toHaveLength(1)
    expect(await balance(place, 'li')).toBe(10)
  })

  it('记账与结账同时进行：要么记在结账之前，要么被拒绝', async () => {
    const place = await newBooks()
    const all = await Promise.all([
      ...Array.from({ length: 20 }, (_, n) => put(place, `p${n}`, 'outside', 'fund', 1)),
      system((tx) => closePeriod(tx, { district: place, period: monthOf('2026-11'), by })),
    ])
    expect(all.at(-1)?.ok).toBe(true)
    expect(await balance(place, 'fund')).toBe(all.slice(0, 20).filter((each) => each.ok).length)
    expect(await system(checkLedger)).toMatchObject({ balanced: true })
  })
})
