import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Day } from '../../platform/clock/day.ts'
import { asSystem } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { DISTRICT, month } from '../benefits/testing/town.ts'
import { actOnBatch } from './act-on-batch.ts'
import { actOnPair, listPairs } from './act-on-pair.ts'
import { addPayable, emptyPayday, finance, linesOf, made, reviewedRun, TODAY } from './testing/payday.ts'

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase()
})
beforeEach(() => emptyPayday(town.db))
afterAll(() => town.drop())

const OTHER = '500103'
const officer = (account: string, district: string) =>
  ({
    account,
    name: account,
    grants: [{ role: 'districtOfficer', division: district, validFrom: '2020-01-01' as Day }],
    scope: { account, districts: [district], townships: [], villages: [] },
  }) as Principal

/** The month of one person was paid in 渝中, or waits in a batch there, before the move to 巴南. */
async function paidElsewhere(elder: string, state: 'filed' | 'confirmed' = 'filed'): Promise<void> {
  const { db } = town
  const batch = '00000000-0000-7000-8000-0000000000aa'
  await sql`insert into elders.transfer (district, id, elder_id, from_district, from_township, to_district, to_township, moved_on, reason, state, requested_by, decided_by, decided_at)
    values (${OTHER}, gen_random_uuid(), ${elder}::uuid, ${OTHER}, '500103001', ${DISTRICT}, '500113004', '2026-11-10', '搬家', 'confirmed', 'a', 'b', clock_timestamp())`.execute(
    db,
  )
  await sql`insert into payments.batch (id, kind, payer, division, month, districts, townships, state, basis, made_by, seal, file_id, lines, amount_fen)
    values (${batch}::uuid, 'reissue', ${OTHER}, ${OTHER}, ${month('2026-11')}::date, ${[OTHER]}::text[], '{500103001}', ${state}, '{}', 'x', 'seal', gen_random_uuid(), 1, 6000)`.execute(
    db,
  )
  await sql`insert into payments.line (district, batch_id, no, elder_id, payee, township, scheme, month, kind, amount_fen, account_id, payee_name)
    values (${OTHER}, ${batch}::uuid, 1, ${elder}::uuid, ${elder}::uuid, '500103001', 'old-age-allowance', ${month('2026-11')}::date, 'current', 6000, gen_random_uuid(), '某人')`.execute(
    db,
  )
}

describe('payments that may not stand together', () => {
  it('a month paid in another district is found before payment; both districts see it and agree which stands', async () => {
    const { db } = town
    const elder = await addPayable(db)
    await addPayable(db)
    await paidElsewhere(elder)
    const batch = await made(db, await reviewedRun(db, '2026-11'))
    expect((await linesOf(db, batch.id)).find((each) => each.elder === elder)?.held).toBe('overlap')
    const [pair] = await asSystem(db, listPairs)
    expect(pair).toMatchObject({ rule: 'samePerson', ruleSays: '同一人同一月份在两处发放', state: 'open' })
    const act = (who: Principal, stands: 'first' | 'second') =>
      asSystem(db, (tx) => actOnPair(tx, pair?.id ?? '', { stands, note: '核对迁移日期' }, who, TODAY))
    expect(await act(officer('stranger', '500101'), 'second')).toMatchObject({
      ok: false,
      refusal: { code: 'pairUnknown' },
    })
    expect(await act(officer('banan', DISTRICT), 'second')).toMatchObject({ ok: true })
    expect(await act(officer('banan2', DISTRICT), 'second')).toMatchObject({
      ok: false,
      refusal: { code: 'pairOtherSide' },
    })
    expect(await act(officer('yuzhong', OTHER), 'second')).toMatchObject({ ok: true })
    expect((await linesOf(db, batch.id)).find((each) => each.elder === elder)?.held).toBe('yielded')
  })

  it('a payment cannot start while a pair or an open duplicate would go out with it', async () => {
    const { db } = town
    const [low, high] = [await addPayable(db), await addPayable(db)].toSorted()
    const batch = await made(db, await reviewedRun(db, '2026-11'))
    await sql`insert into elders.probable_duplicate (district, low, high, score, reasons, low_township, high_township)
      values (${DISTRICT}, ${low}::uuid, ${high}::uuid, 80, '{}', '500113004', '500113004')`.execute(db)
    const confirm = () => asSystem(db, (tx) => actOnBatch(tx, batch.id, { kind: 'confirm' }, finance))
    expect(await confirm()).toMatchObject({ ok: false, refusal: { code: 'duplicatesStand' } })
    await asSystem(db, (tx) =>
      actOnBatch(tx, batch.id, { kind: 'hold', district: DISTRICT, no: 1, reason: '疑似重复' }, finance),
    )
    expect(await confirm()).toMatchObject({ ok: true })
  })

  it('a line that waits in another district is held there too, and its batch is summed and confirmed again', async () => {
    const { db } = town
    const elder = await addPayable(db)
    await paidElsewhere(elder, 'confirmed')
    await made(db, await reviewedRun(db, '2026-11'))
    const { rows } = await sql<{ state: string; lines: number; amount: number; held: string }>`
      select b.state, b.lines, b.amount_fen as amount, l.held from payments.batch b join payments.line l on l.batch_id = b.id where b.payer = ${OTHER}`.execute(
      db,
    )
    expect(rows).toEqual([{ state: 'made', lines: 0, amount: 0, held: 'overlap' }])
  })

  it('the side that yields is not owed, whatever held it; a payment that has gone out cannot yield', async () => {
    const { db } = town
    const elder = await addPayable(db, { seen: null })
    await paidElsewhere(elder)
    const batch = await made(db, await reviewedRun(db, '2026-11'))
    const line = async () => (await linesOf(db, batch.id)).find((each) => each.elder === elder)?.held
    expect(await line()).toBe('noProofOfLife')
    const [pair] = await asSystem(db, listPairs)
    const act = (who: Principal, stands: 'first' | 'second') =>
      asSystem(db, (tx) => actOnPair(tx, pair?.id ?? '', { stands, note: '核对迁移日期' }, who, TODAY))
    expect(await act(officer('banan', DISTRICT), 'first')).toMatchObject({ ok: false, refusal: { code: 'pairPaid' } })
    expect(await act(officer('banan', DISTRICT), 'second')).toMatchObject({ ok: true })
    expect(await act(officer('yuzhong', OTHER), 'second')).toMatchObject({ ok: true })
    expect(await line()).toBe('yielded')
  })
})
