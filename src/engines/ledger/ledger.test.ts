import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Day, day, parseMonth } from '../../platform/clock/day.ts'
import { asOwner, asSystem, inScope, type Tx } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import type { Line } from './books.ts'
import {
  balancesOf,
  capture,
  checkLedger,
  closePeriod,
  findHold,
  hold,
  openAccounts,
  post,
  postMany,
  release,
  reverse,
  statement,
  trialBalance,
} from './index.ts'

const BANAN = '500113'
const by = 'finance-1'
const november = day('2026-11-05')

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase(6)
})
afterAll(() => town.drop())

/** Runs as the system role on books with a treasury, a fund of 1,000 fen, and two purses. */
const system = <T>(work: (tx: Tx) => Promise<T>) => asSystem(town.db, work)

let round = 0
let owner: { treasury: string; fund: string; wang: string; li: string }
beforeEach(async () => {
  round += 1
  owner = { treasury: `treasury-${round}`, fund: `fund-${round}`, wang: `wang-${round}`, li: `li-${round}` }
  await system(async (tx) => {
    await openAccounts(
      tx,
      [
        { district: BANAN, owner: owner.treasury, kind: 'treasury', floor: null },
        { district: BANAN, owner: owner.fund, kind: 'fund', floor: 0, checked: 'batch' },
        { district: BANAN, owner: owner.wang, kind: 'purse', floor: 0 },
        { district: BANAN, owner: owner.li, kind: 'purse', floor: 0 },
      ],
      { currency: 'fen', by },
    )
  })
  await enter('grant', [
    { owner: owner.treasury, amount: -1000 },
    { owner: owner.fund, amount: 1000 },
  ])
})

const posting = (key: string, lines: Line[], on: Day = november) => ({
  district: BANAN,
  key: `${round}:${key}`,
  currency: 'fen' as const,
  day: on,
  kind: 'test',
  by,
  lines,
})
const enter = (key: string, lines: Line[], on: Day = november) => system((tx) => post(tx, posting(key, lines, on)))
const balances = async () => {
  const found = await system((tx) =>
    balancesOf(tx, { district: BANAN, owners: [owner.fund, owner.wang, owner.li], currency: 'fen' }),
  )
  return [owner.fund, owner.wang, owner.li].map((each) => found.get(each)?.balance)
}
const give = (to: string, amount: number): Line[] => [
  { owner: owner.fund, amount: -amount },
  { owner: to, amount },
]
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) =>
  result.ok ? 'ok' : (result.refusal?.code ?? '')

