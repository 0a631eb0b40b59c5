import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { dayAt } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { Conflict, Door, VisitRecord } from './contract.ts'
import type { ElderHere } from './people.ts'

/** The digest of an upload as it was read: equal for a repeated upload, whatever order its keys came in. */
export const digestOf = (record: VisitRecord): Buffer => createHash('sha256').update(JSON.stringify(record)).digest()

/** The day of a visit by the server's clock, as far as the device's error is known. */
export const visitDay = (record: Pick<VisitRecord, 'startedAt' | 'device'>) =>
  dayAt(new Date(Date.parse(record.startedAt) - (record.device.clockOffset ?? 0)))

export type KeptRecord = {
  readonly record: VisitRecord
  readonly elder: ElderHere
  readonly account: string
  readonly helper: string
  readonly level: number | null
  readonly planId: string | null
}

/** Writes a record with its attachments (whose bytes come later). */
export async function insertRecord(
  tx: Tx,
  { record, elder, account, helper, level, planId }: KeptRecord,
): Promise<void> {
  const { device, place, instrument } = record
  const evidence = record.way === 'home' && record.outcome === 'seen' && place !== null
  await sql`
    insert into visits.record (district, id, elder_id, township, village, plan_id, corrects, account, helper, way, outcome, reason, on_day,
      started_at, ended_at, saved_at, device, clock_offset, lng, lat, accuracy, no_place, instrument, instrument_version, answers, unchanged,
      level, danger_signs, condition, next_steps, next_on, evidence, digest)
    values (${elder.district}, ${record.id}, ${elder.id}, ${elder.township}, ${elder.village}, ${planId}, ${record.corrects}, ${account}, ${helper},
      ${record.way}, ${record.outcome}, ${record.notSeenReason}, ${visitDay(record)}::date, ${record.startedAt}, ${record.endedAt},
      ${device.savedAt}, ${device.id}, ${device.clockOffset}, ${place?.lng ?? null}, ${place?.lat ?? null}, ${place?.accuracy ?? null},
      ${record.noPlaceBecause}, ${instrument?.id ?? null}, ${instrument?.version ?? null}, ${JSON.stringify(record.answers)}::jsonb,
      ${record.unchanged}::text[], ${level}, ${record.dangerSigns}::text[], ${record.condition}, ${record.nextSteps}, ${record.nextVisitOn}::date,
      ${evidence}, ${digestOf(record)})`.execute(tx)
  if (record.attachments.length > 0)
    await sql`
      insert into visits.attachment (district, id, record_id, elder_id, township, village, kind, sha256, bytes, taken_at)
      select ${elder.district}, a.id, ${record.id}::uuid, ${elder.id}::uuid, ${elder.township}, ${elder.village}, a.kind, decode(a.sha256, 'hex'),
             a.bytes, a."takenAt"
        from jsonb_to_recordset(${JSON.stringify(record.attachments)}::jsonb) as a(id uuid, kind text, sha256 text, bytes integer, "takenAt" timestamptz)
      on conflict do nothing`.execute(tx)
  if (record.corrects !== null)
    await sql`
      update visits.record set corrected_by = ${record.id}::uuid where district = ${elder.district} and id = ${record.corrects}::uuid`.execute(
      tx,
    )
}

