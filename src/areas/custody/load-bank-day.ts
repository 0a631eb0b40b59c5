import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { postMany } from '../../engines/ledger/index.ts'
import { record } from '../../platform/audit/index.ts'
import { addDays, type Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, orRefuse, type Result, refuse } from '../../platform/http/index.ts'
import { type CustodyAccount, ledgerOf, lockAccount } from './accounts.ts'
import { type BankFile, BankFileUnreadable, readBankFile } from './bank-file.ts'
import { refusals } from './refusals.ts'

export type BankDayLoaded = {
  already: boolean
  on: string
  lines: number
  waiting: number
  /** Nothing is booked yet: the day ends below zero, and a second person has to bring the same file. */
  doubted: boolean
}

/** Reads the bytes of a bank's file; a file that is not whole is refused with the reason. */
export async function readBank(bytes: Uint8Array): Promise<Result<{ file: BankFile; digest: string }>> {
  try {
    return ok({ file: await readBankFile(bytes), digest: createHash('sha256').update(bytes).digest('hex') })
  } catch (error) {
    if (error instanceof BankFileUnreadable) return refuse(refusals.fileUnreadable(error.why))
    throw error
  }
}

/**
 * Books one day of a home's account, whole or not at all: the day after the last one, beginning with its closing balance. Money that names a
 * contract and its kind of fee goes to that elder's claim; money out must have been approved, by the same sum. The rest waits for a
 * person. The same file again changes nothing; a day that ends below zero needs two people. As the system role.
 */
export async function loadBankDay(
  tx: Tx,
  by: string,
  key: { district: string; facility: string; today: Day },
  { file, digest }: { file: BankFile; digest: string },
): Promise<Result<BankDayLoaded>> {
  const account = await lockAccount(tx, key.district, key.facility)
  if (account === undefined) return refuse(refusals.accountMissing())
  if (file.last4 !== account.number.slice(-4)) return refuse(refusals.fileForeign())
  if (file.on > key.today) return refuse(refusals.dayInFuture())
  const there = await sql<{ digest: string; lines: number }>`
    select digest, lines from custody.bank_day
     where district = ${key.district} and account_id = ${account.id}::uuid and on_day = ${file.on}`.execute(tx)
  const [same] = there.rows
  if (same !== undefined)
    return same.digest === digest
      ? ok({ already: true, on: file.on, lines: same.lines, waiting: 0, doubted: false })
      : refuse(refusals.dayTaken(file.on))
  const last = await sql<{ on: Day; closing: number }>`
    select on_day as "on", closing_fen as closing from custody.bank_day
     where district = ${key.district} and account_id = ${account.id}::uuid order by on_day desc limit 1`.execute(tx)
  const before = last.rows[0] ?? { on: addDays(account.openedOn, -1), closing: 0 }
  if (file.on <= before.on) return refuse(refusals.dayOutOfOrder(before.on))
  if (file.openingFen !== before.closing) return refuse(refusals.openingDiffers(before.closing, file.openingFen))
  const again = await serialBefore(tx, account, file)
  if (again !== undefined) return refuse(refusals.fileUnreadable(`流水号 ${again} 在以前的文件里已经入账`))
  // A custody account is never overdrawn: a file that says so is believed when two people have looked at it.
  if (file.closingFen < 0 && (account.doubtedDigest !== digest || account.doubtedBy === by)) {
    await doubt(tx, by, account, { digest, file })
    return ok({ already: false, on: file.on, lines: 0, waiting: 0, doubted: true })
  }
  const id = newId()
  await sql`
    insert into custody.bank_day (district, id, facility_id, township, village, account_id, on_day, opening_fen, closing_fen, lines, digest, loaded_by)
    values (${key.district}, ${id}, ${key.facility}, ${account.township}, ${account.village}, ${account.id}, ${file.on}, ${file.openingFen},
            ${file.closingFen}, ${file.lines.length}, ${digest}, ${by})`.execute(tx)
  const waiting = await storeMovements(tx, account, { bankDay: id, file })
  await payRequests(tx, account, id)
  await postMovements(tx, by, account, id, file.on)
  await record(tx, {
    district: key.district,
    account: by,
    action: 'custody.bankDay',
    object: 'facilities.facility',
    objectId: key.facility,
    after: { on: file.on, lines: file.lines.length, closingFen: file.closingFen },
  })
  return ok({ already: false, on: file.on, lines: file.lines.length, waiting, doubted: false })
}

async function doubt(
  tx: Tx,
  by: string,
  { district, id, facilityId }: CustodyAccount,
  { digest, file }: { digest: string; file: BankFile },
): Promise<void> {
  await sql`
    update custody.account set doubted_digest = ${digest}, doubted_by = ${by}
     where district = ${district} and id = ${id}::uuid`.execute(tx)
  await record(tx, {
    district,
    account: by,
    action: 'custody.bankDay.doubt',
    object: 'facilities.facility',
    objectId: facilityId,
    after: { on: file.on, closingFen: file.closingFen },
  })
}

