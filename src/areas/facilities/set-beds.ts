import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { type Locked, raiseVersion } from './locks.ts'
import { overlay } from './periods.ts'
import type { BedKind } from './words.ts'

export type NewBed = { readonly label: string; readonly kind: BedKind; readonly roomId?: string | null }
type BedValue = { readonly kind: BedKind; readonly roomId: string | null; readonly inUse: boolean }
/** How a bed is to be from a day on; what is left out stays as it is. `until` ends the bed on that day (it is there the last time the day before). */
export type BedChange = {
  readonly bedId: string
  readonly kind?: BedKind
  readonly roomId?: string | null
  readonly inUse?: boolean
}

/** Adds beds to a locked facility from a day on. As the system role. @returns their ids, in the order given */
export async function addBeds(
  tx: Tx,
  by: string,
  facility: Locked,
  beds: readonly NewBed[],
  { from, source }: { readonly from: Day; readonly source: string },
): Promise<string[]> {
  if (beds.length === 0) return []
  const rows = beds.map(({ label, kind, roomId = null }) => ({
    id: newId(),
    period: newId(),
    label,
    kind,
    room: roomId,
  }))
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, period uuid, label text, kind text, room uuid)`
  await sql`
    insert into facilities.bed (district, id, facility_id, label, recorded_by, township, village)
    select ${facility.district}, id, ${facility.id}::uuid, label, ${by}, ${facility.township}, ${facility.village} from ${given}`.execute(
    tx,
  )
  await sql`
    insert into facilities.bed_period (district, facility_id, bed_id, id, room_id, kind, in_use, valid_from, recorded_at, source, recorded_by, township, village)
    select ${facility.district}, ${facility.id}::uuid, id, period, room, kind, true, ${from}::date, statement_timestamp(), ${source}, ${by},
           ${facility.township}, ${facility.village} from ${given}`.execute(tx)
  await raiseVersion(tx, facility)
  return rows.map((row) => row.id)
}

type PeriodRow = {
  id: string
  bedId: string
  kind: BedKind
  roomId: string | null
  inUse: boolean
  validFrom: Day
  validTo: Day | null
  source: string
  recordedBy: string
}

/**
 * Changes beds of a locked facility from a day on: another kind, another room, set aside or taken back. A bed that is not there on
 * the day is left alone and named. As the system role.
 */
export async function changeBeds(
  tx: Tx,
  by: string,
  facility: Locked,
  changes: readonly BedChange[],
  { from, source }: { readonly from: Day; readonly source: string },
): Promise<{ missing: string[] }> {
  const held = await periodsOf(
    tx,
    facility,
    changes.map((each) => each.bedId),
  )
  const missing: string[] = []
  const ended: string[] = []
  const written: object[] = []
  for (const { bedId, ...change } of changes) {
    const own = held.filter((row) => row.bedId === bedId)
    const now = own.find((row) => row.validFrom <= from && (row.validTo === null || row.validTo > from))
    if (now === undefined) {
      missing.push(bedId)
      continue
    }
    const value: BedValue = { kind: now.kind, roomId: now.roomId, inUse: now.inUse, ...change }
    // Only as far as the period reaches that the change starts from: what was planned for later stays.
    const laid = overlay(own.map(asHeld), { value, validFrom: from, validTo: now.validTo })
    ended.push(...laid.ended)
    for (const piece of laid.written)
      written.push(asRow(bedId, piece, own.find((row) => row.id === piece.of) ?? { source, recordedBy: by }))
  }
  if (written.length > 0) await write(tx, facility, ended, written)
  return { missing }
}

/** Ends beds: each is there the last time on the day before. Periods that were planned from that day on are given up. */
export async function endBeds(tx: Tx, facility: Locked, bedIds: readonly string[], on: Day): Promise<void> {
  const held = await periodsOf(tx, facility, bedIds)
  const touched = held.filter((row) => row.validTo === null || row.validTo > on)
  const written = touched
    .filter((row) => row.validFrom < on)
    .map((row) => asRow(row.bedId, { value: row, validFrom: row.validFrom, validTo: on }, row))
  if (touched.length > 0)
    await write(
      tx,
      facility,
      touched.map((row) => row.id),
      written,
    )
}

async function periodsOf(tx: Tx, { district, id }: Locked, beds: readonly string[]): Promise<PeriodRow[]> {
  const { rows } = await sql<PeriodRow>`
    select id::text, bed_id::text as "bedId", kind, room_id::text as "roomId", in_use as "inUse", valid_from as "validFrom",
           valid_to as "validTo", source, recorded_by as "recordedBy"
      from facilities.bed_period
     where district = ${district} and facility_id = ${id}::uuid and bed_id = any (${[...beds]}::uuid[]) and superseded_at is null`.execute(
    tx,
  )
  return rows
}

const asHeld = ({ id, kind, roomId, inUse, validFrom, validTo }: PeriodRow) => ({
  id,
  value: { kind, roomId, inUse } satisfies BedValue,
  validFrom,
  validTo,
})

const asRow = (
  bedId: string,
  { value, validFrom, validTo }: { value: BedValue; validFrom: Day; validTo: Day | null },
  { source, recordedBy }: { source: string; recordedBy: string },
) => ({
  id: newId(),
  bed_id: bedId,
  room_id: value.roomId,
  kind: value.kind,
  in_use: value.inUse,
  valid_from: validFrom,
  valid_to: validTo,
  source,
  recorded_by: recordedBy,
})

async function write(tx: Tx, facility: Locked, ended: readonly string[], written: readonly object[]): Promise<void> {
  await sql`
    update facilities.bed_period set superseded_at = statement_timestamp()
     where district = ${facility.district} and facility_id = ${facility.id}::uuid and id = any (${[...ended]}::uuid[])`.execute(
    tx,
  )
  await sql`
    insert into facilities.bed_period (district, facility_id, bed_id, id, room_id, kind, in_use, valid_from, valid_to, recorded_at, source,
                                       recorded_by, township, village)
    select ${facility.district}, ${facility.id}::uuid, bed_id, id, room_id, kind, in_use, valid_from, valid_to, statement_timestamp(), source,
           recorded_by, ${facility.township}, ${facility.village}
      from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as r(id uuid, bed_id uuid, room_id uuid, kind text, in_use boolean,
           valid_from date, valid_to date, source text, recorded_by text)`.execute(tx)
  await raiseVersion(tx, facility)
}
