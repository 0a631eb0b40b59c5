import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { numberOf } from '../../platform/documents/paper-number.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { publish } from '../../platform/outbox/index.ts'
import { shareDistricts } from '../elders/index.ts'
import { readCandidates } from './candidates.ts'
import { choosePair, reasonsAgainstPair } from './fit-pair.ts'
import { holdPersonOf } from './hold-person.ts'
import { refusals } from './refusals.ts'
import type { Reason } from './words.ts'

export type OrderAsked = {
  readonly district: string
  readonly elderIds: readonly string[]
  readonly reason: Reason
  readonly instrument: string
  readonly placeKind: string
  readonly dueOn: Day | null
  readonly note: string
  readonly aboutId?: string
  readonly account: string
  readonly today: Day
}

export type Ordered = {
  made: { elderId: string; id: string; number: string }[]
  skipped: { elderId: string; why: string }[]
}

/**
 * Orders assessments for some people at once. As the system role. Whoever has died, was merged, is not in the district or has an open order is
 * skipped with the reason; a second look by lot may stand beside an open order.
 */
export async function orderAssessments(tx: Tx, asked: OrderAsked): Promise<Ordered> {
  const { district, reason, today } = asked
  const ids = [...new Set(asked.elderIds)]
  await shareDistricts(tx, [district])
  // Locked one by one in order, so that two who order for the same people do not wait for each other in a circle.
  const { rows: people } = await sql<{ id: string; merged: boolean }>`
    select id::text, merged_into is not null as merged from elders.elder
     where district = ${district} and id = any (${ids}::uuid[]) order by id for no key update`.execute(tx)
  const { rows: barred } = await sql<{ id: string; why: string }>`
    select e.id::text, case when exists (select 1 from elders.fact f where f.district = ${district} and f.elder_id = e.id and f.kind = 'death'
                              and f.superseded_at is null and f.value <> '{}' and f.valid_from <= ${today}::date) then 'died' else 'open' end as why
      from elders.elder e
     where e.district = ${district} and e.id = any (${ids}::uuid[])
       and (exists (select 1 from elders.fact f where f.district = ${district} and f.elder_id = e.id and f.kind = 'death'
              and f.superseded_at is null and f.value <> '{}' and f.valid_from <= ${today}::date)
         or (${reason} <> 'recheck' and exists (select 1 from assessment.work_order o where o.district = ${district} and o.elder_id = e.id
              and o.instrument = ${asked.instrument} and o.state in ('open', 'assigned', 'recorded') and o.reason <> 'recheck')))`.execute(
    tx,
  )
  const why = new Map(barred.map((row) => [row.id, row.why]))
  for (const person of people) if (person.merged) why.set(person.id, 'merged')
  const there = new Set(people.map((person) => person.id))
  const made = people
    .filter((person) => !why.has(person.id))
    .map((person) => ({ elderId: person.id, id: newId(), number: '' }))
  const serials = await takeSerials(tx, made.length)
  for (const [at, each] of made.entries()) each.number = numberOf('PD', Number(today.slice(0, 4)), serials[at] ?? 0)
  await sql`
    insert into assessment.work_order (district, id, number, elder_id, township, village, reason, instrument, place_kind, due_on, note, about_id,
           ordered_by)
    select e.district, m.id, m.number, e.id, e.township, e.village, ${reason}, ${asked.instrument}, ${asked.placeKind}, ${asked.dueOn}::date,
           ${asked.note}, ${asked.aboutId ?? null}::uuid, ${asked.account}
      from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as m(id uuid, number text, "elderId" uuid)
      join elders.elder e on e.district = ${district} and e.id = m."elderId"`.execute(tx)
  await record(
    tx,
    made.map((each) => ({
      district,
      account: asked.account,
      action: 'assessment.order',
      object: 'assessmentOrder',
      objectId: each.id,
      after: { elder: each.elderId, reason },
    })),
  )
  return {
    made,
    skipped: ids
      .filter((id) => !there.has(id) || why.has(id))
      .map((elderId) => ({ elderId, why: why.get(elderId) ?? 'unknown' })),
  }
}

async function takeSerials(tx: Tx, count: number): Promise<number[]> {
  if (count === 0) return []
  const { rows } = await sql<{ serial: number }>`
    select nextval('assessment.serial_order')::float8 as serial from generate_series(1, ${count})`.execute(tx)
  return rows.map((row) => row.serial)
}

export type OrderKey = { readonly district: string; readonly id: string }

export type LockedOrder = OrderKey & {
  readonly elderId: string
  readonly state: string
  readonly reason: Reason
  readonly aboutId: string | null
  readonly agencyId: string | null
  readonly organisation: string | null
}

