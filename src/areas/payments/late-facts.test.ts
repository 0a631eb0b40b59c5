import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { balancesOf, checkLedger } from '../../engines/ledger/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { asOwner, asSystem } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { DISTRICT, dies, know, run, settingsOf } from '../benefits/testing/town.ts'
import { actOnBatch } from './act-on-batch.ts'
import { findPayment } from './batches.ts'
import { actOnClawback } from './clawbacks.ts'
import type { ClawbackAct } from './contract.ts'
import { decideCorrections, proposeCorrections } from './corrections.ts'
import { makeReissue } from './make-batch.ts'
import { paySettlement, proposeSettlement } from './settlements.ts'
import {
  addPayable,
  answerOf,
  emptyPayday,
  filed,
  finance,
  grantBudgets,
  linesOf,
  load,
  made,
  paidMonth,
  reviewedRun,
  TODAY,
} from './testing/payday.ts'

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase()
})
beforeEach(() => emptyPayday(town.db))
afterAll(() => town.drop())

const PLACE = { division: DISTRICT, districts: [DISTRICT], townships: ['500113004'] }
const one = { account: 'one', today: TODAY }
const two = { account: 'two', today: TODAY }
type Row = { elder: string; month: string; scheme: string; kind: string; fen: number; reason: string; state: string }
const corrections = (runId: string): Promise<Row[]> =>
  asSystem(
    town.db,
    async (tx) =>
      (
        await sql<Row>`select elder_id::text as elder, to_char(month, 'YYYY-MM') as month, scheme, kind, fen, reason, state
          from payments.correction where run_id = ${runId}::uuid order by month, scheme, elder_id`.execute(tx)
      ).rows,
  )
const signed = async (runId: string) => {
  const proposed = await asSystem(town.db, (tx) => proposeCorrections(tx, runId, one))
  if (!proposed.ok) throw new Error(proposed.refusal.code)
  expect(await asSystem(town.db, (tx) => decideCorrections(tx, runId, { accept: true }, one))).toMatchObject({
    ok: false,
    refusal: { code: 'secondPerson' },
  })
  const decided = await asSystem(town.db, (tx) => decideCorrections(tx, runId, { accept: true }, two))
  if (!decided.ok) throw new Error(decided.refusal.code)
}
const received = async () =>
  await asSystem(town.db, (tx) =>
    balancesOf(tx, {
      district: DISTRICT,
      owners: ['benefits:old-age-allowance', 'benefits:receivable', 'benefits:waived'],
      currency: 'fen',
    }),
  )
const clawbacks = async () =>
  (
    await sql<{
      id: string
      amount: number
      state: string
      cause: string
      repaid: number
    }>`select id::text, amount_fen as amount, state, cause, repaid_fen as repaid from payments.clawback`.execute(
      town.db,
    )
  ).rows

/** The district that paid asks the other one, whose finance pays: both books move, once, and what was paid out comes back to the budgets. */
async function settledBetween(other: string): Promise<void> {
  const { db } = town
  const theirs = {
    account: 'theirs',
    grants: [{ role: 'districtFinance', division: other, validFrom: '2020-01-01' as Day }],
  } as unknown as Principal
  const ask = () =>
    asSystem(db, (tx) => proposeSettlement(tx, { district: DISTRICT, other, document: '往来函 1 号' }, one))
  const asked = await ask()
  if (!asked.ok) throw new Error(asked.refusal.code)
  expect(await ask()).toMatchObject({ ok: false, refusal: { code: 'nothingBetween' } })
  const paper = { district: DISTRICT, id: asked.value.id }
  const pay = () =>
    asSystem(db, async (tx) => orThrow(await paySettlement(tx, paper, theirs, { account: 'theirs', today: TODAY })))
  await expect(pay()).rejects.toThrow('FUNDS_SHARES_UNSET')
  await grantBudgets(db, 100_000, other)
  await pay()
  await expect(pay()).rejects.toThrow('correctionsGone')
  const budget = 'budget:2026:old-age-allowance:district'
  const left = async (district: string) =>
    (await asSystem(db, (tx) => balancesOf(tx, { district, owners: [budget], currency: 'fen' }))).get(budget)?.balance
  expect(await left(other)).toBe(100_000 - 12_000)
  // Two persons for two months were paid; one of them is borne by the neighbour.
  expect(await left(DISTRICT)).toBe(100_000_000_000 - 12_000)
  expect(await asSystem(db, checkLedger)).toMatchObject({ balanced: true, violations: [] })
}
const orThrow = (result: { ok: boolean; refusal?: { code: string } }) => {
  if (!result.ok) throw new Error(result.refusal?.code)
}

