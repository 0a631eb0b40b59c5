import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { type Day, day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { AttributeKind } from './attributes.ts'
import { checkAgainstRegister } from './check-values.ts'
import type { Act } from './contract.ts'
import { type FacilityKey, type Locked, lockFacility, raiseVersion } from './locks.ts'
import { bedsTaken } from './people-there.ts'
import { refusals } from './refusals.ts'
import { setAttributes } from './set-attributes.ts'
import { addBeds, changeBeds, endBeds, type NewBed } from './set-beds.ts'
import { type BedKind, FACILITY_KINDS, type FacilityKind } from './words.ts'

type Done = Result<{ done: boolean }>
/** These change what others see at once, so they hold from today or earlier. */
const AT_ONCE: readonly AttributeKind[] = ['name', 'status', 'operator']

/** One change of a facility. As the system role; the caller has seen the facility in scope and may write it. */
export async function actOnFacility(tx: Tx, by: string, today: Day, key: FacilityKey, act: Act): Promise<Done> {
  const facility = await lockFacility(tx, key)
  if (facility === undefined) return refuse(refusals.unknown())
  const done = await change(tx, by, today, facility, act)
  if (done.ok)
    await record(tx, {
      district: key.district,
      account: by,
      action: `facility.${act.act}`,
      object: 'facilities.facility',
      objectId: key.id,
      after: act,
    })
  return done
}

async function change(tx: Tx, by: string, today: Day, facility: Locked, act: Act): Promise<Done> {
  switch (act.act) {
    case 'set':
      return set(tx, by, today, facility, act)
    case 'place':
      await sql`
        update facilities.facility set longitude = ${act.point.longitude}, latitude = ${act.point.latitude}, version = version + 1
         where district = ${facility.district} and id = ${facility.id}::uuid`.execute(tx)
      return ok({ done: true })
    case 'addRoom':
      return addRoom(tx, by, facility, act)
    case 'addBeds':
      return addMore(tx, by, facility, act)
    case 'changeBeds': {
      const { beds, kind, roomId, inUse } = act
      if (roomId && !(await isRoom(tx, facility, roomId))) return refuse(refusals.roomUnknown())
      const taken = inUse === false ? await bedsTaken(tx, facility, beds, day(act.from)) : 0
      if (taken > 0) return refuse(refusals.bedsTaken(taken))
      const wanted = {
        ...(kind && { kind }),
        ...(roomId !== undefined && { roomId }),
        ...(inUse !== undefined && { inUse }),
      }
      const { missing } = await changeBeds(
        tx,
        by,
        facility,
        [...new Set(beds)].map((bedId) => ({ bedId, ...wanted })),
        { from: day(act.from), source: act.source },
      )
      return missing.length > 0 ? refuse(refusals.bedsMissing(missing.length)) : ok({ done: true })
    }
    case 'endBeds': {
      const taken = await bedsTaken(tx, facility, act.beds, day(act.from))
      if (taken > 0) return refuse(refusals.bedsTaken(taken))
      await endBeds(tx, facility, act.beds, day(act.from))
      return ok({ done: true })
    }
  }
}

async function set(tx: Tx, by: string, today: Day, facility: Locked, act: Act & { act: 'set' }): Promise<Done> {
  const values = await checkAgainstRegister(tx, act.attributes)
  if (!values.ok) return values
  if (act.from > today && AT_ONCE.some((kind) => values.value[kind] !== undefined)) return refuse(refusals.notYet())
  const changes = await setAttributes(
    tx,
    by,
    today,
    facility,
    Object.entries(values.value).map(([kind, value]) => ({
      kind: kind as AttributeKind,
      value,
      validFrom: day(act.from),
      source: act.source,
    })),
  )
  return ok({ done: changes.length > 0 })
}

async function addRoom(tx: Tx, by: string, facility: Locked, act: Act & { act: 'addRoom' }): Promise<Done> {
  const { rows } = await sql<{ id: string }>`
    insert into facilities.room (district, id, facility_id, storey, label, zone, area_m2, opened_on, recorded_by, township, village)
    values (${facility.district}, ${newId()}::uuid, ${facility.id}::uuid, ${act.storey}, ${act.label}, ${act.zone ?? null}, ${act.areaM2 ?? null},
            ${act.from}::date, ${by}, ${facility.township}, ${facility.village})
    on conflict do nothing returning id::text`.execute(tx)
  if (rows.length === 0) return refuse(refusals.roomTaken(act.label))
  await raiseVersion(tx, facility)
  return ok({ done: true })
}

async function addMore(tx: Tx, by: string, facility: Locked, act: Act & { act: 'addBeds' }): Promise<Done> {
  const fault = bedFault(facility.kind as FacilityKind, [act.kind])
  if (fault) return refuse(fault)
  if (act.roomId && !(await isRoom(tx, facility, act.roomId))) return refuse(refusals.roomUnknown())
  const { rows } = await sql<{ many: number }>`
    select count(*)::int as many from facilities.bed where district = ${facility.district} and facility_id = ${facility.id}::uuid`.execute(
    tx,
  )
  const beds = labelled(rows[0]?.many ?? 0, [{ kind: act.kind, count: act.count }]).map((bed) => ({
    ...bed,
    roomId: act.roomId ?? null,
  }))
  await addBeds(tx, by, facility, beds, { from: day(act.from), source: act.source })
  return ok({ done: true })
}

/** Whether beds of these kinds may stand in a facility of a type. */
export function bedFault(kind: FacilityKind, beds: readonly BedKind[]) {
  const takes = FACILITY_KINDS[kind].beds
  if (beds.length === 0) return undefined
  if (takes === 'none') return refusals.noBedsHere(FACILITY_KINDS[kind].word)
  return beds.some((each) => (each === 'slot') !== (takes === 'slot')) ? refusals.slotsOnly() : undefined
}

/** Beds that were only counted get running labels, after as many as there are: `003`. */
export const labelled = (after: number, groups: readonly { kind: BedKind; count: number }[]): NewBed[] =>
  groups
    .flatMap(({ kind, count }) => Array<BedKind>(count).fill(kind))
    .map((kind, n) => ({ kind, label: String(after + n + 1).padStart(3, '0') }))

async function isRoom(tx: Tx, { district, id }: Locked, room: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from facilities.room where district = ${district} and facility_id = ${id}::uuid and id = ${room}::uuid and closed_on is null`.execute(
    tx,
  )
  return rows.length > 0
}