/** The planned visit that a record answers: the one it names, else the earliest open one of its month. */
export async function planFor(tx: Tx, elder: ElderHere, record: VisitRecord): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id::text as id from visits.plan
     where district = ${elder.district} and elder_id = ${elder.id}::uuid and state <> 'cancelled'
       and (id = ${record.planId}::uuid or (month = date_trunc('month', ${visitDay(record)}::date)::date and state <> 'done'))
     order by (id = ${record.planId}::uuid) desc nulls last, ordinal limit 1`.execute(tx)
  return rows[0]?.id ?? null
}

/**
 * Brings a planned visit to what its records say: done by a visit at the door at which the elder was seen, with or without evidence; a call is
 * never a visit. Attempts are records at the door without success.
 */
export async function followPlan(tx: Tx, district: string, planId: string): Promise<void> {
  await sql`
    update visits.plan p
       set state = case when s.seen > 0 then 'done' when s.gone > 0 then 'cancelled' when s.missed > 0 then 'notSeen' else 'planned' end,
           cause = case when s.seen = 0 and s.gone > 0 then 'told' else p.cause end,
           attempts = s.missed, evidence = s.evidence > 0, record_id = s.record_id, changed_at = clock_timestamp()
      from (select count(*) filter (where outcome = 'seen')::int as seen, count(*) filter (where outcome = 'notSeen')::int as missed,
                   count(*) filter (where outcome in ('died', 'movedAway'))::int as gone, count(*) filter (where evidence)::int as evidence,
                   (array_agg(id order by evidence desc, outcome = 'seen' desc, started_at desc))[1] as record_id
              from visits.record
             where district = ${district} and plan_id = ${planId}::uuid and corrected_by is null and way = 'home') s
     where p.district = ${district} and p.id = ${planId}::uuid`.execute(tx)
}

/** What another device wrote about the same visit, or about the same elder on the same day. Both records stay as they are. */
export async function findConflicts(
  tx: Tx,
  elder: ElderHere,
  record: VisitRecord,
  planId: string | null,
): Promise<Conflict[]> {
  const { rows } = await sql<Conflict>`
    select case when plan_id = ${planId}::uuid then 'sameVisit' else 'sameDay' end as kind, null as field, ${record.outcome}::text as yours,
           outcome as theirs, helper as by, to_json(started_at) #>> '{}' as at, id::text as record
      from visits.record
     where district = ${elder.district} and elder_id = ${elder.id}::uuid and id <> ${record.id}::uuid
       and corrected_by is null and id is distinct from ${record.corrects}::uuid
       and ((plan_id = ${planId}::uuid and (device <> ${record.device.id}::uuid or (outcome = 'seen' and ${record.outcome} = 'seen')))
         or (on_day = ${visitDay(record)}::date and way = ${record.way} and (device <> ${record.device.id}::uuid or outcome = 'seen')))
     order by started_at limit 20`.execute(tx)
  return rows
}

const COLUMN: Readonly<Record<Exclude<keyof Door, 'version'>, string>> = {
  keyHolder: 'key_holder',
  hearing: 'hearing',
  dog: 'dog',
  path: 'path',
  bestTime: 'best_time',
  remark: 'remark',
}

/**
 * Takes what a record says about the door. A field that somebody changed since the device read it is not overwritten: both values are kept, and
 * told as a conflict.
 */
export async function changeDoor(tx: Tx, { record, elder, account }: KeptRecord): Promise<Conflict[]> {
  if (record.door.length === 0) return []
  await sql`
    insert into visits.door (district, elder_id, township, village, changed_by)
    values (${elder.district}, ${elder.id}, ${elder.township}, ${elder.village}, ${account}) on conflict do nothing`.execute(
    tx,
  )
  const { rows } = await sql<Record<string, string | null>>`
    select key_holder, hearing, dog, path, best_time, remark, changed_by, to_json(changed_at) #>> '{}' as changed_at from visits.door
     where district = ${elder.district} and elder_id = ${elder.id}::uuid for update`.execute(tx)
  const now = rows[0] ?? {}
  const judged = record.door.map((each) => {
    const found = now[COLUMN[each.field]] ?? null
    return { ...each, id: newId(), found, applied: found === each.was || found === each.becomes }
  })
  await sql`
    insert into visits.door_change (district, id, elder_id, township, village, record_id, field, was, becomes, found, applied, account)
    select ${elder.district}, id, ${elder.id}::uuid, ${elder.township}, ${elder.village}, ${record.id}::uuid, field, was, becomes, found, applied, ${account}
      from jsonb_to_recordset(${JSON.stringify(judged)}::jsonb) as c(id uuid, field text, was text, becomes text, found text, applied boolean)`.execute(
    tx,
  )
  const applied = judged.filter((each) => each.applied && each.found !== each.becomes)
  if (applied.length > 0)
    await sql`
      update visits.door set ${sql.join(applied.map((each) => sql`${sql.ref(COLUMN[each.field])} = ${each.becomes}`))},
             version = version + 1, changed_by = ${account}, changed_at = clock_timestamp()
       where district = ${elder.district} and elder_id = ${elder.id}::uuid`.execute(tx)
  return judged
    .filter((each) => !each.applied)
    .map((each) => ({
      kind: 'door' as const,
      field: each.field,
      yours: each.becomes,
      theirs: each.found,
      by: now.changed_by ?? '',
      at: now.changed_at ?? '',
      record: null,
    }))
}
