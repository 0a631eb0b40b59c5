import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { balancesOf, checkLedger, hold, release } from '../../engines/ledger/index.ts'
import { asOwner, asSystem, inScope } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { batchOf, DISTRICT, dies, month, run, settingsOf } from '../benefits/testing/town.ts'
import { decideAccount, proposeAccount } from './accounts.ts'
import { actOnBatch, releaseBatch } from './act-on-batch.ts'
import { makeMonthly, makeReissue } from './make-batch.ts'
import {
  actor,
  addPayable,
  answerOf,
  cardOf,
  district,
  emptyPayday,
  filed,
  finance,
  finance2,
  giveAccount,
  keyring,
  linesOf,
  load,
  loadLate,
  made,
  reviewedRun,
  sealOf,
  seePerson,
  TODAY,
  write,
} from './testing/payday.ts'

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase()
})
beforeEach(() => emptyPayday(town.db))
afterAll(() => town.drop())

const act = (id: string, kind: 'confirm' | 'close' | 'cancel', who = finance) =>
  asSystem(town.db, (tx) => actOnBatch(tx, id, { kind }, who))
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => (result.ok ? 'ok' : result.refusal?.code)
const balances = () =>
  asSystem(town.db, (tx) =>
    balancesOf(tx, { district: DISTRICT, owners: ['benefits:old-age-allowance'], currency: 'fen' }),
  )

