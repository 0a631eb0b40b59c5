import { sql } from 'kysely'
import { addDays, type Day } from '../../platform/clock/day.ts'
import { asIdentity, type Tx } from '../../platform/db/index.ts'
import { type Platform, Refused } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import type { AuditPage, AuditQuery } from './contract.ts'
import { READS } from './queries.ts'
import { type Reach, reachOf } from './reach.ts'
import { refusals } from './refusals.ts'

type Row = {
  id: string
  at: Date
  place: string
  district: string
  account: string
  account_name: string | null
  action: string
  object: string
  object_id: string | null
  purpose: string | null
  before: unknown
  after: unknown
  seal: number | null
}

/**
 * Who did or read what, newest first, page by page. An auditor sees the entries of the districts that lie inside the grant, and
 * of accounts that work there; whoever audits the whole city sees all.
 */
export async function searchAudit(platform: Platform, principal: Principal, query: AuditQuery): Promise<AuditPage> {
  const reach = await reachOf(platform, principal, 'auditor')
  const [at, id] = query.cursor === undefined ? [null, null] : readCursor(query.cursor)
  const prefix = query.action?.endsWith('.') ? query.action : undefined
  const rows = await asIdentity(platform.db, async (tx) => {
    const inReach = reach.wholeCity ? [] : await accountsWithin(tx, reach)
    const { rows } = await sql<Row>`
      select e.id::text, e.at, (extract(epoch from e.at) * 1000000)::bigint::text as place, e.district, e.account,
             u.name as account_name, e.action, e.object, e.object_id, e.purpose, e.before, e.after, s.seq as seal
        from audit.entry e
        left join "user" u on u.username = e.account
        left join audit.seal s on s.entry_id = e.id
       where (${reach.wholeCity}::boolean or e.district = any(${reach.districts}::text[])
              or (e.object = 'account' and e.object_id = any(${inReach}::text[])))
         and (${query.account ?? null}::text is null or e.account = ${query.account ?? null})
         and (${query.object ?? null}::text is null or e.object = ${query.object ?? null})
         and (${query.objectId ?? null}::text is null or e.object_id = ${query.objectId ?? null})
         and (${query.action ?? null}::text is null or e.action = ${query.action ?? null} or e.action ^@ ${prefix ?? null})
         and (not ${query.reads ?? false}::boolean or e.action = any(${READS}::text[]))
         and (${query.from ?? null}::text is null or e.at >= (${query.from ?? null} || ' 00:00+08')::timestamptz)
         and (${query.until ?? null}::text is null
              or e.at < (${query.until === undefined ? null : addDays(query.until as Day, 1)} || ' 00:00+08')::timestamptz)
         and (${at}::bigint is null or (e.at, e.id) <
              (to_timestamp(0) + ${at}::bigint * interval '1 microsecond', ${id}::uuid))
       order by e.at desc, e.id desc limit ${query.limit + 1}`.execute(tx)
    return rows
  })
  platform.reads.note({
    account: principal.account,
    action: 'audit.search',
    object: 'audit',
    after: { ...query, cursor: undefined },
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    entries: page.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      district: row.district,
      account: row.account,
      accountName: row.account_name,
      action: row.action,
      object: row.object,
      objectId: row.object_id,
      purpose: row.purpose,
      before: row.before,
      after: row.after,
      seal: row.seal,
    })),
    next: last === undefined ? null : `${last.place}_${last.id}`,
  }
}

/** Accounts that hold or held a grant where somebody audits. */
async function accountsWithin(tx: Tx, reach: Reach): Promise<string[]> {
  const { rows } = await sql<{ account: string; division: string }>`
    select distinct account, division from "grant" where division is not null`.execute(tx)
  return [...new Set(rows.filter((row) => reach.covers(row.division)).map((row) => row.account))]
}

function readCursor(text: string): [string, string] {
  const match = /^(\d{1,18})_([0-9a-f]{8}-[0-9a-f-]{27})$/.exec(text)
  if (match?.[1] === undefined || match[2] === undefined) throw new Refused(refusals.cursorUnreadable())
  return [match[1], match[2]]
}