describe('facts that come late', () => {
  it('a death told late becomes a case after two signatures, and its money goes back to the budget', async () => {
    const { db } = town
    const id = await addPayable(db, { born: '1930-01-01' })
    await addPayable(db)
    await paidMonth(db, '2026-09')
    await paidMonth(db, '2026-10')
    await dies(db, id, '2026-09-18')
    const runId = await reviewedRun(db, '2026-11')
    await signed(runId)
    expect(await corrections(runId)).toEqual([
      {
        elder: id,
        month: '2026-10',
        scheme: 'old-age-allowance',
        kind: 'clawback',
        fen: -20000,
        reason: 'died',
        state: 'approved',
      },
    ])
    const [found] = await clawbacks()
    expect(found).toMatchObject({ amount: 20000, state: 'opened', cause: 'died' })
    const act = (given: ClawbackAct, by = one) => asSystem(db, (tx) => actOnClawback(tx, found?.id ?? '', given, by))
    const on = '2026-11-22'
    expect(await act({ kind: 'receipt', on, amountFen: 100, words: '收据 1' })).toMatchObject({
      ok: false,
      refusal: { code: 'clawbackState' },
    })
    // 不追 may be put forward before anybody is written to; refused, the case is still to be told.
    expect(await act({ kind: 'proposeWaiver', on, words: '没有可供归还的遗产' })).toMatchObject({ ok: true })
    expect(await act({ kind: 'refuseWaiver', on, words: '' }, two)).toMatchObject({ ok: true })
    expect((await clawbacks())[0]?.state).toBe('opened')
    expect(await act({ kind: 'notice', on, words: '通知书已送达家属' })).toMatchObject({ ok: true })
    expect(await act({ kind: 'plan', on, instalments: 13, words: '' })).toMatchObject({
      ok: false,
      refusal: { code: 'tooManyInstalments' },
    })
    expect(await act({ kind: 'plan', on, instalments: 2, words: '分两期' })).toMatchObject({ ok: true })
    expect(await act({ kind: 'receipt', on, amountFen: 12000, words: '收据 1' })).toMatchObject({ ok: true })
    expect(await act({ kind: 'receipt', on, amountFen: 9000, words: '收据 2' })).toMatchObject({
      ok: false,
      refusal: { code: 'tooMuchRepaid' },
    })
    expect(await act({ kind: 'proposeWaiver', on, words: '家庭困难' })).toMatchObject({ ok: true })
    expect(await act({ kind: 'waive', on, words: '' })).toMatchObject({ ok: false, refusal: { code: 'secondPerson' } })
    expect(await act({ kind: 'waive', on, words: '' }, two)).toMatchObject({ ok: true })
    const books = await received()
    expect(books.get('benefits:receivable')?.balance).toBe(0)
    expect(books.get('benefits:waived')?.balance).toBe(8000)
    expect(await asSystem(db, checkLedger)).toMatchObject({ balanced: true })
  })

  it('an appeal won is paid with the next batch, with its reason, once', async () => {
    const { db } = town
    const id = await addPayable(db, { born: '1950-01-01', facts: { hardship: [], careDependency: ['none'] } })
    const other = await addPayable(db)
    await paidMonth(db, '2026-09')
    await know(db, id, 'hardship', ['extreme'], '2026-09-01')
    const runId = await reviewedRun(db, '2026-10')
    await signed(runId)
    expect(await corrections(runId)).toEqual([
      {
        elder: id,
        month: '2026-09',
        scheme: 'extreme-hardship-care-subsidy',
        kind: 'backPay',
        fen: 8000,
        reason: 'hardship',
        state: 'approved',
      },
    ])
    const batch = await made(db, runId)
    expect(
      (await linesOf(db, batch.id)).map((each) => [each.elder, each.kind, each.month, each.fen]).toSorted(),
    ).toEqual(
      [
        [id, 'backPay', '2026-09', 8000],
        [id, 'current', '2026-10', 8000],
        [other, 'current', '2026-10', 6000],
      ].toSorted(),
    )
    const { text } = await filed(db, batch.id)
    await load(db, batch.id, answerOf(text))
    const november = await made(db, await reviewedRun(db, '2026-11'))
    expect((await linesOf(db, november.id)).filter((each) => each.kind === 'backPay')).toEqual([])
  })

  it('a corrected birth date and a rule that changes backwards are named as such', async () => {
    const { db } = town
    const id = await addPayable(db, { born: '1940-01-01' })
    await paidMonth(db, '2026-09')
    await sql`update elders.elder set birth_date = '1930-01-01' where id = ${id}::uuid`.execute(db)
    const october = await reviewedRun(db, '2026-10')
    await signed(october)
    expect((await corrections(october)).map((each) => [each.kind, each.fen, each.reason])).toEqual([
      ['backPay', 14000, 'birthDate'],
    ])
    await filed(db, (await made(db, october)).id)
    const more = settingsOf({ 'old-age-allowance-90-99': 210 })
    const november = await reviewedRun(db, '2026-11', more)
    await signed(november)
    expect((await corrections(november)).map((each) => [each.month, each.fen, each.reason])).toEqual([
      ['2026-09', 1000, 'ruleChanged'],
      ['2026-10', 1000, 'ruleChanged'],
    ])
  })

  it('what never went out is not asked back: the waiting line gives way', async () => {
    const { db } = town
    const id = await addPayable(db, { seen: null })
    await addPayable(db)
    await paidMonth(db, '2026-09')
    await dies(db, id, '2026-08-18')
    const runId = await reviewedRun(db, '2026-10')
    await signed(runId)
    expect((await corrections(runId)).map((each) => [each.kind, each.fen])).toEqual([['replace', 0]])
    expect(await clawbacks()).toEqual([])
    const { rows } = await sql<{ held: string }>`select held from payments.line where elder_id = ${id}::uuid`.execute(
      db,
    )
    expect(rows).toEqual([{ held: 'superseded' }])
  })

  it('what the bank returned gives way too: paid once, and what was drawn for it is back in the budget', async () => {
    const { db } = town
    const id = await addPayable(db, { born: '1930-01-01' })
    const september = await paidMonth(db, '2026-09', settingsOf(), { 1: ['E05', '系统超时'] })
    await sql`update elders.elder set birth_date = '1940-01-01' where id = ${id}::uuid`.execute(db)
    const runId = await reviewedRun(db, '2026-10')
    await signed(runId)
    expect((await corrections(runId)).map((each) => [each.kind, each.fen])).toEqual([['replace', 6000]])
    const october = await made(db, runId)
    expect((await linesOf(db, october.id)).map((each) => [each.kind, each.fen]).toSorted()).toEqual([
      ['backPay', 6000],
      ['current', 6000],
    ])
    await filed(db, october.id)
    expect(await makeReissue(db, { ...PLACE, payer: DISTRICT }, { account: 'district', today: TODAY })).toMatchObject({
      ok: false,
      refusal: { code: 'nothingToPay' },
    })
    const waiting = `paying:batch:${september.id}:${september.fundRound}:old-age-allowance`
    const books = await asSystem(db, (tx) => balancesOf(tx, { district: DISTRICT, owners: [waiting], currency: 'fen' }))
    expect(books.get(waiting)?.balance).toBe(0)
    expect(await asSystem(db, checkLedger)).toMatchObject({ balanced: true })
  })

  it('a sum that lies in a batch not yet sent gives way, and finance confirms the rest again', async () => {
    const { db } = town
    const id = await addPayable(db, { born: '1930-01-01' })
    await addPayable(db, { born: '1940-01-01' })
    const september = await made(db, await reviewedRun(db, '2026-09'))
    await asSystem(db, (tx) => actOnBatch(tx, september.id, { kind: 'confirm' }, finance))
    await sql`update elders.elder set birth_date = '1940-01-01' where id = ${id}::uuid`.execute(db)
    const runId = await reviewedRun(db, '2026-10')
    await signed(runId)
    expect(await asSystem(db, (tx) => findPayment(tx, september.id))).toMatchObject({
      state: 'made',
      lines: 1,
      amountFen: 6000,
    })
    await filed(db, september.id)
    await filed(db, (await made(db, runId)).id)
    expect((await received()).get('benefits:old-age-allowance')?.balance).toBe(4 * 6000)
  })

  it('what was paid between putting forward and signing is asked back, not paid beside', async () => {
    const { db } = town
    const id = await addPayable(db, { born: '1930-01-01' })
    const september = await made(db, await reviewedRun(db, '2026-09'))
    await sql`update elders.elder set birth_date = '1940-01-01' where id = ${id}::uuid`.execute(db)
    const runId = await reviewedRun(db, '2026-10')
    await asSystem(db, (tx) => proposeCorrections(tx, runId, one))
    expect((await corrections(runId)).map((each) => [each.kind, each.fen])).toEqual([['replace', 6000]])
    await filed(db, september.id)
    await asSystem(db, (tx) => decideCorrections(tx, runId, { accept: true }, two))
    expect((await corrections(runId)).map((each) => [each.kind, each.fen])).toEqual([['clawback', -14000]])
    expect((await clawbacks()).map((each) => each.amount)).toEqual([14000])
  })

  it('what a merged file received comes back to the budget that paid it', async () => {
    const { db } = town
    const [kept, gone] = [await addPayable(db), await addPayable(db)]
    await paidMonth(db, '2026-09')
    await sql`update elders.elder set merged_into = ${kept}::uuid, updated_at = clock_timestamp() where id = ${gone}::uuid`.execute(
      db,
    )
    await dies(db, kept, '2026-08-18')
    await signed(await reviewedRun(db, '2026-10'))
    const [found] = await clawbacks()
    expect(found).toMatchObject({ amount: 12000 })
    const act = (given: ClawbackAct) => asSystem(db, (tx) => actOnClawback(tx, found?.id ?? '', given, one))
    const on = '2026-11-22'
    expect(await act({ kind: 'notice', on, words: '通知书已送达家属' })).toMatchObject({ ok: true })
    expect(await act({ kind: 'receipt', on, amountFen: 12000, words: '收据 1' })).toMatchObject({ ok: true })
    expect((await received()).get('benefits:receivable')?.balance).toBe(0)
  })

  it('of two files of one person, what one received is asked back and what the other waited for is not sent', async () => {
    const { db } = town
    const kept = await addPayable(db)
    const gone = await addPayable(db, { seen: null })
    await paidMonth(db, '2026-09')
    await sql`update elders.elder set merged_into = ${kept}::uuid, updated_at = clock_timestamp() where id = ${gone}::uuid`.execute(
      db,
    )
    await dies(db, kept, '2026-08-18')
    const runId = await reviewedRun(db, '2026-10')
    await signed(runId)
    expect((await corrections(runId)).map((each) => [each.kind, each.fen])).toEqual([['clawback', -6000]])
    expect((await clawbacks()).map((each) => each.amount)).toEqual([6000])
    const { rows } = await sql<{ held: string }>`select held from payments.line where elder_id = ${gone}::uuid`.execute(
      db,
    )
    expect(rows).toEqual([{ held: 'superseded' }])
  })

  it('back pay that was signed and has not gone out is withdrawn when the next run knows better', async () => {
    const { db } = town
    const id = await addPayable(db, { born: '1940-01-01' })
    await paidMonth(db, '2026-09')
    await sql`update elders.elder set birth_date = '1930-01-01' where id = ${id}::uuid`.execute(db)
    const october = await reviewedRun(db, '2026-10')
    await signed(october)
    await sql`update elders.elder set birth_date = '1940-01-01' where id = ${id}::uuid`.execute(db)
    const november = await reviewedRun(db, '2026-11')
    await signed(november)
    const september = (await corrections(november)).find((each) => each.month === '2026-09')
    expect([september?.kind, september?.fen]).toEqual(['replace', 0])
    expect((await corrections(october)).map((each) => each.state)).toEqual(['refused'])
    expect((await linesOf(db, (await made(db, november)).id)).map((each) => [each.kind, each.fen])).toEqual([
      ['current', 6000],
    ])
  })

  it('a move told late is settled between the districts, not with the person', async () => {
    const { db } = town
    const id = await addPayable(db)
    await addPayable(db)
    await paidMonth(db, '2026-09')
    await paidMonth(db, '2026-10')
    const theirs = settingsOf({ 'old-age-allowance-80-89': 70 }, '500103')
    await run(db, '2026-09', theirs, '500103')
    await run(db, '2026-10', theirs, '500103')
    // Told in November: lives in 渝中 since 15 September.
    await asOwner(db, async (tx) => {
      await sql.raw(`set local session_replication_role = replica`).execute(tx)
      for (const table of ['elders.fact', 'payments.account', 'payments.proof_of_life'])
        await sql`update ${sql.table(table)} set district = '500103', township = '500103001', village = null where elder_id = ${id}::uuid`.execute(
          tx,
        )
      await sql`update elders.elder set district = '500103', township = '500103001', village = null, updated_at = clock_timestamp()
        where id = ${id}::uuid`.execute(tx)
    })
    await sql`insert into elders.fact (district, elder_id, id, kind, value, valid_from, valid_to, source_kind, recorded_by, township)
      values ('500103', ${id}::uuid, gen_random_uuid(), 'residence', '{500113004001}', '2020-01-01', '2026-09-15', 'transfer', 'x', '500103001'),
             ('500103', ${id}::uuid, gen_random_uuid(), 'residence', '{500103001}', '2026-09-15', null, 'transfer', 'x', '500103001')`.execute(
      db,
    )
    await sql`insert into elders.transfer (district, id, elder_id, from_district, from_township, to_district, to_township, moved_on, reason, state, requested_by, decided_by, decided_at)
      values (${DISTRICT}, gen_random_uuid(), ${id}::uuid, ${DISTRICT}, '500113004', '500103', '500103001', '2026-09-15', '搬家', 'confirmed', 'a', 'b', clock_timestamp())`.execute(
      db,
    )
    const november = await run(db, '2026-11')
    const { rows } = await sql<{ month: string; fen: number; other: string }>`
      select to_char(month, 'YYYY-MM') as month, fen, other_district as other from benefits.between_districts where run_id = ${november.run.id}::uuid order by month`.execute(
      db,
    )
    expect(rows).toEqual([
      { month: '2026-09', fen: 6000, other: '500103' },
      { month: '2026-10', fen: 6000, other: '500103' },
    ])
    expect(
      (await sql`select 1 from benefits.difference where run_id = ${november.run.id}::uuid`.execute(db)).rows,
    ).toEqual([])
    await settledBetween('500103')
    // The new district pays what its own amount is above what the old one has paid, and from November on the whole.
    const there = await run(db, '2026-11', theirs, '500103')
    const owed = await sql<{ month: string; settled: number; due: number }>`
      select to_char(month, 'YYYY-MM') as month, settled_fen as settled, due_fen as due from benefits.difference where run_id = ${there.run.id}::uuid order by month`.execute(
      db,
    )
    expect(owed.rows).toEqual([
      { month: '2026-09', settled: 6000, due: 7000 },
      { month: '2026-10', settled: 6000, due: 7000 },
    ])
  })

  it('merged and split again at any time, what a person received is what the person is due', async () => {
    const { db } = town
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('merge', 'split', 'month'), { minLength: 2, maxLength: 4 }),
        async (steps) => {
          await emptyPayday(db)
          const kept = await addPayable(db, { born: '1940-01-01' })
          const gone = await addPayable(db, { born: '1940-01-01' })
          const months = ['2026-08', '2026-09', '2026-10', '2026-11']
          let at = 0
          let merged = false
          const pay = async () => {
            const month = months[at++] ?? ''
            const runId = await reviewedRun(db, month)
            const differs = await sql`select 1 from benefits.difference where run_id = ${runId}::uuid limit 1`.execute(
              db,
            )
            if (differs.rows.length > 0) await signed(runId)
            const batch = await made(db, runId, '2026-11-22' as Day)
            const { text } = await filed(db, batch.id)
            const loaded = await load(db, batch.id, answerOf(text))
            if (!loaded.ok) throw new Error(loaded.refusal.code)
          }
          await pay()
          for (const step of steps.slice(0, 3)) {
            if (step === 'month' && at < 3) await pay()
            if (step === 'merge' && !merged)
              await sql`update elders.elder set merged_into = ${kept}::uuid where id = ${gone}::uuid`.execute(db)
            if (step === 'split' && merged)
              await sql`update elders.elder set merged_into = null where id = ${gone}::uuid`.execute(db)
            if (step !== 'month') merged = step === 'merge'
          }
          await pay()
          // Every month paid so far is due once while the files are one, twice while they are two.
          const books = await received()
          expect(books.get('benefits:old-age-allowance')?.balance).toBe(at * 6000 * (merged ? 1 : 2))
          expect(await asSystem(db, checkLedger)).toMatchObject({ balanced: true, violations: [] })
        },
      ),
      { numRuns: process.env.PROVE === '1' ? 60 : 6, seed: 11 },
    )
  })
})
