import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { day, parseMonth } from '../../platform/clock/day.ts'
import { asSystem } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { capture, checkLedger, closePeriod, hold, openAccounts, post, reverse } from './index.ts'

const PLACE = '500113'
const by = 'test'
const august = parseMonth('2026-08')
if (august === undefined) throw new Error('no month')

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase(2)
  await asSystem(town.db, async (tx) => {
    const accounts = [
      { district: PLACE, owner: 'outside', kind: 'outside', floor: null },
      { district: PLACE, owner: 'fund', kind: 'fund', floor: 0, checked: 'batch' as const },
      { district: PLACE, owner: 'wang', kind: 'purse', floor: 0 },
    ]
    await openAccounts(tx, accounts, { currency: 'fen', by })
    await openAccounts(tx, [{ district: PLACE, owner: 'hours', kind: 'hours', floor: null }], {
      currency: 'minutes',
      by,
    })
    const heading = { district: PLACE, currency: 'fen' as const, day: day('2026-08-02'), kind: 'test', by }
    const give = (amount: number) => [
      { owner: 'outside', amount: -amount },
      { owner: 'fund', amount },
    ]
    for (let n = 1; n <= 30; n++) await post(tx, { ...heading, key: `p${n}`, lines: give(n) })
    await hold(tx, { district: PLACE, owner: 'fund', currency: 'fen', key: 'h', amount: 50, purpose: 'batch', by })
    await capture(tx, 'h', {
      ...heading,
      key: 'taken',
      lines: [
        { owner: 'fund', amount: -20 },
        { owner: 'wang', amount: 20 },
      ],
    })
    await closePeriod(tx, { district: PLACE, period: august, by })
    await reverse(tx, { district: PLACE, of: 'p3', day: day('2026-09-01'), reason: 'test', by })
  })
})
afterAll(() => town.drop())

/** What the check finds after something was changed behind the ledger's back, in a transaction that is then taken back. */
async function foundAfter(damage: string): Promise<string[]> {
  const kinds: string[] = []
  await asSystem(town.db, async (tx) => {
    // A superuser who switches the triggers off: the case that only the check can find.
    await sql.raw(`set local role none; set local session_replication_role = replica`).execute(tx)
    await sql.raw(damage).execute(tx)
    const found = await checkLedger(tx)
    expect(found.balanced).toBe(found.violations.length === 0)
    kinds.push(...found.violations.map((each) => `${each.kind} ${each.object}`.replace(/ [0-9a-f-]{36}$/, '')))
    throw new Error('taken back')
  }).catch((error: Error) => {
    if (error.message !== 'taken back') throw error
  })
  return [...new Set(kinds)]
}
const posting = (key: string) => `(select id from ledger.posting where key = '${key}')`
const account = (owner: string) => `(select id from ledger.account where owner = '${owner}')`

describe('核对账本', () => {
  it('没有人动过的账本：相符，写明账户数和笔数', async () => {
    expect(await asSystem(town.db, checkLedger)).toEqual({ balanced: true, accounts: 4, postings: 32, violations: [] })
  })

  it.each([
    [
      '改一行金额',
      `update ledger.entry set amount = amount + 1 where posting_id = ${posting('p7')} and amount > 0`,
      ['unbalanced', 'postingChanged', 'closingBalanceWrong fund'],
    ],
    [
      '两行一起改，总和仍为零',
      `update ledger.entry set amount = amount * 2 where posting_id = ${posting('p7')}`,
      ['postingChanged', 'closingBalanceWrong fund', 'closingBalanceWrong outside'],
    ],
    [
      '把一行换到别人名下',
      `update ledger.entry set account_id = ${account('wang')} where posting_id = ${posting('p30')} and amount > 0`,
      ['postingChanged', 'closingBalanceWrong fund'],
    ],
    [
      '删一行',
      `delete from ledger.entry where posting_id = ${posting('p7')} and amount > 0`,
      ['unbalanced', 'postingChanged', 'closingBalanceWrong fund'],
    ],
    ['删一笔', `delete from ledger.posting where key = 'p7'`, ['strayEntry', 'closedPeriodChanged 2026-08']],
    ['删一个账户', `delete from ledger.account where owner = 'wang'`, ['strayEntry']],
    [
      '改一笔的月份',
      `update ledger.posting set period = '2026-09-01', day = '2026-09-02' where key = 'p7'`,
      ['strayEntry', 'closedPeriodChanged 2026-08'],
    ],
    ['改币种', `update ledger.posting set currency = 'minutes' where key = 'p7'`, ['strayEntry']],
    ['把下限抬高', `update ledger.account set floor = 1000 where owner = 'wang'`, ['belowFloor wang']],
    ['预留用过了头', `update ledger.hold_event set amount = 51`, ['holdOverdrawn h']],
    [
      '冲销对不上',
      `update ledger.entry set amount = amount * 3 where posting_id = ${posting('reverse:p3')}`,
      ['postingChanged', 'reversalDiffers'],
    ],
    [
      '改结账余额',
      `update ledger.closing_balance set balance = balance + 5 where account_id = ${account('fund')}`,
      ['closingBalanceWrong fund'],
    ],
  ])('%s，会被点名', async (_name, damage, kinds) => {
    expect((await foundAfter(damage)).sort()).toEqual([...kinds].sort())
  })
})
