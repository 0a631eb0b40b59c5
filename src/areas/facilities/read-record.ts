import { sql } from 'kysely'
import { addMonths, type Day, firstOfMonth } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import { type AttributeKind, type AttributeValue, isAttribute, sayAttribute } from './attributes.ts'
import { bedsOn, countBedsOn } from './beds-on.ts'
import type { Facility } from './contract.ts'
import type { FacilityKey } from './locks.ts'
import { readFacility } from './read-facility.ts'
import { standardOf } from './standard-of.ts'

const NO_BEDS = { ordinary: 0, nursing: 0, dementia: 0, slot: 0, setAside: 0 }
/** How far back the curve of the capacity goes. */
const MONTHS = 12

type HistoryRow = {
  kind: AttributeKind
  value: AttributeValue
  since: string
  until: string | null
  source: string
  recordedAt: string
  supersededAt: string | null
  recordedBy: string
}

/** Everything that the page of a facility shows, as it was on a day; undefined outside the caller's scope. */
export async function readRecord(
  tx: Tx,
  key: FacilityKey,
  { on, knownAt, today, tree }: { on: Day; knownAt?: string | undefined; today: Day; tree: DivisionTree },
): Promise<Omit<Facility, 'mayWrite'> | undefined> {
  const facility = await readFacility(tx, key, on, { knownAt })
  if (facility === undefined) return undefined
  const history = await historyOf(tx, key)
  const rooms = await roomsOn(tx, key, on)
  const bedList = await bedsOn(tx, key, on, { knownAt })
  const names = await organisationNames(tx, history)
  const { attributes, ...row } = facility
  const held = (kind: AttributeKind) => attributes[kind]?.value
  const count = (day: Day) => countBedsOn(tx, key.district, day, { ids: [key.id], knownAt })
  const beds = bedsOf(await count(on))
  const firsts = Array.from({ length: MONTHS }, (_, n) => firstOfMonth(addMonths(on, n + 1 - MONTHS)) as string as Day)
  // Sent together, answered together: the connection pipelines.
  const counts = await Promise.all(firsts.map(count))
  const capacity = firsts.map((first, n) => ({ on: first, beds: bedsOf(counts[n] ?? []) }))
  const say = (kind: AttributeKind, value: AttributeValue) => names.get(String(value)) ?? sayAttribute(kind, value)
  const area = held('floorArea')
  return {
    ...row,
    on,
    place: tree.path(row.village ?? row.township, today) || row.township,
    status: (held('status') as Facility['status']) ?? null,
    ownership: (held('ownership') as Facility['ownership']) ?? null,
    floorArea: typeof area === 'number' ? area : null,
    beds,
    attributes: Object.entries(attributes).map(([kind, each]) => ({
      kind,
      ...each,
      value: each.value as Facility['attributes'][number]['value'],
      says: say(kind as AttributeKind, each.value),
    })),
    history: history.map((each) => ({
      ...each,
      value: each.value as Facility['attributes'][number]['value'],
      says: say(each.kind, each.value),
    })),
    rooms,
    bedList,
    capacity,
    standard: standardOf(row.kind, area, beds),
  }
}

const bedsOf = (counts: Awaited<ReturnType<typeof countBedsOn>>): Facility['beds'] => {
  const [first] = counts
  if (first === undefined) return NO_BEDS
  const { facilityId: _, ...beds } = first
  return beds
}

async function historyOf(tx: Tx, { district, id }: FacilityKey): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select kind, value, valid_from::text as since, valid_to::text as until, source, recorded_at::text as "recordedAt",
           superseded_at::text as "supersededAt", recorded_by as "recordedBy"
      from facilities.attribute where district = ${district} and facility_id = ${id}::uuid
     order by recorded_at desc, kind, valid_from desc limit 500`.execute(tx)
  return rows.filter((row) => isAttribute(row.kind))
}

async function roomsOn(tx: Tx, { district, id }: FacilityKey, on: Day): Promise<Facility['rooms']> {
  const { rows } = await sql<Facility['rooms'][number]>`
    select id::text, label, storey, zone, area_m2::float as "areaM2" from facilities.room
     where district = ${district} and facility_id = ${id}::uuid and opened_on <= ${on}::date and (closed_on is null or closed_on > ${on}::date)
     order by storey, label`.execute(tx)
  return rows
}

async function organisationNames(tx: Tx, history: readonly HistoryRow[]): Promise<Map<string, string>> {
  const codes = history.flatMap((each) => (each.kind === 'operator' ? [String(each.value)] : []))
  if (codes.length === 0) return new Map()
  const { rows } = await sql<{ code: string; name: string }>`
    select credit_code as code, name from facilities.organisation where credit_code = any (${codes}::text[])`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.code, row.name]))
}
