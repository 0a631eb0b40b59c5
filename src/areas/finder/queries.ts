import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { FacilityKind } from '../facilities/index.ts'
import type { DisclosureKind } from './words.ts'

// Everything here is read as the system role for pages that are open to everybody: columns of facilities and of what was disclosed, never of a person.

export type FacilityRow = {
  readonly district: string
  readonly id: string
  readonly kind: FacilityKind
  readonly name: string
  readonly township: string
  readonly townshipName: string
  readonly longitude: number | null
  readonly latitude: number | null
  readonly example: boolean
  readonly operatorName: string | null
  /** Dated attributes of today by kind. */
  readonly attributes: Readonly<
    Record<string, { readonly value: unknown; readonly since: string; readonly source: string }>
  >
  readonly report: {
    readonly at: string
    readonly on: string
    readonly careStaff: number
    readonly residents: number
  } | null
}

/** Facilities of a district that are open, with what holds of them today and their last daily report. `ids` narrows it. */
export async function readFacilities(
  tx: Tx,
  district: string,
  today: Day,
  ids?: readonly string[],
): Promise<FacilityRow[]> {
  const { rows } = await sql<FacilityRow>`
    with held as (
      select p.facility_id, jsonb_object_agg(p.kind, jsonb_build_object('value', p.value, 'since', p.valid_from, 'source', p.source)) as attributes
        from facilities.attribute p
       where p.district = ${district} and p.superseded_at is null and p.valid_from <= ${today}::date
         and (p.valid_to is null or p.valid_to > ${today}::date)
         and ${ids === undefined ? sql`true` : sql`p.facility_id = any (${[...ids]}::uuid[])`}
       group by p.facility_id
    )
    select f.district, f.id::text as id, f.kind, f.name, f.township, coalesce(t.name, f.township) as "townshipName", f.longitude, f.latitude,
           f.example, o.name as "operatorName", coalesce(h.attributes, '{}') as attributes, r.report
      from facilities.facility f
      left join held h on h.facility_id = f.id
      left join divisions.division t on t.key = f.township
      left join facilities.organisation o on o.credit_code = h.attributes->'operator'->>'value'
      left join lateral (
        select jsonb_build_object('at', to_json(d.submitted_at)#>>'{}', 'on', d.on_day, 'careStaff', d.care_staff, 'residents', d.residents) as report
          from residency.daily_report d where d.district = f.district and d.facility_id = f.id
         order by d.on_day desc, d.version desc limit 1) r on true
     where f.district = ${district} and ${ids === undefined ? sql`true` : sql`f.id = any (${[...ids]}::uuid[])`}
       and coalesce(h.attributes->'status'->>'value', 'operating') in ('operating', 'suspended')
     order by f.name collate "zh-x-icu", f.id limit 2000`.execute(tx)
  return rows
}

export type DisclosureRow = {
  readonly facility: string
  readonly kind: DisclosureKind
  readonly says: string
  readonly on: string
  readonly toldBy: 'operator' | 'government'
}

/** What is disclosed of facilities, the newest first. */
export async function readDisclosures(tx: Tx, district: string, ids: readonly string[]): Promise<DisclosureRow[]> {
  const { rows } = await sql<DisclosureRow>`
    select facility_id::text as facility, kind, says, on_day::text as on, told_by as "toldBy"
      from finder.disclosure
     where district = ${district} and facility_id = any (${[...ids]}::uuid[]) and superseded_at is null
     order by on_day desc, recorded_at desc`.execute(tx)
  return rows
}

export type PriceRow = {
  readonly facility: string
  readonly item: 'bed' | 'care' | 'meals'
  readonly label: string
  readonly amountFen: number
  readonly from: string
}

/** The basket that makes places comparable: the cheapest bed, third-level care and meals, by the month, as they are in force on a day. */
export async function readBaskets(tx: Tx, district: string, ids: readonly string[], today: Day): Promise<PriceRow[]> {
  const { rows } = await sql<Omit<PriceRow, 'amountFen'> & { amountFen: string }>`
    with in_force as (
      select distinct on (p.facility_id, p.item, p.label) p.facility_id, p.item, p.label, p.amount_fen, p.valid_from, p.unit
        from custody.price p
       where p.district = ${district} and p.facility_id = any (${[...ids]}::uuid[]) and p.valid_from <= ${today}::date
       order by p.facility_id, p.item, p.label, p.valid_from desc
    )
    select distinct on (facility_id, item) facility_id::text as facility, item, label, amount_fen::text as "amountFen", valid_from::text as "from"
      from in_force
     where unit = 'month' and (item in ('bed', 'meals') or item = 'care' and (strpos(label, '三级') > 0 or strpos(label, '3 级') > 0))
     order by facility_id, item, amount_fen, label`.execute(tx)
  return rows.map((row) => ({ ...row, amountFen: Number(row.amountFen) }))
}
