import { sql } from 'kysely'
import type { Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { PERIOD_LOCK } from './enter.ts'
import { refusals } from './refusals.ts'

/** Entries in the months being closed from which it pays to note an account's balance. */
const MANY = 20

/**
 * Closes a month of a district and all before it: from then on the database takes no posting there, and a correction goes to an open month. Waits
 * for postings under way. Notes the balance of accounts with many entries, so that later sums begin there (people's own accounts have few and
 * are summed whole), and a checksum by which `checkLedger` finds what was changed behind its back.
 */
export async function closePeriod(
  tx: Tx,
  { district, period, by }: { district: string; period: Month; by: string },
): Promise<Result<{ postings: number }>> {
  await sql`select pg_advisory_xact_lock(${PERIOD_LOCK}, hashtext(${district}))`.execute(tx)
  const closed = await closedThrough(tx, district)
  if (closed !== undefined && closed >= period) return refuse(refusals.closedAlready(period.slice(0, 7)))
  const { rows } = await sql<{ postings: number }>`
    insert into ledger.closing (district, period, postings, checksum, closed_by)
    select ${district}, ${period}::date, count(*), coalesce(sum(p.checksum), 0), ${by}
      from ledger.posting p
     where p.district = ${district} and p.period <= ${period}::date and p.period > ${closed ?? '-infinity'}::date
    returning postings`.execute(tx)
  await sql`
    insert into ledger.closing_balance (district, account_id, period, balance)
    select e.district, e.account_id, ${period}::date, ledger.balance(e.district, e.account_id, ${period}::date)
      from ledger.posting p join ledger.entry e on e.district = p.district and e.posting_id = p.id
     where p.district = ${district} and p.period <= ${period}::date and p.period > ${closed ?? '-infinity'}::date
     group by e.district, e.account_id having count(*) >= ${MANY}`.execute(tx)
  return ok({ postings: rows[0]?.postings ?? 0 })
}

/** The last closed month of a district, if any. */
export async function closedThrough(tx: Tx, district: string): Promise<Month | undefined> {
  const { rows } = await sql<{ period: Month | null }>`
    select max(period) as period from ledger.closing where district = ${district}`.execute(tx)
  return rows[0]?.period ?? undefined
}