describe('记账', () => {
  it('收支相等的一笔入账后，余额由分录得出；同一编号再记一次不变', async () => {
    expect(await enter('a', give(owner.wang, 300))).toEqual({ ok: true, value: { posted: 1, lines: 2, already: 0 } })
    expect(await enter('a', give(owner.wang, 300))).toEqual({ ok: true, value: { posted: 0, lines: 0, already: 1 } })
    expect(await balances()).toEqual([700, 300, 0])
  })

  it('同一编号换了内容、收支不等、金额为零、账户未开立，都不入账并说明原因', async () => {
    await enter('a', give(owner.wang, 300))
    expect(codeOf(await enter('a', give(owner.wang, 301)))).toBe('LEDGER_KEY_REUSED')
    expect(codeOf(await enter('a', give(owner.li, 300)))).toBe('LEDGER_KEY_REUSED')
    const uneven = [
      { owner: owner.fund, amount: -5 },
      { owner: owner.wang, amount: 4 },
    ]
    expect(codeOf(await enter('b', uneven))).toBe('LEDGER_UNBALANCED')
    expect(codeOf(await enter('c', [...give(owner.wang, 1), { owner: owner.li, amount: 0 }]))).toBe('LEDGER_ZERO_LINE')
    expect(codeOf(await enter('d', give('nobody', 1)))).toBe('LEDGER_ACCOUNT_UNKNOWN')
    expect(await balances()).toEqual([700, 300, 0])
  })

  it('任何账户都不低于下限：差多少写在回复里', async () => {
    const refused = await enter('a', give(owner.wang, 1001))
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'LEDGER_BELOW_FLOOR', status: 409 } })
    expect(!refused.ok && refused.refusal.message).toContain('还差 0.01 元')
    expect(await enter('b', give(owner.wang, 1000))).toMatchObject({ ok: true })
  })

  it('一批账要么全部入账，要么一笔也不入；批末发现资金不足时整批退回', async () => {
    const set = (amount: number) =>
      sql`select ${BANAN} as district, ${`${round}:set-`} || n % 2 as key, o.owner, case o.owner when ${owner.fund} then -${amount}::bigint else ${amount}::bigint end as amount, null as ref
            from generate_series(1, 4) n cross join (values (${owner.fund}), (${owner.wang})) o(owner)`
    const heading = { currency: 'fen' as const, day: november, kind: 'test', by }
    const tooMuch = await system((tx) => postMany(tx, heading, set(251)))
    expect(codeOf(tooMuch)).toBe('LEDGER_BELOW_FLOOR')
    expect(await balances()).toEqual([1000, 0, 0])
    expect(await system((tx) => postMany(tx, heading, set(250)))).toEqual({
      ok: true,
      value: { posted: 2, lines: 8, already: 0 },
    })
    expect(await system((tx) => postMany(tx, heading, set(250)))).toEqual({
      ok: true,
      value: { posted: 0, lines: 0, already: 2 },
    })
    expect(await balances()).toEqual([0, 1000, 0])
  })

  it('冲销是一笔相反的账，原账保留；冲销两次不变，冲销不能再冲销', async () => {
    await enter('a', give(owner.wang, 300))
    const undo = (of: string) =>
      system((tx) =>
        reverse(tx, { district: BANAN, of: `${round}:${of}`, day: day('2026-12-01'), reason: '记错人', by }),
      )
    expect(await undo('a')).toEqual({ ok: true, value: { posted: 1, lines: 2, already: 0 } })
    expect(await undo('a')).toEqual({ ok: true, value: { posted: 0, lines: 0, already: 1 } })
    expect(await balances()).toEqual([1000, 0, 0])
    const again = await system((tx) =>
      reverse(tx, { district: BANAN, of: `reverse:${round}:a`, day: november, reason: '再冲', by }),
    )
    expect(codeOf(again)).toBe('LEDGER_IS_REVERSAL')
    expect(codeOf(await undo('missing'))).toBe('LEDGER_POSTING_UNKNOWN')
  })
})

describe('预留', () => {
  const place = (key: string, amount: number) =>
    system((tx) =>
      hold(tx, {
        district: BANAN,
        owner: owner.fund,
        currency: 'fen',
        key: `${round}:${key}`,
        amount,
        purpose: '十一月批次',
        by,
      }),
    )

  it('预留的钱别人不能用；动用后剩余的仍留着，解除后退回', async () => {
    expect(await place('h', 800)).toMatchObject({ ok: true, value: { open: 800 } })
    expect(await place('h', 800)).toMatchObject({ ok: true, value: { open: 800 } })
    expect(codeOf(await place('h', 801))).toBe('LEDGER_KEY_REUSED')
    expect(codeOf(await place('second', 201))).toBe('LEDGER_BELOW_FLOOR')
    expect(codeOf(await enter('a', give(owner.wang, 201)))).toBe('LEDGER_BELOW_FLOOR')
    const taken = await system((tx) => capture(tx, `${round}:h`, posting('b', give(owner.wang, 500))))
    expect(taken).toMatchObject({ ok: true, value: { posted: 1 } })
    await system((tx) => capture(tx, `${round}:h`, posting('b', give(owner.wang, 500))))
    expect(await system((tx) => findHold(tx, { district: BANAN, key: `${round}:h` }))).toMatchObject({ open: 300 })
    const tooMuch = await system((tx) => capture(tx, `${round}:h`, posting('c', give(owner.wang, 301))))
    expect(codeOf(tooMuch)).toBe('LEDGER_HOLD_TOO_SMALL')
    await system((tx) => release(tx, { district: BANAN, key: `${round}:h`, by }))
    expect(await enter('d', give(owner.wang, 500))).toMatchObject({ ok: true })
    expect(await balances()).toEqual([0, 1000, 0])
  })
})

