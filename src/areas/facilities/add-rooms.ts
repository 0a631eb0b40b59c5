import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { Locked } from './locks.ts'

export type NewRoom = { readonly label: string; readonly storey: number; readonly zone?: string | null }

/** Adds rooms to a facility. As the system role. @returns their ids, in the order given */
export async function addRooms(
  tx: Tx,
  by: string,
  facility: Pick<Locked, 'district' | 'id' | 'township' | 'village'>,
  rooms: readonly NewRoom[],
  from: Day,
): Promise<string[]> {
  const given = rooms.map((room) => ({ id: newId(), label: room.label, storey: room.storey, zone: room.zone ?? null }))
  await sql`
    insert into facilities.room (district, id, facility_id, storey, label, zone, opened_on, recorded_by, township, village)
    select ${facility.district}, id, ${facility.id}::uuid, storey, label, zone, ${from}::date, ${by}, ${facility.township}, ${facility.village}
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as r(id uuid, label text, storey int, zone text)`.execute(
    tx,
  )
  return given.map((room) => room.id)
}