/** A serial of the file that an earlier day has booked already; undefined where all are new. */
async function serialBefore(tx: Tx, account: CustodyAccount, file: BankFile): Promise<string | undefined> {
  const { rows } = await sql<{ serial: string }>`
    select serial from custody.movement
     where district = ${account.district} and facility_id = ${account.facilityId}::uuid
       and serial = any (${file.lines.map((line) => line.serial)}::text[]) limit 1`.execute(tx)
  return rows[0]?.serial
}

/** Stores the lines and says whose money each is, in one statement; gives the number that wait for a person. */
async function storeMovements(
  tx: Tx,
  account: CustodyAccount,
  { bankDay, file }: { bankDay: string; file: BankFile },
): Promise<number> {
  const { district, facilityId } = account
  const lines = JSON.stringify(file.lines.map((line) => ({ ...line, id: newId() })))
  const { rows } = await sql<{ waiting: number }>`
    with line as (
      select * from jsonb_to_recordset(${lines}::jsonb)
        as l(id uuid, "row" int, direction text, kind text, contract text, fen bigint, serial text, purpose text)),
    asked as (
      -- Two requests of one sum are paid one after the other, in the order in which they were made.
      select w.id, w.agreement_id, w.amount_fen, case when w.kind in ('facility', 'ownService') then 'use' else a.kind end as kind,
             row_number() over (partition by w.agreement_id, w.amount_fen, w.kind in ('facility', 'ownService') order by w.asked_at, w.id) as nth
        from custody.withdrawal w
        left join custody.agreement a on a.district = w.district and a.id = w.agreement_id
       where w.district = ${district} and w.facility_id = ${facilityId}::uuid and w.state = 'approved'),
    named as (
      select l.*, a.id as agreement_id,
             row_number() over (partition by l.direction, a.id, l.kind, l.fen order by l.row) as nth
        from line l
        left join custody.agreement a on a.district = ${district} and a.facility_id = ${facilityId}::uuid and a.contract = l.contract and a.kind = l.kind),
    whose as (
      select n.*, r.id as request_id,
             case when n.direction = 'in' then n.agreement_id is not null or n.kind in ('topUp', 'interest')
                  else r.id is not null end as matched
        from named n
        left join asked r on n.direction = 'out' and r.kind = n.kind and r.amount_fen = n.fen and r.nth = n.nth
                         and r.agreement_id is not distinct from n.agreement_id),
    kept as (
      insert into custody.movement (district, id, facility_id, township, village, bank_day_id, line, on_day, direction, kind, contract, amount_fen, serial,
                                    purpose, agreement_id, request_id, matched, matched_by, matched_at)
      select ${district}, id, ${facilityId}::uuid, ${account.township}, ${account.village}::text, ${bankDay}::uuid, "row", ${file.on}::date, direction, kind,
             contract, fen, serial, purpose, case when matched then agreement_id end, request_id, matched,
             case when matched then 'bank file' end, case when matched then clock_timestamp() end
        from whose returning matched)
    select count(*) filter (where not matched)::int as waiting from kept`.execute(tx)
  return rows[0]?.waiting ?? 0
}

/** What the bank paid of the approved requests. */
const payRequests = (tx: Tx, { district }: CustodyAccount, bankDay: string) =>
  sql`
    update custody.withdrawal w set state = 'paid', paid_on = m.on_day
      from custody.movement m
     where m.district = ${district} and m.bank_day_id = ${bankDay}::uuid and m.request_id is not null and w.district = m.district and w.id = m.request_id`.execute(
    tx,
  )

/**
 * One posting a movement: the bank's side and the side of whoever it belongs to. What was approved draws on its hold, a request of a claim
 * after the other: a hold answers only for its own request, whatever else came and went on the same claim that day.
 */
async function postMovements(tx: Tx, by: string, account: CustodyAccount, bankDay: string, on: Day): Promise<void> {
  const { district, facilityId: facility, id } = account
  const turns = sql`
    select m.*, case when m.request_id is null or m.agreement_id is null then 0
                     else row_number() over (partition by m.agreement_id, m.request_id is null order by m.line) end as turn
      from custody.movement m where m.district = ${district} and m.bank_day_id = ${bankDay}::uuid`
  const { rows } = await sql<{ turn: number; holds: string[] }>`
    select turn::int as turn, coalesce(array_agg('custody:withdrawal:' || request_id) filter (where turn > 0), '{}') as holds
      from (${turns}) t group by turn order by turn`.execute(tx)
  const signed = sql`case m.direction when 'in' then m.amount_fen else -m.amount_fen end`
  for (const { turn, holds } of rows)
    orRefuse(
      await postMany(
        tx,
        {
          currency: 'fen',
          day: on,
          kind: 'custody',
          by,
          holds: holds.map((key) => ({ district, key })),
        },
        sql`
      select m.district, 'custody:movement:' || m.id as key, side.owner, side.amount, m.serial as ref
        from (${turns}) m
       cross join lateral (values
         (${ledgerOf.bank(id)}::text, -1 * ${signed}),
         (case when not m.matched then ${ledgerOf.unmatched(facility)}::text
               when m.agreement_id is not null then 'custody:claim:' || m.agreement_id
               when m.kind = 'interest' then ${ledgerOf.interest(facility)}::text
               else ${ledgerOf.used(facility)}::text end, ${signed})) side(owner, amount)
       where m.turn = ${turn}`,
      ),
    )
}
