import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { endAgreementsOf } from '../custody/index.ts'
import { shareDistricts } from '../elders/index.ts'
import { note } from './apply.ts'
import { findBed } from './beds.ts'
import { type By, type Home, lockHome } from './home.ts'
import { livesThereNoMore } from './living.ts'
import { refusals } from './refusals.ts'

type Done = Result<{ done: boolean }>
type Stay = { id: string; number: string; elder: string; holder: string; kind: string; from: Day; until: Day | null }

async function lockStay(tx: Tx, home: Home, id: string): Promise<Result<Stay>> {
  const { rows } = await sql<Stay>`
    select id::text, number, elder_id::text as elder, holder::text, kind, from_day as "from", until_day as until from residency.stay
     where district = ${home.district} and facility_id = ${home.id}::uuid and id = ${id}::uuid for update`.execute(tx)
  const stay = rows[0]
  if (stay === undefined) return refuse(refusals.stayUnknown())
  return stay.until === null ? ok(stay) : refuse(refusals.stayEnded())
}

export type AwayOrder = {
  readonly kind: 'hospital' | 'leave'
  readonly from: Day
  readonly expectedBack: Day | null
  readonly note: string
}

/** Somebody goes to hospital or on leave; the bed stays theirs. */
export async function goAway(tx: Tx, by: By, home: Home, id: string, order: AwayOrder): Promise<Done> {
  await lockHome(tx, home)
  const stay = await lockStay(tx, home, id)
  if (!stay.ok) return stay
  if (order.from < stay.value.from || order.from > by.today)
    return refuse(refusals.dayInvalid('外出日期应在入住以后，且不晚于今天。请核对后重新填写。'))
  const last = await lastAbsence(tx, home, id)
  if (last !== undefined && (last.until === null || last.until > order.from)) return refuse(refusals.alreadyAway())
  await sql`
    insert into residency.absence (district, id, facility_id, stay_id, township, village, kind, from_day, expected_back, note, recorded_by)
    values (${home.district}, ${newId()}, ${home.id}, ${id}, ${home.township}, ${home.village}, ${order.kind}, ${order.from},
            ${order.expectedBack}, ${order.note}, ${by.account})`.execute(tx)
  await note(tx, by, home, `residency.${order.kind}`, id, { from: order.from })
  return ok({ done: true })
}

/** Back in the house. */
export async function comeBack(tx: Tx, by: By, home: Home, id: string, on: Day): Promise<Done> {
  await lockHome(tx, home)
  const stay = await lockStay(tx, home, id)
  if (!stay.ok) return stay
  const open = await lastAbsence(tx, home, id)
  if (open === undefined || open.until !== null) return refuse(refusals.notAway())
  if (on < open.from || on > by.today)
    return refuse(refusals.dayInvalid('返回日期应在外出以后，且不晚于今天。请核对后重新填写。'))
  await sql`
    update residency.absence set until_day = ${on} where district = ${home.district} and id = ${open.id}::uuid`.execute(
    tx,
  )
  await note(tx, by, home, 'residency.back', id, { on })
  return ok({ done: true })
}

async function lastAbsence(tx: Tx, home: Home, stay: string) {
  const { rows } = await sql<{ id: string; from: Day; until: Day | null }>`
    select id::text, from_day as "from", until_day as until from residency.absence
     where district = ${home.district} and stay_id = ${stay}::uuid order by from_day desc, until_day desc nulls first limit 1`.execute(
    tx,
  )
  return rows[0]
}

/** Another bed of the same home from today on; the days before stay where they were. */
export async function changeBed(tx: Tx, by: By, home: Home, id: string, bed: string): Promise<Done> {
  await lockHome(tx, home)
  const stay = await lockStay(tx, home, id)
  if (!stay.ok) return stay
  const to = await findBed(tx, home.district, home.id, bed, by.today)
  if (to === undefined) return refuse(refusals.bedUnknown())
  const { rows } = await sql<{ id: string; bed: string; from: Day }>`
    select id::text, bed_id::text as bed, from_day as "from" from residency.occupancy
     where district = ${home.district} and stay_id = ${id}::uuid and until_day is null`.execute(tx)
  const now = rows[0]
  if (now?.bed === bed) return refuse(refusals.sameBed())
  if (to.taken) return refuse(refusals.bedTaken())
  if (to.offer !== null) return refuse(refusals.bedOffered())
  if (now !== undefined)
    await sql`update residency.occupancy set until_day = ${by.today} where district = ${home.district} and id = ${now.id}::uuid`.execute(
      tx,
    )
  await sql`
    insert into residency.occupancy (district, id, facility_id, bed_id, stay_id, holder, township, village, from_day, recorded_by)
    values (${home.district}, ${newId()}, ${home.id}, ${bed}, ${id}, ${stay.value.holder}, ${home.township}, ${home.village}, ${by.today},
            ${by.account})`.execute(tx)
  await note(tx, by, home, 'residency.changeBed', id, { bed: to.label })
  return ok({ done: true })
}

export type LeaveOrder = { readonly how: 'left' | 'transferred' | 'died'; readonly on: Day; readonly reason: string }

/**
 * The stay ends: the bed is free from that day on, an absence ends with it, and the register no longer says that the person lives here. What
 * was paid in advance is due back from that day. A death is not written into the register by a home: the township sees that it was reported and records it with its evidence.
 */
export async function endStay(tx: Tx, by: By, home: Home, id: string, order: LeaveOrder): Promise<Done> {
  await shareDistricts(tx, [home.district])
  await lockHome(tx, home)
  const stay = await lockStay(tx, home, id)
  if (!stay.ok) return stay
  const { from, number, elder, kind } = stay.value
  const { rows } = await sql<{ latest: Day | null }>`
    select greatest((select max(from_day) from residency.occupancy where district = ${home.district} and stay_id = ${id}::uuid),
                    (select max(greatest(from_day, until_day)) from residency.absence where district = ${home.district} and stay_id = ${id}::uuid)) as latest`.execute(
    tx,
  )
  const earliest = rows[0]?.latest ?? from
  if (order.on < earliest || order.on > by.today)
    return refuse(refusals.dayInvalid(`离院日期应在 ${earliest} 至 ${by.today} 之间。请核对后重新填写。`))
  for (const table of ['occupancy', 'absence'])
    await sql`
      update ${sql.table(`residency.${table}`)} set until_day = ${order.on}
       where district = ${home.district} and stay_id = ${id}::uuid and until_day is null`.execute(tx)
  await sql`
    update residency.stay set until_day = ${order.on}, ended = ${order.how}, ended_reason = ${order.reason}, version = version + 1
     where district = ${home.district} and id = ${id}::uuid`.execute(tx)
  const contracts = await sql<{ number: string }>`
    select number from residency.contract where district = ${home.district} and stay_id = ${id}::uuid`.execute(tx)
  await endAgreementsOf(tx, by.account, {
    district: home.district,
    facility: home.id,
    contracts: contracts.rows.map((each) => each.number),
    on: order.on,
  })
  if (kind === 'long' && order.how === 'left') await livesThereNoMore(tx, by, home, elder, order.on, number)
  await note(tx, by, home, `residency.${order.how}`, id, { on: order.on, number })
  return ok({ done: true })
}
