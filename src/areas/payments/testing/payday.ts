import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openAccounts, post } from '../../../engines/ledger/index.ts'
import { type Day, lastOfMonth } from '../../../platform/clock/day.ts'
import { type Keyring, keyringOf, newKeyFile } from '../../../platform/crypto/index.ts'
import { asSystem, type Db } from '../../../platform/db/index.ts'
import { type FileParts, openFile, openFileStore } from '../../../platform/files/index.ts'
import type { Role } from '../../../platform/identity/index.ts'
import type { Settings } from '../../../policy/index.ts'
import { addPerson, DISTRICT, emptyTown, month, type Person, run, settingsOf } from '../../benefits/testing/town.ts'
import { setDemonstrationValues } from '../../rules/index.ts'
import { type Actor, actOnBatch, releaseBatch } from '../act-on-batch.ts'
import { findPayment, type PaymentBatch } from '../batches.ts'
import { loadReturn } from '../load-return.ts'
import { makeMonthly } from '../make-batch.ts'
import { writeBankText } from '../write-file.ts'

/** What the specifications of payment share: people with accounts, the posts that sign, and a whole month of one call. */
export const TODAY = '2026-11-22' as Day

const folder = mkdtempSync(join(tmpdir(), 'yiyang-payday-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
export const keyring: Keyring = keyringOf(newKeyFile('aes-256-gcm'))
export const parts: FileParts = {
  store: openFileStore({ YIYANG_DATA: folder } as Parameters<typeof openFileStore>[0]),
  keyring,
}

export const actor = (account: string, role: Role, today: Day = TODAY): Actor => ({
  who: { account, grants: [{ role, division: DISTRICT, validFrom: '2020-01-01' as Day }] },
  today,
})
export const finance = actor('finance', 'districtFinance')
export const finance2 = actor('finance2', 'districtFinance')
export const district = actor('district', 'districtOfficer')

/** Sets the open values of the district and empties what earlier specifications left. */
export async function emptyPayday(db: Db): Promise<void> {
  await emptyTown(db)
  await sql`truncate payments.batch, payments.line, payments.result, payments.return_file, payments.batch_township, payments.signature, payments.account,
    payments.proof_of_life, payments.pair, payments.correction, payments.clawback, payments.clawback_entry, benefits.between_districts, payments.settlement,
    benefits.closing, elders.transfer cascade`.execute(db)
  await sql
    .raw(`set session_replication_role = replica; truncate ledger.account, ledger.posting, ledger.entry, ledger.hold, ledger.hold_event,
    ledger.closing, ledger.closing_balance; set session_replication_role = default`)
    .execute(db)
  await sql
    .raw(
      `set session_replication_role = replica; truncate funds.share_plan, funds.budget; set session_replication_role = default`,
    )
    .execute(db)
  await grantBudgets(db)
  await asSystem(db, (tx) =>
    setDemonstrationValues(tx, { division: DISTRICT, from: '2022-02-21' as Day, maker: 'a', checker: 'b' }),
  )
}

const SCHEMES = ['old-age-allowance', 'care-subsidy', 'extreme-hardship-care-subsidy']

/** The district pays everything, from budgets of both years that do not end. */
export async function grantBudgets(db: Db, fen = 100_000_000_000, at = DISTRICT): Promise<void> {
  await asSystem(db, async (tx) => {
    const budgets = SCHEMES.flatMap((scheme) => ['2026', '2027'].map((year) => `budget:${year}:${scheme}:district`))
    await openAccounts(
      tx,
      [
        { district: at, owner: 'treasury:district', kind: 'treasury', floor: null },
        ...budgets.map((owner) => ({ district: at, owner, kind: 'budget', floor: 0, checked: 'batch' as const })),
      ],
      { currency: 'fen', by: 'test' },
    )
    const lines = [
      { owner: 'treasury:district', amount: -fen * budgets.length },
      ...budgets.map((owner) => ({ owner, amount: fen })),
    ]
    await post(tx, {
      district: at,
      key: 'grant',
      currency: 'fen',
      day: '2026-01-05' as Day,
      kind: 'grant',
      by: 'test',
      lines,
    })
    for (const scheme of SCHEMES)
      await sql`insert into funds.share_plan (district, id, purpose, valid_from, shares, document, example)
        values (${at}, gen_random_uuid(), ${scheme}, '2020-01-01', '{"district": "1"}', '示例', true)`.execute(tx)
  })
}

/** A number with a right check digit, another for every n. */
export function cardOf(n: number): string {
  const body = `62170000${String(n).padStart(9, '0')}`
  for (let last = 0; last < 10; last++) {
    let sum = 0
    const digits = `${body}${last}`
    for (let at = 0; at < digits.length; at++) {
      const digit = Number(digits[digits.length - 1 - at])
      const counted = at % 2 === 1 ? digit * 2 : digit
      sum += counted > 9 ? counted - 9 : counted
    }
    if (sum % 10 === 0) return digits
  }
  return body
}

/** Fills the town with people of 80 and more, each with an own card and seen this month, in a few statements. */
export async function fillTown(db: Db, people: number, keys: Keyring = keyring): Promise<void> {
  const rows = Array.from({ length: people }, (_, at) => {
    const number = cardOf(500_000 + at)
    return {
      cipher: keys.seal(number).toString('hex'),
      blind: keys.blindIndex('account', number).toString('hex'),
      last4: number.slice(-4),
      at,
    }
  })
  await asSystem(db, async (tx) => {
    await sql`
      with people as (
        insert into elders.elder (district, id, name, birth_date, id_kind, township, village, household_division)
        select ${DISTRICT}, gen_random_uuid(), '某人', date '1930-01-01' + (at % 5000)::int, 'none', '500113004', '500113004001', '500113004'
          from generate_series(0, ${people - 1}::int) at returning district, id, name, township, village
      ), numbered as (select *, row_number() over (order by id) - 1 as at from people), seen as (
        insert into payments.proof_of_life (district, id, elder_id, township, village, kind, seen_on, evidence, recorded_by)
        select district, gen_random_uuid(), id, township, village, 'visit', '2026-11-01', '巡访记录', 'worker' from numbered)
      insert into payments.account (district, id, elder_id, township, village, kind, bank, account_cipher, account_blind, last4, check_digit, holder_name,
                                    is_change, state, usable_from, recorded_by, decided_by, decided_at)
      select n.district, gen_random_uuid(), n.id, n.township, n.village, 'socialSecurityCard', '示例银行', decode(r.cipher, 'hex'), decode(r.blind, 'hex'), r.last4,
             true, n.name, false, 'inUse', '2020-01-01', 'clerk', 'clerk2', clock_timestamp()
        from numbered n join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(at int, cipher text, blind text, last4 text) on r.at = n.at`.execute(
      tx,
    )
  })
}

let cards = 0
export type Payable = Person & {
  card?: string | null
  holder?: string
  seen?: string | null
  kind?: string
  relation?: string
}

/** Adds a person whom nothing keeps from being paid, unless told: own card in use, seen this month. */
export async function addPayable(db: Db, of: Payable = {}, seen = '2026-11-01'): Promise<string> {
  const id = await addPerson(db, { facts: { hardship: [] }, ...of })
  if (of.card !== null) await giveAccount(db, id, of)
  if (of.seen !== null) await seePerson(db, id, of.seen ?? seen)
  return id
}

export async function giveAccount(db: Db, elder: string, of: Payable = {}, usableFrom = '2020-01-01'): Promise<void> {
  const number = of.card ?? cardOf(++cards)
  const township = of.township ?? '500113004'
  await asSystem(db, (tx) =>
    sql`insert into payments.account (district, id, elder_id, township, village, kind, bank, account_cipher, account_blind, last4, check_digit,
          holder_name, relation, delegation, delegated_until, is_change, state, usable_from, recorded_by, decided_by, decided_at)
        values (${township.slice(0, 6)}, gen_random_uuid(), ${elder}::uuid, ${township}, ${`${township}001`}, ${of.kind ?? 'socialSecurityCard'}, '示例银行',
          ${keyring.seal(number)}, ${keyring.blindIndex('account', number)}, ${number.slice(-4)}, true, ${of.holder ?? of.name ?? '某人'}, ${of.relation ?? null},
          ${of.relation ? '委托书' : null}, ${of.relation ? '2099-01-01' : null}::date, false, 'inUse', ${usableFrom}::date, 'clerk', 'clerk2', clock_timestamp())`.execute(
      tx,
    ),
  )
}

export async function seePerson(db: Db, elder: string, on: string, township = '500113004'): Promise<void> {
  await asSystem(db, (tx) =>
    sql`insert into payments.proof_of_life (district, id, elder_id, township, kind, seen_on, evidence, recorded_by)
        values (${township.slice(0, 6)}, gen_random_uuid(), ${elder}::uuid, ${township}, 'visit', ${on}::date, '巡访记录', 'worker')`.execute(
      tx,
    ),
  )
}

/** Runs a month and signs the review. */
export async function reviewedRun(
  db: Db,
  at: string,
  settings: Settings = settingsOf(),
  division = DISTRICT,
): Promise<string> {
  const made = await run(db, at, settings, division, 'maker')
  await asSystem(db, (tx) =>
    sql`insert into benefits.act (district, id, run_id, township, kind, account)
        values (${division.slice(0, 6)}, gen_random_uuid(), ${made.run.id}::uuid, '', 'review', 'reviewer')`.execute(
      tx,
    ),
  )
  return made.run.id
}

export const write = (account: string) => (tx: Parameters<typeof writeBankText>[0], batch: PaymentBatch) =>
  writeBankText(tx, parts, batch, account)

export async function made(db: Db, runId: string, today: Day = TODAY): Promise<PaymentBatch> {
  const result = await makeMonthly(db, runId, { account: 'district', today })
  if (!result.ok) throw new Error(result.refusal.message)
  return result.value.batch
}

/** Confirms and releases a batch by two people; gives it as it stands, and its text. */
export async function filed(db: Db, id: string, today: Day = TODAY): Promise<{ batch: PaymentBatch; text: string }> {
  const confirmed = await asSystem(db, (tx) => actOnBatch(tx, id, { kind: 'confirm' }, { ...finance, today }))
  if (!confirmed.ok) throw new Error(confirmed.refusal.message)
  const done = await releaseBatch(db, id, { ...finance2, today }, write('finance2'))
  if (!done.ok) throw new Error(done.refusal.message)
  return { batch: done.value, text: await textOf(db, done.value) }
}

export async function textOf(db: Db, batch: PaymentBatch): Promise<string> {
  return asSystem(db, async (tx) => {
    const found = await openFile(tx, parts, batch.fileId ?? '')
    const pieces: Buffer[] = []
    for await (const piece of found?.content ?? []) pieces.push(piece as Buffer)
    return Buffer.concat(pieces).toString('utf8')
  })
}

export const sealOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The bank's answer to a payment text: every line paid but those of `failing` (by number, with code and reason). */
export function answerOf(
  text: string,
  failing: Readonly<Record<number, readonly [code: string, reason: string]>> = {},
): string {
  const rows = text.trimEnd().split('\n')
  const batch = rows[0]?.split('|')[3] ?? ''
  const lines = rows.slice(1, -1).map((row) => {
    const [, no = '', account = '', , fen = ''] = row.split('|')
    const [code, reason] = failing[Number(no)] ?? ['0000', '成功']
    return `D|${no}|${account.slice(-4)}|${fen}|${code}|${reason}`
  })
  const failed = lines.filter((line) => line.split('|')[4] !== '0000').length
  return `${[`R|${batch}|${lines.length}`, ...lines, `T|${lines.length - failed}|${failed}`].join('\n')}\n`
}

export const load = (db: Db, batch: string, text: string, name = '回盘.txt', today: Day = TODAY) =>
  loadReturn(db, batch, { name, bytes: Buffer.from(text) }, { ...finance, today })

/** What the bank gives back of a file after it had said to have paid. */
export const loadLate = (db: Db, batch: string, text: string) =>
  loadReturn(db, batch, { name: '退汇.txt', bytes: Buffer.from(text), late: true }, finance)

/** A month from run to answered file; the day of the file is the month's last or today. */
export async function paidMonth(
  db: Db,
  at: string,
  settings: Settings = settingsOf(),
  failing = {},
): Promise<PaymentBatch> {
  const end = lastOfMonth(month(at))
  const today = end < TODAY ? end : TODAY
  const batch = await made(db, await reviewedRun(db, at, settings), today)
  const { text } = await filed(db, batch.id, today)
  const loaded = await load(db, batch.id, answerOf(text, failing), '回盘.txt', today)
  if (!loaded.ok) throw new Error(loaded.refusal.message)
  const now = await asSystem(db, (tx) => findPayment(tx, batch.id))
  return now ?? batch
}

export type LineRow = {
  no: number
  elder: string
  scheme: string
  month: string
  kind: string
  fen: number
  held: string | null
}
export const linesOf = (db: Db, batch: string): Promise<LineRow[]> =>
  asSystem(
    db,
    async (tx) =>
      (
        await sql<LineRow>`select no, elder_id::text as elder, scheme, to_char(month, 'YYYY-MM') as month, kind, amount_fen as fen, held
          from payments.line where batch_id = ${batch}::uuid order by no`.execute(tx)
      ).rows,
  )
