import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import { asSystem } from '../../platform/db/index.ts'
import type { FacilityKey } from './locks.ts'
import type { BedKind } from './words.ts'

/** As known at an instant (ISO text); left out: as known now. */
type Knowledge = { readonly knownAt?: string | undefined }

/** The condition on rows of a dated table `p` that hold on a day, as they were known at a time. */
export const holdsOn = (on: Day, { knownAt }: Knowledge = {}): RawBuilder<boolean> => sql`
  p.valid_from <= ${on}::date and (p.valid_to is null or p.valid_to > ${on}::date) and ${
    knownAt === undefined
      ? sql`p.superseded_at is null`
      : sql`p.recorded_at <= ${knownAt}::timestamptz and (p.superseded_at is null or p.superseded_at > ${knownAt}::timestamptz)`
  }`

export type BedOn = {
  readonly id: string
  readonly label: string
  readonly kind: BedKind
  readonly inUse: boolean
  readonly roomId: string | null
  readonly room: string | null
  readonly storey: number | null
  readonly zone: string | null
  /** The day from which the bed is as it is. */
  readonly since: Day
}

/** Every bed that a facility has on a day, in the order of rooms and labels; those set aside have `inUse` false. */
export async function bedsOn(tx: Tx, { district, id }: FacilityKey, on: Day, known: Knowledge = {}): Promise<BedOn[]> {
  const { rows } = await sql<BedOn>`
    select b.id::text, b.label, p.kind, p.in_use as "inUse", p.room_id::text as "roomId", r.label as room, r.storey, r.zone, p.valid_from as since
      from facilities.bed_period p
      join facilities.bed b on b.district = p.district and b.id = p.bed_id
      left join facilities.room r on r.district = p.district and r.id = p.room_id
     where p.district = ${district} and p.facility_id = ${id}::uuid and ${holdsOn(on, known)}
     order by r.storey nulls last, r.label, b.label`.execute(tx)
  return rows
}

/** Beds in use, by kind; `setAside` are there but not in use. */
export type BedCount = {
  readonly facilityId: string
  readonly ordinary: number
  readonly nursing: number
  readonly dementia: number
  readonly slot: number
  readonly setAside: number
}

/** The beds of a district's facilities on a day, one row for each that has any. `ids` narrows it. */
export async function countBedsOn(
  tx: Tx,
  district: string,
  on: Day,
  { ids, ...known }: Knowledge & { readonly ids?: readonly string[] } = {},
): Promise<BedCount[]> {
  const { rows } = await sql<BedCount>`
    select p.facility_id::text as "facilityId",
           (count(*) filter (where p.in_use and p.kind = 'ordinary'))::int as ordinary,
           (count(*) filter (where p.in_use and p.kind = 'nursing'))::int as nursing,
           (count(*) filter (where p.in_use and p.kind = 'dementia'))::int as dementia,
           (count(*) filter (where p.in_use and p.kind = 'slot'))::int as slot,
           (count(*) filter (where not p.in_use))::int as "setAside"
      from facilities.bed_period p
     where p.district = ${district} and ${ids === undefined ? sql`true` : sql`p.facility_id = any (${[...ids]}::uuid[])`}
       and ${holdsOn(on, known)}
     group by p.facility_id order by p.facility_id`.execute(tx)
  return rows
}

/** Ids of the facilities that organisations (credit codes) run on a day, in any district: the scope of their accounts. */
export async function facilitiesRunBy(db: Db, organisations: readonly string[], on: Day): Promise<string[]> {
  return asSystem(db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select p.facility_id::text as id from facilities.attribute p
       where p.kind = 'operator' and (p.value #>> '{}') = any (${[...organisations]}::text[]) and ${holdsOn(on)} order by 1`.execute(
      tx,
    )
    return rows.map((row) => row.id)
  })
}