describe('结账', () => {
  const DISTRICT = '500112'
  it('结账后的月份不再入账，程序和数据库都拒绝；对账单和试算表与分录一致', async () => {
    await system((tx) =>
      openAccounts(
        tx,
        [
          { district: DISTRICT, owner: 'out', kind: 'treasury', floor: null },
          { district: DISTRICT, owner: 'in', kind: 'fund', floor: 0, checked: 'batch' },
        ],
        { currency: 'fen', by },
      ),
    )
    const put = (n: number, on: string) =>
      system((tx) =>
        post(tx, {
          ...posting(`p${n}`, [
            { owner: 'out', amount: -n },
            { owner: 'in', amount: n },
          ]),
          district: DISTRICT,
          day: day(on),
        }),
      )
    for (let n = 1; n <= 25; n++) await put(n, '2026-09-10')
    const september = parseMonth('2026-09')
    const october = parseMonth('2026-10')
    if (september === undefined || october === undefined) throw new Error('no month')
    const close = () => system((tx) => closePeriod(tx, { district: DISTRICT, period: september, by }))
    expect(await close()).toEqual({ ok: true, value: { postings: 25 } })
    expect(codeOf(await close())).toBe('LEDGER_CLOSED_ALREADY')
    expect(codeOf(await put(26, '2026-09-30'))).toBe('LEDGER_PERIOD_CLOSED')
    await expect(
      system((tx) =>
        sql`insert into ledger.posting (district, id, key, currency, period, day, kind, lines, turnover, checksum, recorded_by)
            values (${DISTRICT}, ledger.new_id(), 'late', 'fen', '2026-08-01', '2026-08-01', 'x', 2, 1, 0, 'x')`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow(/closed period/)
    await put(100, '2026-10-02')
    const shown = await system((tx) =>
      statement(tx, { district: DISTRICT, owner: 'in', currency: 'fen', from: october, to: october }),
    )
    expect(shown).toMatchObject({ opening: 325, closing: 425, next: null })
    expect(shown?.lines.map(({ amount, balance }) => [amount, balance])).toEqual([[100, 425]])
    const whole = { district: DISTRICT, owner: 'in', currency: 'fen' as const, from: september, to: october, limit: 20 }
    const first = await system((tx) => statement(tx, whole))
    const rest = await system((tx) => statement(tx, { ...whole, after: first?.next ?? '' }))
    expect([first?.lines.length, rest?.lines.length, rest?.lines.at(-1)?.balance]).toEqual([20, 6, 425])
    expect(await system((tx) => trialBalance(tx, { district: DISTRICT, period: october }))).toEqual([
      { kind: 'fund', currency: 'fen', accounts: 1, opening: 325, came: 100, went: 0, closing: 425 },
      { kind: 'treasury', currency: 'fen', accounts: 1, opening: -325, came: 0, went: -100, closing: -425 },
    ])
    // Sums begin at the closing: what was before it is not read again.
    await asOwner(town.db, async (tx) => {
      await sql.raw(`set local session_replication_role = replica`).execute(tx)
      await sql`update ledger.closing_balance set balance = balance * 2 where district = ${DISTRICT}`.execute(tx)
      const [fund] = await trialBalance(tx, { district: DISTRICT, period: october })
      expect(fund?.opening).toBe(650)
      await sql`update ledger.closing_balance set balance = balance / 2 where district = ${DISTRICT}`.execute(tx)
    })
  })
})

describe('数据库自己守住的', () => {
  it('不能修改、删除或清空，也不能绕过程序记一笔不平的账', async () => {
    await enter('a', give(owner.wang, 1))
    const tries = [
      `update ledger.entry set amount = amount + 1`,
      `delete from ledger.posting`,
      `update ledger.account set floor = null`,
      `truncate ledger.hold_event`,
    ]
    for (const each of tries)
      await expect(
        asOwner(town.db, (tx) => sql.raw(each).execute(tx)),
        each,
      ).rejects.toThrow(/append-only/)
    await expect(
      system((tx) =>
        sql`insert into ledger.entry select district, posting_id, 99, account_id, period, 7, null from ledger.entry limit 1`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow(/does not sum to zero/)
  })

  it('别的区县看不到，请求角色不能记账', async () => {
    const scope = { account: 'x', districts: ['500107'], townships: [], villages: [] }
    const seen = await inScope(town.db, scope, (tx) => sql`select 1 from ledger.entry`.execute(tx))
    expect(seen.rows).toEqual([])
    await expect(
      inScope(town.db, { ...scope, districts: [BANAN] }, (tx) => post(tx, posting('a', give(owner.wang, 1)))),
    ).rejects.toThrow(/permission denied/)
  })

  it('所有账相符', async () => {
    expect(await system(checkLedger)).toMatchObject({ balanced: true, violations: [] })
  })
})
