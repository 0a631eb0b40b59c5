import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { shareDistricts } from '../elders/index.ts'
import type { Scheme } from './basis.ts'

/** Somebody asked for a scheme, or agreed to it, from a month on: without it a scheme that is applied for pays nothing. */
export type NewClaim = {
  readonly district: string
  readonly elderId: string
  readonly township: string
  readonly village: string | null
  readonly scheme: Scheme
  /** First month, as its first day. */
  readonly from: Day
  readonly how: 'application' | 'consent'
  /** The case in which it was granted or agreed; none where a district took its old lists over. */
  readonly caseId: string | null
}

/** A claim `c` that stands on a day as known at an instant. */
export const claimStands = (on: Day, knownAt: string): RawBuilder<boolean> => sql<boolean>`
  (c.valid_from <= ${on}::date and (c.valid_to is null or c.valid_to > ${on}::date)
   and c.recorded_at <= ${knownAt}::timestamptz and (c.superseded_at is null or c.superseded_at > ${knownAt}::timestamptz))`

/** Records claims as of now; whoever has one already keeps it. Takes the register's shared lock, so that no run's cut-off misses them. */
export async function recordClaims(tx: Tx, claims: readonly NewClaim[], account: string): Promise<void> {
  if (claims.length === 0) return
  await shareDistricts(
    tx,
    claims.map((each) => each.district),
  )
  const rows = claims.map((each) => ({
    district: each.district,
    id: newId(),
    elder_id: each.elderId,
    township: each.township,
    village: each.village,
    scheme: each.scheme,
    valid_from: each.from,
    how: each.how,
    case_id: each.caseId,
  }))
  await sql`
    insert into benefits.claim (district, id, elder_id, township, village, scheme, valid_from, how, case_id, account)
    select district, id, elder_id, township, village, scheme, valid_from, how, case_id, ${account}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(district text, id uuid, elder_id uuid, township text, village text,
        scheme text, valid_from date, how text, case_id uuid)
     where not exists (select 1 from benefits.claim c where c.district = r.district and c.elder_id = r.elder_id
                          and c.scheme = r.scheme and c.superseded_at is null and c.valid_to is null and c.valid_from <= r.valid_from)`.execute(
    tx,
  )
}

/** The schemes that a person has claimed on a day, as known at an instant. */
export async function claimedBy(
  tx: Tx,
  { district, id }: { readonly district: string; readonly id: string },
  on: Day,
  knownAt: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ scheme: string }>`
    select scheme from benefits.claim c
     where c.district = ${district} and c.elder_id = ${id}::uuid and ${claimStands(on, knownAt)}`.execute(tx)
  return new Set(rows.map((row) => row.scheme))
}
