import { sql } from 'kysely'
import { takeNumbers } from '../../engines/process/index.ts'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { type By, type Home, lockHome } from './home.ts'
import { APPLICATION_MOVES, type ApplicationState, mayFollow } from './life-cycle.ts'
import { peopleById, wishOf } from './people.ts'
import { refusals } from './refusals.ts'
import { APPLICATION_WORDS } from './words.ts'

export type ApplicationOrder = {
  readonly elder: string
  readonly kind: 'long' | 'short' | 'respite'
  readonly wants: 'ordinary' | 'nursing' | 'dementia'
  readonly from?: Day | undefined
  readonly until?: Day | undefined
}

/** Puts somebody on the waiting list of a home. As the system role; the caller has checked that the account may act for the home. */
export async function applyForBed(
  tx: Tx,
  by: By,
  home: Home,
  order: ApplicationOrder,
): Promise<Result<{ id: string; number: string }>> {
  if (order.kind !== 'long' && (order.from === undefined || order.until === undefined || order.until <= order.from))
    return refuse(refusals.daysMissing())
  const person = (await peopleById(tx, home.district, [order.elder], by.today)).get(order.elder)
  if (person === undefined) return refuse(refusals.personUnknown())
  if (person.diedOn !== null) return refuse(refusals.personDied(person.diedOn))
  const [number = ''] = await takeNumbers(tx, 'LH', Number(by.today.slice(0, 4)), 1)
  const id = newId()
  const { rows } = await sql<{ id: string }>`
    insert into residency.application (district, id, number, facility_id, elder_id, holder, township, village, home_township, home_village, kind,
                                       wants, applied_on, wanted_from, wanted_until, example, recorded_by)
    select ${home.district}, ${id}::uuid, ${number}, ${home.id}::uuid, e.id, e.id, e.township, e.village, ${home.township}, ${home.village},
           ${order.kind}, ${order.wants}, ${by.today}::date, ${order.from ?? null}::date, ${order.until ?? null}::date, e.synthetic, ${by.account}
      from elders.elder e where e.district = ${home.district} and e.id = ${order.elder}::uuid
    on conflict do nothing returning id::text`.execute(tx)
  if (rows.length === 0) {
    const waiting = await sql<{ number: string }>`
      select number from residency.application where district = ${home.district} and facility_id = ${home.id}::uuid
         and holder = ${order.elder}::uuid and state in ('waiting', 'offered')`.execute(tx)
    return refuse(refusals.alreadyWaiting(waiting.rows[0]?.number ?? ''))
  }
  await note(tx, by, home, 'residency.apply', id, { number, kind: order.kind, wants: order.wants })
  return ok({ id, number })
}

/** Takes somebody off the list: `withdrawn` by their own wish, `closed` by the home with a reason that the district sees. */
export async function endApplication(
  tx: Tx,
  by: By,
  home: Home,
  id: string,
  end: { readonly state: 'withdrawn' | 'closed'; readonly reason: string },
): Promise<Result<{ done: boolean }>> {
  await lockHome(tx, home)
  const state = await stateOf(tx, home, id)
  if (state === undefined) return refuse(refusals.applicationUnknown())
  if (!mayFollow(APPLICATION_MOVES, state, end.state))
    return refuse(refusals.applicationMoved(APPLICATION_WORDS[state].word))
  await sql`
    update residency.offer set state = 'cancelled', reason = ${end.reason}, closed_by = ${by.account}, closed_at = clock_timestamp()
     where district = ${home.district} and application_id = ${id}::uuid and state in ('open', 'accepted')`.execute(tx)
  await sql`
    update residency.application set state = ${end.state}, closed_reason = ${end.reason}, version = version + 1
     where district = ${home.district} and id = ${id}::uuid`.execute(tx)
  await note(tx, by, home, `residency.${end.state}`, id, { reason: end.reason })
  return ok({ done: true })
}

/** The state of an application of a home, its row locked until the transaction ends. */
export async function stateOf(tx: Tx, home: Home, id: string): Promise<ApplicationState | undefined> {
  const { rows } = await sql<{ state: ApplicationState }>`
    select state from residency.application
     where district = ${home.district} and facility_id = ${home.id}::uuid and id = ${id}::uuid for update`.execute(tx)
  return rows[0]?.state
}

export type WishOrder = {
  readonly elder: string
  readonly wish: 'central' | 'scattered'
  readonly answeredBy: 'self' | 'guardian'
  readonly on: Day
  readonly note: string
}

/** Records what a government-supported person, or their guardian, answered; an earlier answer is kept as superseded. */
export async function recordWish(tx: Tx, by: By, district: string, order: WishOrder): Promise<Result<{ id: string }>> {
  const person = (await peopleById(tx, district, [order.elder], by.today)).get(order.elder)
  if (person === undefined) return refuse(refusals.personUnknown())
  if (!person.facts.hardship?.includes('extreme')) return refuse(refusals.notSupported())
  if (order.on > by.today) return refuse(refusals.dayInvalid('登记意愿的日期不能晚于今天。'))
  const before = await wishOf(tx, district, order.elder)
  const id = newId()
  await sql`
    update residency.central_care_wish set superseded_at = clock_timestamp()
     where district = ${district} and elder_id = ${order.elder}::uuid and superseded_at is null`.execute(tx)
  await sql`
    insert into residency.central_care_wish (district, id, elder_id, township, village, wish, answered_by, asked_on, note, asked_by)
    select ${district}, ${id}::uuid, e.id, e.township, e.village, ${order.wish}, ${order.answeredBy}, ${order.on}::date, ${order.note}, ${by.account}
      from elders.elder e where e.district = ${district} and e.id = ${order.elder}::uuid`.execute(tx)
  await record(tx, {
    district,
    account: by.account,
    action: 'residency.wish',
    object: 'elders.elder',
    objectId: order.elder,
    before: { wish: before ?? null },
    after: { wish: order.wish, answeredBy: order.answeredBy },
  })
  return ok({ id })
}

/** Leaves the trace of a write at a home and tells open screens. */
export async function note(
  tx: Tx,
  by: By,
  home: Home,
  action: string,
  objectId: string,
  after: Readonly<Record<string, unknown>>,
): Promise<void> {
  await record(tx, {
    district: home.district,
    account: by.account,
    action,
    object: 'facilities.facility',
    objectId: home.id,
    after: { ...after, of: objectId },
  })
  await announceChange(tx, {
    kind: 'residency',
    id: home.id,
    version: 0,
    district: home.district,
    townships: [home.township],
    villages: home.village === null ? [] : [home.village],
  })
}