describe('a month is paid', () => {
  it('a post in another district moves none of its money', async () => {
    await addPayable(town.db)
    const batch = await made(town.db, await reviewedRun(town.db, '2026-11'))
    const neighbour = {
      ...finance,
      who: { ...finance.who, grants: finance.who.grants.map((each) => ({ ...each, division: '500103' })) },
    }
    expect(codeOf(await act(batch.id, 'confirm', neighbour))).toBe('notAllowed')
    expect(codeOf(await act(batch.id, 'confirm'))).toBe('ok')
  })

  it('money that was drawn stays with a line that is held on its second way', async () => {
    const place = batchOf(DISTRICT, month('2026-11'))
    const maker = { account: 'district', today: TODAY }
    await addPayable(town.db)
    await addPayable(town.db)
    const batch = await made(town.db, await reviewedRun(town.db, '2026-11'))
    const { text } = await filed(town.db, batch.id)
    await load(town.db, batch.id, answerOf(text, { 1: ['E05', '系统超时'], 2: ['E05', '系统超时'] }))
    const again = await makeReissue(town.db, place, maker)
    if (!again.ok) throw new Error(again.refusal.code)
    const id = again.value.batch.id
    const hold = { kind: 'hold', district: DISTRICT, no: 1, reason: '待核' } as const
    expect(codeOf(await asSystem(town.db, (tx) => actOnBatch(tx, id, hold, district)))).toBe('ok')
    await filed(town.db, id)
    const letGo = { kind: 'letGo', district: DISTRICT, no: 1 } as const
    expect(codeOf(await asSystem(town.db, (tx) => actOnBatch(tx, id, letGo, district)))).toBe('ok')
    const third = await makeReissue(town.db, place, maker)
    if (!third.ok) throw new Error(third.refusal.code)
    await filed(town.db, third.value.batch.id)
    const owners = ['benefits:old-age-allowance', 'budget:2026:old-age-allowance:district']
    const books = await asSystem(town.db, (tx) => balancesOf(tx, { district: DISTRICT, owners, currency: 'fen' }))
    expect(books.get(owners[0] ?? '')?.balance).toBe(12000)
    expect(books.get(owners[1] ?? '')?.balance).toBe(100_000_000_000 - 12000)
  })

  it('the second of two accounts recorded side by side is a change and cools off', async () => {
    const elder = await addPayable(town.db, { card: null })
    const who = (account: string) => ({ ...actor(account, 'townshipClerk').who, account }) as Principal
    const around = (account: string) => ({ keyring, today: TODAY, who: who(account) })
    const key = { district: DISTRICT, elder }
    const kept = [cardOf(901), cardOf(902)]
    const ids: string[] = []
    for (const number of kept) {
      const given = { kind: 'bankCard', bank: '示例银行', number, holderName: '某人' } as const
      const done = await asSystem(town.db, (tx) => proposeAccount(tx, around('clerk'), key, given))
      if (!done.ok) throw new Error(done.refusal.code)
      ids.push(done.value.id)
    }
    for (const id of ids)
      expect(
        codeOf(await asSystem(town.db, (tx) => decideAccount(tx, around('clerk2'), key, id, { accept: true }))),
      ).toBe('ok')
    const { rows } = await sql<{ state: string; rests: boolean }>`
      select state, usable_from > ${TODAY}::date as rests from payments.account where elder_id = ${elder}::uuid order by decided_at`.execute(
      town.db,
    )
    expect(rows).toEqual([
      { state: 'ended', rests: false },
      { state: 'inUse', rests: true },
    ])
  })

  it('from the reviewed run to the closed batch: sealed text, answers, the ledger in balance', async () => {
    const first = await addPayable(town.db)
    const second = await addPayable(town.db, { born: '1930-01-01' })
    const runId = await reviewedRun(town.db, '2026-11')
    const batch = await made(town.db, runId)
    expect([batch.state, batch.lines, batch.amountFen]).toEqual(['made', 2, 26000])
    const { batch: out, text } = await filed(town.db, batch.id)
    expect(out.seal).toBe(sealOf(text))
    expect(text.split('\n')[0]).toBe(`H|YIYANG|1|${batch.id}|2026-11|2|26000`)
    expect(text).toContain('T|2|26000\n')
    const answer = answerOf(text, { 1: ['E03', '账户已销户'] })
    expect(await load(town.db, batch.id, answer)).toMatchObject({
      ok: true,
      value: { already: false, lines: 2, paid: 1, failed: 1 },
    })
    expect(await load(town.db, batch.id, answer)).toMatchObject({ ok: true, value: { already: true, failed: 1 } })
    expect(codeOf(await act(batch.id, 'close'))).toBe('ok')
    const lines = await linesOf(town.db, batch.id)
    expect(lines.map((each) => each.elder).toSorted()).toEqual([first, second].toSorted())
    const failed = lines[0]
    expect((await balances()).get('benefits:old-age-allowance')?.balance).toBe(26000 - (failed?.fen ?? 0))
    expect(await asSystem(town.db, checkLedger)).toMatchObject({ balanced: true, violations: [] })

    // Another account, and the one that came back goes out once more, alone.
    expect(
      codeOf(await makeReissue(town.db, batchOf(DISTRICT, month('2026-11')), { account: 'district', today: TODAY })),
    ).toBe('nothingToPay')
    await giveAccount(town.db, failed?.elder ?? '')
    const again = await makeReissue(town.db, batchOf(DISTRICT, month('2026-11')), { account: 'district', today: TODAY })
    if (!again.ok) throw new Error(again.refusal.message)
    expect(again.value.batch.lines).toBe(1)
    const second2 = await filed(town.db, again.value.batch.id)
    expect(await load(town.db, again.value.batch.id, answerOf(second2.text))).toMatchObject({
      ok: true,
      value: { paid: 1 },
    })
    expect((await balances()).get('benefits:old-age-allowance')?.balance).toBe(26000)
    expect(
      codeOf(await makeReissue(town.db, batchOf(DISTRICT, month('2026-11')), { account: 'district', today: TODAY })),
    ).toBe('nothingToPay')
  })

  it('holds whoever cannot be paid, each with its reason, and pays the others', async () => {
    const { db } = town
    const held: Record<string, string> = {}
    await addPayable(db)
    held[await addPayable(db, { card: null })] = 'noAccount'
    held[await addPayable(db, { seen: '2026-01-01' })] = 'noProofOfLife'
    held[await addPayable(db, { name: '张三', holder: '李四' })] = 'holderDiffers'
    const cooling = await addPayable(db, { card: null })
    await giveAccount(db, cooling, {}, '2026-12-01')
    held[cooling] = 'accountCoolingOff'
    const wrong = await addPayable(db)
    await sql`update payments.account set check_digit = false where elder_id = ${wrong}::uuid`.execute(db)
    held[wrong] = 'accountCheckDigit'
    const dead = await addPayable(db)
    held[dead] = 'diedSince'
    const asked = await addPayable(db)
    held[asked] = 'review'
    const [low, high] = [await addPayable(db), await addPayable(db)].toSorted()
    for (const each of [low, high]) held[each ?? ''] = 'duplicate'
    await sql`insert into elders.probable_duplicate (district, low, high, score, reasons, low_township, high_township)
      values (${DISTRICT}, ${low}::uuid, ${high}::uuid, 80, '{}', '500113004', '500113004')`.execute(db)
    await addPayable(db, { name: '王五', holder: '王小五', relation: '女儿' })
    const runId = await reviewedRun(db, '2026-11')
    await sql`insert into benefits.act (district, id, run_id, township, kind, elder_id, scheme, reason, account)
      values (${DISTRICT}, gen_random_uuid(), ${runId}::uuid, '500113004', 'hold', ${asked}::uuid, 'old-age-allowance', '家属来电', 'clerk')`.execute(
      db,
    )
    await dies(db, dead, '2026-11-10')
    const batch = await made(db, runId)
    const lines = await linesOf(db, batch.id)
    expect(Object.fromEntries(lines.filter((each) => each.held).map((each) => [each.elder, each.held]))).toEqual(held)
    expect([batch.lines, batch.amountFen]).toEqual([2, 12000])
  })

  it('what is held or told after the batch was made stops the signature until the list is brought up to date', async () => {
    const { db } = town
    const [asked, dead] = [await addPayable(db), await addPayable(db)]
    await addPayable(db)
    const runId = await reviewedRun(db, '2026-11')
    const batch = await made(db, runId)
    await sql`insert into benefits.act (district, id, run_id, township, kind, elder_id, scheme, reason, account)
      values (${DISTRICT}, gen_random_uuid(), ${runId}::uuid, '500113004', 'hold', ${asked}::uuid, 'old-age-allowance', '家属来电', 'clerk')`.execute(
      db,
    )
    expect(codeOf(await act(batch.id, 'confirm'))).toBe('linesChanged')
    const refresh = () => asSystem(db, (tx) => actOnBatch(tx, batch.id, { kind: 'refresh' }, finance))
    expect(codeOf(await refresh())).toBe('ok')
    expect(codeOf(await act(batch.id, 'confirm'))).toBe('ok')
    await dies(db, dead, '2026-11-10')
    expect(codeOf(await releaseBatch(db, batch.id, finance2, write('x')))).toBe('linesChanged')
    expect(codeOf(await refresh())).toBe('ok')
    const { batch: out } = await filed(db, batch.id)
    expect(out.lines).toBe(1)
  })

  it('an account that ended, a death told where the file is now, and a merge after the batch was made stop the signature', async () => {
    const { db } = town
    const [ended, moved, merged, kept] = [
      await addPayable(db),
      await addPayable(db),
      await addPayable(db),
      await addPayable(db),
    ]
    const batch = await made(db, await reviewedRun(db, '2026-11'))
    await sql`update payments.account set state = 'ended', ended_at = clock_timestamp() where elder_id = ${ended}::uuid`.execute(
      db,
    )
    await sql`insert into elders.transfer (district, id, elder_id, from_district, from_township, to_district, to_township, moved_on, reason, state, requested_by, decided_by, decided_at)
      values (${DISTRICT}, gen_random_uuid(), ${moved}::uuid, ${DISTRICT}, '500113004', '500103', '500103001', '2026-11-15', '搬家', 'confirmed', 'a', 'b', clock_timestamp())`.execute(
      db,
    )
    await asOwner(db, async (tx) => {
      await sql.raw(`set local session_replication_role = replica`).execute(tx)
      for (const [table, key] of [
        ['elders.elder', 'id'],
        ['payments.account', 'elder_id'],
      ] as const)
        await sql`update ${sql.table(table)} set district = '500103', township = '500103001', village = null where ${sql.ref(key)} = ${moved}::uuid`.execute(
          tx,
        )
    })
    await sql`insert into elders.fact (district, elder_id, id, kind, value, valid_from, valid_to, source_kind, recorded_by, township)
      values ('500103', ${moved}::uuid, gen_random_uuid(), 'death', '{2026-11-18}', '2026-11-18', null, 'clerk', 'x', '500103001')`.execute(
      db,
    )
    await sql`insert into elders.merge (district, id, kept, gone, choices, reason, state, proposed_by, decided_by, decided_at, kept_township, gone_township)
      values (${DISTRICT}, gen_random_uuid(), ${kept}::uuid, ${merged}::uuid, '{}', '同一人', 'confirmed', 'a', 'b', clock_timestamp(), '500113004', '500113004')`.execute(
      db,
    )
    expect(codeOf(await act(batch.id, 'confirm'))).toBe('linesChanged')
    const refresh = { kind: 'refresh' } as const
    expect(codeOf(await asSystem(db, (tx) => actOnBatch(tx, batch.id, refresh, finance)))).toBe('ok')
    const held = Object.fromEntries((await linesOf(db, batch.id)).map((each) => [each.elder, each.held]))
    expect(held).toEqual({ [ended]: 'accountChanged', [moved]: 'diedSince', [merged]: 'mergedSince', [kept]: null })
    expect((await filed(db, batch.id)).batch.lines).toBe(1)
  })

  it('a death told between two runs keeps the line of the earlier one back in a reissue of both', async () => {
    const { db } = town
    const [first, second] = [await addPayable(db, { seen: null }), await addPayable(db, { seen: null })]
    await addPayable(db)
    await filed(db, (await made(db, await reviewedRun(db, '2026-09'))).id)
    await dies(db, first, '2026-08-20')
    await filed(db, (await made(db, await reviewedRun(db, '2026-10'))).id)
    for (const each of [first, second]) await seePerson(db, each, '2026-11-20')
    const place = batchOf(DISTRICT, month('2026-11'))
    const again = await makeReissue(db, place, { account: 'district', today: TODAY })
    if (!again.ok) throw new Error(again.refusal.code)
    expect((await linesOf(db, again.value.batch.id)).map((each) => each.elder)).toEqual([second, second])
  })

  it('whoever lived through the month is paid for it when a later run has known of the death', async () => {
    const { db } = town
    const dead = await addPayable(db, { seen: null })
    await addPayable(db)
    await filed(db, (await made(db, await reviewedRun(db, '2026-09'))).id)
    await dies(db, dead, '2026-09-20')
    await seePerson(db, dead, '2026-09-10')
    const place = batchOf(DISTRICT, month('2026-11'))
    const again = () => makeReissue(db, place, { account: 'district', today: TODAY })
    expect(codeOf(await again())).toBe('nothingToPay')
    await reviewedRun(db, '2026-10')
    const made2 = await again()
    expect(made2.ok && (await linesOf(db, made2.value.batch.id)).map((each) => each.elder)).toEqual([dead])
  })

  it('a signature is lent only to an office that has nobody else for it', async () => {
    const { db } = town
    await addPayable(db)
    const batch = await made(db, await reviewedRun(db, '2026-11'))
    expect(codeOf(await act(batch.id, 'confirm'))).toBe('ok')
    await asOwner(db, async (tx) => {
      for (const name of ['finance', 'finance2']) {
        await sql`insert into identity."user" (id, name, email, "emailVerified", username, "updatedAt") values (${name}, ${name}, ${`${name}@x`}, true, ${name}, now())`.execute(
          tx,
        )
        await sql`insert into identity.standing (account, created_by) values (${name}, 'x')`.execute(tx)
        await sql`insert into identity."grant" (id, account, role, division, valid_from, granted_by, needs_approval)
          values (gen_random_uuid(), ${name}, 'districtFinance', ${DISTRICT}, '2020-01-01', 'x', false)`.execute(tx)
      }
    })
    const lend = () => releaseBatch(db, batch.id, actor('district2', 'districtOfficer'), write('district2'))
    expect(codeOf(await lend())).toBe('lendNotNeeded')
    await asOwner(db, (tx) =>
      sql`update identity.standing set disabled_at = now() where account = 'finance2'`.execute(tx),
    )
    expect(codeOf(await lend())).toBe('ok')
    await sql`truncate identity."grant", identity.standing, identity."user" cascade`.execute(db)
  })

  it('what the bank gives back after it had said to have paid goes back in the books and is paid again, once', async () => {
    const { db } = town
    const elders = [await addPayable(db), await addPayable(db)]
    const batch = await made(db, await reviewedRun(db, '2026-11'))
    const { text } = await filed(db, batch.id)
    await load(db, batch.id, answerOf(text))
    expect(codeOf(await act(batch.id, 'close'))).toBe('ok')
    const back = answerOf(text, { 1: ['E03', '账户已销户'], 2: ['E03', '账户已销户'] })
    const only = back
      .replace(/D\|2\|.*\n/, '')
      .replace('|2\n', '|1\n')
      .replace('T|0|2', 'T|0|1')
    expect(codeOf(await load(db, batch.id, only))).toBe('wrongState')
    expect(codeOf(await loadLate(db, batch.id, answerOf(text, { 1: ['E03', ''] })))).toBe('returnBlocked')
    expect(await loadLate(db, batch.id, only)).toMatchObject({ ok: true, value: { already: false, failed: 1 } })
    expect(await loadLate(db, batch.id, only)).toMatchObject({ ok: true, value: { already: true } })
    expect(codeOf(await loadLate(db, batch.id, back))).toBe('returnBlocked')
    expect((await balances()).get('benefits:old-age-allowance')?.balance).toBe(6000)
    const first = (await linesOf(db, batch.id))[0]?.elder ?? ''
    expect(elders).toContain(first)
    await giveAccount(db, first)
    const again = await makeReissue(db, batchOf(DISTRICT, month('2026-11')), { account: 'district', today: TODAY })
    if (!again.ok) throw new Error(again.refusal.code)
    await filed(db, again.value.batch.id)
    expect((await balances()).get('benefits:old-age-allowance')?.balance).toBe(12000)
    expect(await asSystem(db, checkLedger)).toMatchObject({ balanced: true })
  })

  it('the answer is compared with the account also after the person has moved', async () => {
    const { db } = town
    const elder = await addPayable(db)
    const batch = await made(db, await reviewedRun(db, '2026-11'))
    const { text } = await filed(db, batch.id)
    await sql`update payments.account set district = '500103', township = '500103001', village = null where elder_id = ${elder}::uuid`.execute(
      db,
    )
    const wrong = answerOf(text).replace(/D\|1\|\d{4}/, 'D|1|0000')
    expect(codeOf(await load(db, batch.id, wrong))).toBe('returnBlocked')
    expect(codeOf(await load(db, batch.id, answerOf(text)))).toBe('ok')
  })

  it('an account is recorded and put in use in the own name only, whatever a request tries', async () => {
    const { db } = town
    const elder = await addPayable(db)
    const scope = { account: 'clerk', districts: [DISTRICT], townships: [], villages: [] }
    const forged = inScope(db, scope, (tx) =>
      sql`insert into payments.account (district, id, elder_id, township, kind, bank, account_cipher, account_blind, last4, check_digit, holder_name, is_change, recorded_by)
        values (${DISTRICT}, gen_random_uuid(), ${elder}::uuid, '500113004', 'bankCard', '示例银行', '', '', '0000', true, '某人', false, 'somebody')`.execute(
        tx,
      ),
    )
    await expect(forged).rejects.toThrow(/row-level security/)
    const renumbered = inScope(db, scope, (tx) =>
      sql`update payments.account set last4 = '0000' where elder_id = ${elder}::uuid`.execute(tx),
    )
    await expect(renumbered).rejects.toThrow(/permission denied/)
  })

  it('a line that waited is paid by the next reissue when its reason has gone, once', async () => {
    const { db } = town
    await addPayable(db)
    const waiting = await addPayable(db, { seen: null })
    const batch = await made(db, await reviewedRun(db, '2026-11'))
    await filed(db, batch.id)
    const division = batchOf(DISTRICT, month('2026-11'))
    expect(codeOf(await makeReissue(db, division, { account: 'district', today: TODAY }))).toBe('nothingToPay')
    await seePerson(db, waiting, '2026-11-20')
    const again = await makeReissue(db, division, { account: 'district', today: TODAY })
    expect(again.ok && again.value.batch.lines).toBe(1)
    expect(again.ok && (await linesOf(db, again.value.batch.id))[0]?.elder).toBe(waiting)
  })

  it('needs two people for every step that moves money; the maker is never the checker', async () => {
    const { db } = town
    await addPayable(db)
    const runId = await reviewedRun(db, '2026-11')
    const batch = await made(db, runId)
    expect(codeOf(await act(batch.id, 'confirm', district))).toBe('notAllowed')
    expect(codeOf(await act(batch.id, 'confirm', actor('reviewer', 'districtFinance')))).toBe('secondPerson')
    expect(codeOf(await act(batch.id, 'confirm', actor('district', 'districtFinance')))).toBe('secondPerson')
    expect(codeOf(await releaseBatch(db, batch.id, finance2, write('x')))).toBe('wrongState')
    expect(codeOf(await act(batch.id, 'confirm'))).toBe('ok')
    expect(codeOf(await act(batch.id, 'confirm', finance2))).toBe('wrongState')
    expect(codeOf(await releaseBatch(db, batch.id, finance, write('x')))).toBe('secondPerson')
    expect(codeOf(await releaseBatch(db, batch.id, district, write('x')))).toBe('secondPerson')
    // An office with one clerk borrows its second signature from the district.
    const lent = actor('district2', 'districtOfficer')
    const released = await releaseBatch(db, batch.id, lent, write('district2'))
    expect(released).toMatchObject({ ok: true, value: { state: 'filed' } })
    const { rows } = await sql<{
      borrowed: boolean
    }>`select borrowed from payments.signature where step = 'release'`.execute(db)
    expect(rows).toEqual([{ borrowed: true }])
  })

  it('cannot begin before the review, without its settings, or twice; the month is closed by it and open again when it is cancelled', async () => {
    const { db } = town
    await addPayable(db)
    const { run: unreviewed } = await run(db, '2026-11')
    expect(codeOf(await makeMonthly(db, unreviewed.id, { account: 'district', today: TODAY }))).toBe('runNotReviewed')
    const runId = await reviewedRun(db, '2026-11')
    await sql
      .raw(
        `set session_replication_role = replica; delete from policy.setting where parameter = 'payment-proof-of-life-age'; set session_replication_role = default`,
      )
      .execute(db)
    const unset = await makeMonthly(db, runId, { account: 'district', today: TODAY })
    expect(unset).toMatchObject({
      ok: false,
      refusal: { code: 'parametersUnset', fields: [{ path: 'parameter:payment-proof-of-life-age' }] },
    })
    await sql
      .raw(`set session_replication_role = replica; delete from policy.setting; set session_replication_role = default`)
      .execute(db)
    await emptyPayday(db)
    await addPayable(db)
    const again = await reviewedRun(db, '2026-11')
    const batch = await made(db, again)
    expect(await makeMonthly(db, again, { account: 'other', today: TODAY })).toMatchObject({
      ok: true,
      value: { already: true, batch: { id: batch.id } },
    })
    await addPayable(db)
    expect((await run(db, '2026-11')).outcome).toBe('closed')
    expect(codeOf(await act(batch.id, 'cancel', district))).toBe('ok')
    expect((await run(db, '2026-11')).outcome).toBe('sealed')
  })

  it('stops before a budget is overdrawn and says which; a line held after the confirmation frees the money', async () => {
    const { db } = town
    await addPayable(db)
    await addPayable(db)
    const batch = await made(db, await reviewedRun(db, '2026-11'))
    await asSystem(db, (tx) =>
      hold(tx, {
        district: DISTRICT,
        owner: 'budget:2026:old-age-allowance:district',
        currency: 'fen',
        key: 'other',
        amount: 99_999_990_000,
        purpose: 'x',
        by: 'x',
      }),
    )
    expect(codeOf(await act(batch.id, 'confirm'))).toMatch(/short|SHORT/i)
    await asSystem(db, (tx) => release(tx, { district: DISTRICT, key: 'other', by: 'x' }))
    expect(codeOf(await act(batch.id, 'confirm'))).toBe('ok')
    const held = await asSystem(db, (tx) =>
      actOnBatch(tx, batch.id, { kind: 'hold', district: DISTRICT, no: 1, reason: '家属来电' }, finance),
    )
    expect(codeOf(held)).toBe('ok')
    const { batch: out } = await filed(db, batch.id)
    expect([out.lines, out.amountFen]).toEqual([1, 6000])
    expect(await asSystem(db, checkLedger)).toMatchObject({ balanced: true })
  })

  it.each([
    ['an unknown line', (text: string) => text.replace('D|1|', 'D|7|'), 'returnBlocked'],
    ['another sum', (text: string) => text.replace('|6000|', '|6001|'), 'returnBlocked'],
    ['another account', (text: string) => text.replace(/D\|1\|\d{4}/, 'D|1|0000'), 'returnBlocked'],
    [
      'a line twice',
      (text: string) =>
        text
          .replace(/(D\|1\|.*\n)/, '$1$1')
          .replace('|2\n', '|3\n')
          .replace('T|2', 'T|3'),
      'returnBlocked',
    ],
    [
      'another batch',
      (text: string) => text.replace(/R\|[^|]*/, 'R|00000000-0000-0000-0000-000000000000'),
      'returnForeign',
    ],
    ['half of it', (text: string) => text.slice(0, -4), 'returnUnreadable'],
    ['nothing', () => '', 'returnUnreadable'],
  ])('a return file with %s is refused whole', async (_what, damage, code) => {
    await addPayable(town.db)
    await addPayable(town.db)
    const batch = await made(town.db, await reviewedRun(town.db, '2026-11'))
    const { text } = await filed(town.db, batch.id)
    expect(codeOf(await load(town.db, batch.id, damage(answerOf(text))))).toBe(code)
    const { rows } = await sql`select 1 from payments.result union all select 1 from payments.return_file`.execute(
      town.db,
    )
    expect(rows).toEqual([])
  })

  it('a return sheet is read like the text; the second answer may not contradict the first', async () => {
    await addPayable(town.db)
    await addPayable(town.db)
    const batch = await made(town.db, await reviewedRun(town.db, '2026-11'))
    const { text } = await filed(town.db, batch.id)
    const sheet = '序号,账号,金额（元）,结果,失败原因\r\n1,,60.00,失败,账户冻结\r\n'
    expect(await load(town.db, batch.id, sheet, 'a.csv')).toMatchObject({ ok: true, value: { lines: 1, failed: 1 } })
    expect(codeOf(await act(batch.id, 'close'))).toBe('resultsMissing')
    expect(codeOf(await load(town.db, batch.id, answerOf(text)))).toBe('returnBlocked')
    const { rows } = await sql<{ cause: string }>`select cause from payments.result`.execute(town.db)
    expect(rows).toEqual([{ cause: 'accountFrozen' }])
  })

  it('one card for two persons without a relation is a pair, and both wait', async () => {
    const card = cardOf(9_999)
    await addPayable(town.db, { card })
    await addPayable(town.db, { card })
    const batch = await made(town.db, await reviewedRun(town.db, '2026-11', settingsOf()))
    expect((await linesOf(town.db, batch.id)).map((each) => each.held)).toEqual(['overlap', 'overlap'])
    const { rows } = await sql<{ rule: string; state: string }>`select rule, state from payments.pair`.execute(town.db)
    expect(rows).toEqual([{ rule: 'sameAccount', state: 'open' }])
  })
})
