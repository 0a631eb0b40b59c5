import { sql } from 'kysely'
import type { z } from 'zod'
import { record } from '../../platform/audit/index.ts'
import { addDays, type Day } from '../../platform/clock/day.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import { newId, type Scope, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { within } from './board.ts'
import type { DutyRoster, HandOver, NewAbsence, NewDuty, NewPost } from './contract.ts'
import { masked } from './follow-ups.ts'
import { districtsOf } from './people.ts'
import { refusals } from './refusals.ts'
import { openMonths, type Replanned, replan } from './replan.ts'

type By = { readonly account: string; readonly today: Day; readonly keyring: Keyring; readonly requestId?: string }
const traced = ({ requestId }: By) => (requestId === undefined ? {} : { requestId })

/** Duty people from today on, and the townships of the area for which nobody is on duty now. */
export async function readDuty(
  tx: Tx,
  scope: Scope,
  area: string | undefined,
  now: Date,
  keyring: Keyring,
): Promise<DutyRoster> {
  const narrowed = area !== undefined && area.length >= 12 ? area.slice(0, 9) : area
  const { rows } = await sql<Omit<DutyRoster['rows'][number], 'masked'> & { cipher: Buffer }>`
    select u.id::text as id, u.district, u.township, coalesce(d.name, u.township) as "townshipName", u.name, u.cipher,
           to_json(u.from_at) #>> '{}' as "from", to_json(u.until_at) #>> '{}' as until, u.from_at <= ${now} and u.until_at > ${now} as now
      from visits.duty u left join divisions.division d on d.key = u.township
     where ${within('u', scope, narrowed)} and u.until_at > ${now} order by u.from_at, u.township limit 200`.execute(tx)
  const uncovered = await sql<DutyRoster['uncovered'][number]>`
    select p.township, coalesce(d.name, p.township) as name
      from (select distinct p.district, p.township from visits.plan p where ${within('p', scope, narrowed)} and p.state in ('planned', 'notSeen')) p
      left join divisions.division d on d.key = p.township
     where not exists (select 1 from visits.duty u where u.district = p.district and u.township = p.township and u.from_at <= ${now} and u.until_at > ${now})
     order by p.township limit 100`.execute(tx)
  return {
    rows: rows.map(({ cipher, ...row }) => ({ ...row, masked: masked(keyring, cipher) })),
    uncovered: uncovered.rows,
  }
}

export async function addDuty(tx: Tx, by: By, duty: z.infer<typeof NewDuty>): Promise<Result<{ id: string }>> {
  const id = newId()
  const district = duty.township.slice(0, 6)
  await sql`
    insert into visits.duty (district, id, township, account, name, cipher, from_at, until_at, recorded_by)
    values (${district}, ${id}, ${duty.township}, ${duty.account}, ${duty.name}, ${by.keyring.seal(duty.phone)}, ${duty.from}, ${duty.until}, ${by.account})`.execute(
    tx,
  )
  await record(tx, {
    district,
    account: by.account,
    action: 'visits.duty.add',
    object: 'visits.duty',
    objectId: id,
    after: { township: duty.township, from: duty.from, until: duty.until },
    ...traced(by),
  })
  return ok({ id })
}

/** Gives somebody a post in a village: assistant, grid worker, contact person … */
export async function addPost(tx: Tx, by: By, post: z.infer<typeof NewPost>): Promise<Result<{ id: string }>> {
  const id = newId()
  const district = post.village.slice(0, 6)
  await sql`
    insert into visits.post (district, id, township, village, account, name, cipher, kind, source, full_time, daily_most, valid_from, recorded_by)
    values (${district}, ${id}, ${post.village.slice(0, 9)}, ${post.village}, ${post.account}, ${post.name},
            ${post.phone === undefined ? null : by.keyring.seal(post.phone)}, ${post.kind}, ${post.source}, ${post.fullTime}, ${post.dailyMost},
            ${post.from}::date, ${by.account})`.execute(tx)
  await record(tx, {
    district,
    account: by.account,
    action: 'visits.post.add',
    object: 'visits.post',
    objectId: id,
    after: { village: post.village, kind: post.kind },
    ...traced(by),
  })
  return ok({ id })
}

