import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { type Result, refuse } from '../../platform/http/index.ts'
import type { Line } from './books.ts'
import { enter, type Heading, holdsOf, type Posted, resolved } from './enter.ts'
import { type Found, refusalOf } from './refusals.ts'

export type Posting = Heading & { readonly district: string; readonly key: string; readonly lines: readonly Line[] }

/**
 * Enters one posting: its lines sum to zero, in one currency, in one district. As the system role, in the transaction of what it records.
 * The same key with the same content changes nothing; with another content it is refused, as are a closed month, an unknown account
 * and a floor. Accounts with a floor that lose something are locked until the transaction ends: keep it short, or draw on a hold.
 */
export function post(tx: Tx, posting: Posting): Promise<Result<Posted>> {
  const { district, key, lines } = posting
  const rows = lines.map((line) => ({ district, key, ...line }))
  const relation = sql`
    select district, key, owner, amount, ref
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l(district text, key text, owner text, amount bigint, ref text)`
  return enter(tx, posting, sql`lines as materialized (${resolved(relation, posting.currency)})`, true)
}

/**
 * Enters a set of postings in a few statements, or none of them: `lines` is a relation `district, key, owner, amount, ref`; rows of one
 * district and key are one posting. Made for a month of a city: one posting for each township and scheme, with a line a person and one for
 * the fund, so that a person is read from `ref` or from the person's own account. As the system role.
 * Accounts `checked` by `row` are locked and checked first. Funds checked by `batch` are locked and checked only after everything is written, so that
 * two sets run side by side until their last moment; those of `holds` not at all. Running it again posts what is missing.
 */
export async function postMany(tx: Tx, heading: Heading, lines: RawBuilder<unknown>): Promise<Result<Posted>> {
  await sql`drop table if exists ledger_lines`.execute(tx)
  await sql`create temporary table ledger_lines on commit drop as ${resolved(lines, heading.currency)}`.execute(tx)
  await sql`analyze ledger_lines`.execute(tx)
  await sql`savepoint ledger_set`.execute(tx)
  const written = await enter(tx, heading, sql`lines as not materialized (select * from ledger_lines)`, false)
  const checked = written.ok ? ((await checkFunds(tx, heading)) ?? written) : written
  await sql.raw(checked.ok ? 'release savepoint ledger_set' : 'rollback to savepoint ledger_set').execute(tx)
  await sql`drop table ledger_lines`.execute(tx)
  return checked
}

/** The end of a set: the funds that it drew on are locked, then checked, all in one statement each. */
async function checkFunds(
  tx: Tx,
  heading: Heading,
): Promise<{ ok: false; refusal: ReturnType<typeof refusalOf> } | undefined> {
  const drawn = sql`
    select l.district, l.account_id from ledger_lines l
     where l.floor is not null and l.checked = 'batch'
       and not exists (select 1 from (${holdsOf(heading)}) h where h.district = l.district and h.account_id = l.account_id)
     group by 1, 2 having sum(l.amount) < 0`
  await sql`
    select a.id from ledger.account a where (a.district, a.id) in (${drawn}) order by a.id for no key update`.execute(
    tx,
  )
  const { rows } = await sql<Found>`
    select 'belowFloor' as kind, a.owner as about, (a.floor + held - balance)::bigint as amount
      from (select district, id, owner, floor from ledger.account where (district, id) in (${drawn}) offset 0) a
     cross join lateral (select ledger.balance(a.district, a.id) as balance, ledger.held(a.district, a.id) as held) b
     where balance - held < a.floor order by a.owner limit 1`.execute(tx)
  const [fault] = rows
  return fault === undefined ? undefined : refuse(refusalOf(fault, heading.currency))
}