/** An order held for a change; undefined where there is none. As the system role: the caller has checked that it may be seen. */
export async function lockOrder(tx: Tx, key: OrderKey): Promise<LockedOrder | undefined> {
  await holdPersonOf(tx, 'work_order', key)
  const { rows } = await sql<LockedOrder>`
    select district, id::text, elder_id::text as "elderId", state, reason, about_id::text as "aboutId", agency_id::text as "agencyId", organisation
      from assessment.work_order where district = ${key.district} and id = ${key.id}::uuid for update`.execute(tx)
  return rows[0]
}

export type PairAsked = { readonly firstId: string; readonly secondId: string; readonly plannedOn: Day | null }

/**
 * Gives an order to two assessors; refused with every reason that speaks against them. An order with an answer is not given away.
 * @param within the agency from whose assessors its own desk chooses; everybody of the district where it is left out
 */
export async function assignPair(
  tx: Tx,
  account: string,
  order: LockedOrder,
  pair: PairAsked,
  today: Day,
  within?: string,
): Promise<Result<{ first: string; second: string }>> {
  if (order.state !== 'open' && order.state !== 'assigned') return refuse(refusals.wrongState())
  const { candidates, situation } = await readCandidates(tx, order, pair.plannedOn ?? today, within)
  const first = candidates.find((each) => each.id === pair.firstId)
  const second = candidates.find((each) => each.id === pair.secondId)
  if (first === undefined || second === undefined) return refuse(refusals.assessorUnknown())
  const against = reasonsAgainstPair(first, second, situation)
  if (against.length > 0) return refuse(refusals.pairUnfit(against))
  await storePair(tx, account, order, { ...pair, agencyId: first.agencyId })
  return ok({ first: first.name, second: second.name })
}

/** Gives an order to the least busy pair of an agency that may take it; the reason where there is none. */
export async function assignByLoad(
  tx: Tx,
  account: string,
  order: LockedOrder,
  agencyId: string | undefined,
  plannedOn: Day | null,
  today: Day,
): Promise<Result<{ first: string; second: string }>> {
  if (order.state !== 'open') return refuse(refusals.wrongState())
  const { candidates, situation } = await readCandidates(tx, order, plannedOn ?? today, agencyId)
  const pair = choosePair(candidates, situation)
  if (pair === undefined) return refuse(refusals.pairUnfit(['没有可以避嫌的两位在册评估员']))
  await storePair(tx, account, order, {
    firstId: pair.first.id,
    secondId: pair.second.id,
    plannedOn,
    agencyId: pair.first.agencyId,
  })
  return ok({ first: pair.first.name, second: pair.second.name })
}

async function storePair(
  tx: Tx,
  account: string,
  order: LockedOrder,
  pair: PairAsked & { agencyId: string },
): Promise<void> {
  await sql`
    update assessment.work_order o
       set state = 'assigned', agency_id = g.id, organisation = g.organisation, first_id = f.id, second_id = s.id, first_account = f.account,
           second_account = s.account, planned_on = ${pair.plannedOn}::date, assigned_by = ${account}, assigned_at = clock_timestamp(),
           changed_at = clock_timestamp()
      from assessment.assessor f, assessment.assessor s, assessment.agency g
     where o.district = ${order.district} and o.id = ${order.id}::uuid
       and f.district = o.district and f.id = ${pair.firstId}::uuid and s.district = o.district and s.id = ${pair.secondId}::uuid
       and g.district = o.district and g.id = ${pair.agencyId}::uuid`.execute(tx)
  await record(tx, {
    district: order.district,
    account,
    action: 'assessment.assign',
    object: 'assessmentOrder',
    objectId: order.id,
    after: { first: pair.firstId, second: pair.secondId, plannedOn: pair.plannedOn },
  })
  await publish(tx, { kind: 'assessment.assigned', district: order.district, payload: { order: order.id } })
}

/** Takes an order back that nobody has answered yet. */
export async function cancelOrder(
  tx: Tx,
  account: string,
  order: LockedOrder,
  why: string,
): Promise<Result<{ done: true }>> {
  if (order.state !== 'open' && order.state !== 'assigned') return refuse(refusals.wrongState())
  await sql`
    update assessment.work_order set state = 'cancelled', cancelled_why = ${why}, changed_at = clock_timestamp()
     where district = ${order.district} and id = ${order.id}::uuid`.execute(tx)
  await record(tx, {
    district: order.district,
    account,
    action: 'assessment.cancel',
    object: 'assessmentOrder',
    objectId: order.id,
    purpose: why,
  })
  return ok({ done: true })
}