/** Notes that a helper is away, and moves at once what was planned for those days. `until` is the last day away. As the system role. */
export async function addAbsence(tx: Tx, by: By, absence: z.infer<typeof NewAbsence>): Promise<Result<Replanned>> {
  const district = absence.village.slice(0, 6)
  const township = absence.village.slice(0, 9)
  const { rows } = await sql`
    select 1 from visits.post where district = ${district} and village = ${absence.village} and account = ${absence.account} limit 1`.execute(
    tx,
  )
  if (rows.length === 0) return refuse(refusals.helperUnknown())
  const id = newId()
  await sql`
    insert into visits.absence (district, id, township, village, account, valid_from, valid_to, reason, recorded_by)
    values (${district}, ${id}, ${township}, ${absence.village}, ${absence.account}, ${absence.from}::date, ${addDays(absence.until as Day, 1)}::date,
            ${absence.reason}, ${by.account})`.execute(tx)
  await record(tx, {
    district,
    account: by.account,
    action: 'visits.absence.add',
    object: 'visits.absence',
    objectId: id,
    after: { from: absence.from, until: absence.until },
    ...traced(by),
  })
  const moved: Record<string, number> = {}
  let cancelled = 0
  for (const month of openMonths(by.today)) {
    const done = await replan(tx, { district, month, today: by.today, account: by.account, ...traced(by) })
    for (const [cause, n] of Object.entries(done.moved)) moved[cause] = (moved[cause] ?? 0) + n
    cancelled += done.cancelled
  }
  return ok({ moved, cancelled })
}

/** One helper hands a village over to another: open visits and the pairs, each remembering whom it came from. As the system role. */
export async function handOver(
  tx: Tx,
  by: By,
  given: z.infer<typeof HandOver>,
): Promise<Result<{ visits: number; pairs: number }>> {
  const { district, village, from, to, note } = given
  const { rows: posts } = await sql<{ name: string }>`
    select name from visits.post where district = ${district} and village = ${village} and account = ${to} and valid_from <= ${by.today}::date
       and (valid_to is null or valid_to > ${by.today}::date) limit 1`.execute(tx)
  const [successor] = posts
  if (successor === undefined || from === to) return refuse(refusals.helperUnknown())
  const visits = await sql`
    update visits.plan set account = ${to}, moved_from = ${from}, cause = 'handedOver', changed_at = clock_timestamp()
     where district = ${district} and village = ${village} and account = ${from} and state in ('planned', 'notSeen') and month >= date_trunc('month', ${by.today}::date)::date
    returning 1`.execute(tx)
  const pairs = await sql`
    with ended as (
      update visits.pair set valid_to = greatest(${by.today}::date, valid_from + 1), ended_because = ${note}
       where district = ${district} and village = ${village} and account = ${from} and (valid_to is null or valid_to > ${by.today}::date) returning *)
    insert into visits.pair (district, id, elder_id, township, village, mode, account, partner, partner_kind, help, every_days, valid_from, follows, recorded_by)
    select district, gen_random_uuid(), elder_id, township, village, mode, ${to}, ${successor.name}, partner_kind, help, every_days, valid_to, id, ${by.account} from ended
    returning 1`.execute(tx)
  await sql`
    update visits.post set valid_to = greatest(${by.today}::date, valid_from + 1), note = ${note}
     where district = ${district} and village = ${village} and account = ${from} and (valid_to is null or valid_to > ${by.today}::date)`.execute(
    tx,
  )
  const done = { visits: visits.rows.length, pairs: pairs.rows.length }
  await record(tx, {
    district,
    account: by.account,
    action: 'visits.handOver',
    object: 'visits.post',
    after: { village, from, to, note, ...done },
    ...traced(by),
  })
  return ok(done)
}

/** Whether a scope reaches a village or a township. */
export const reaches = (scope: Scope, place: string): boolean =>
  scope.districts.includes(place.slice(0, 6)) ||
  scope.townships.includes(place.slice(0, 9)) ||
  scope.villages.includes(place)

/** The district whose settings count for an area, or for the scope. */
export const districtOf = (scope: Scope, area: string | undefined): string =>
  area !== undefined && /^\d{6}/.test(area) && !area.endsWith('0000') ? area.slice(0, 6) : (districtsOf(scope)[0] ?? '')
