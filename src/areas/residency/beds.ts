import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { type BedState, bedState } from './life-cycle.ts'

export type BedKind = 'ordinary' | 'nursing' | 'dementia'
export type BoardBed = {
  readonly id: string
  readonly label: string
  readonly kind: BedKind
  readonly room: string | null
  readonly storey: number | null
  readonly zone: string | null
  readonly state: BedState
  readonly stay: string | null
  readonly elder: string | null
  readonly name: string | null
  readonly since: Day | null
  readonly away: 'hospital' | 'leave' | null
  readonly awaySince: Day | null
  readonly expectedBack: Day | null
  readonly offer: string | null
}

/** True for the rows of an alias that hold on a day. */
export const onDay = (alias: string, on: Day, from = 'from_day', until = 'until_day'): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(`${alias}.${from}`)} <= ${on}::date and (${sql.ref(`${alias}.${until}`)} is null or ${sql.ref(`${alias}.${until}`)} > ${on}::date))`

/** The beds of homes on a day, as rows `bed`: district, facility_id, bed_id, kind, in_use, room_id. Childcare slots are no beds. */
export const bedsThen = (on: Day): RawBuilder<boolean> =>
  sql<boolean>`(p.superseded_at is null and p.kind <> 'slot' and ${onDay('p', on, 'valid_from', 'valid_to')})`

type Row = Omit<BoardBed, 'state' | 'name'> & { inUse: boolean }

/** The bed board of a home on a day: every bed with its room, state and whoever has it. */
export async function bedBoard(tx: Tx, district: string, home: string, on: Day): Promise<BoardBed[]> {
  const { rows } = await sql<Row>`
    select p.bed_id::text as id, b.label, p.kind, r.label as room, r.storey, r.zone, p.in_use as "inUse",
           o.stay_id::text as stay, s.elder_id::text as elder, s.from_day as since, a.kind as away, a.from_day as "awaySince",
           a.expected_back as "expectedBack", f.id::text as offer
      from facilities.bed_period p
      join facilities.bed b on b.district = p.district and b.id = p.bed_id
      left join facilities.room r on r.district = p.district and r.id = p.room_id
      left join residency.occupancy o on o.district = p.district and o.facility_id = p.facility_id and o.bed_id = p.bed_id and ${onDay('o', on)}
      left join residency.stay s on s.district = o.district and s.id = o.stay_id
      left join residency.absence a on a.district = o.district and a.stay_id = o.stay_id and ${onDay('a', on)}
      left join residency.offer f on f.district = p.district and f.bed_id = p.bed_id and f.state in ('open', 'accepted')
     where p.district = ${district} and p.facility_id = ${home}::uuid and ${bedsThen(on)}
     order by r.storey nulls last, r.label nulls last, b.label`.execute(tx)
  const names = await namesOf(
    tx,
    district,
    rows.flatMap(({ elder }) => (elder === null ? [] : [elder])),
  )
  return rows.map(({ inUse, ...row }) => ({
    ...row,
    name: row.elder === null ? null : (names.get(row.elder) ?? null),
    state: bedState({
      inService: inUse,
      occupied: row.stay !== null,
      absent: row.away !== null,
      offered: row.offer !== null,
    }),
  }))
}

/** Names of persons whom the caller found in rows of a home that it may see; the register itself may be closed to it. */
export async function namesOf(tx: Tx, district: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await elevated(tx, () =>
    sql<{ id: string; name: string }>`
      select id::text, name from elders.elder where district = ${district} and id = any (${[...new Set(ids)]}::uuid[])`.execute(
      tx,
    ),
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export type BedNow = {
  readonly id: string
  readonly label: string
  readonly kind: BedKind
  readonly taken: boolean
  readonly offer: string | null
  readonly offeredTo: string | null
}

/** One bed of a home that is in use on a day, with who stands in its way; undefined where there is none. Asked under `lockHome`. */
export async function findBed(
  tx: Tx,
  district: string,
  home: string,
  bed: string,
  on: Day,
): Promise<BedNow | undefined> {
  const { rows } = await sql<BedNow>`
    select p.bed_id::text as id, b.label, p.kind, f.id::text as offer, f.application_id::text as "offeredTo",
           exists (select 1 from residency.occupancy o
                    where o.district = p.district and o.bed_id = p.bed_id and (o.until_day is null or o.until_day > ${on}::date)) as taken
      from facilities.bed_period p
      join facilities.bed b on b.district = p.district and b.id = p.bed_id
      left join residency.offer f on f.district = p.district and f.bed_id = p.bed_id and f.state in ('open', 'accepted')
     where p.district = ${district} and p.facility_id = ${home}::uuid and p.bed_id = ${bed}::uuid and p.in_use and ${bedsThen(on)}`.execute(
    tx,
  )
  return rows[0]
}
