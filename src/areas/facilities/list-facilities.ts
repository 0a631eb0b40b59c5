import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { Refused } from '../../platform/http/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import { holdsOn } from './beds-on.ts'
import type { FacilityQuery, FacilityRow } from './contract.ts'
import { refusals } from './refusals.ts'

const PAGE = 50
/** As many points as a map is asked to draw. */
const MAP = 5000

type Row = Omit<FacilityRow, 'place'> & { township: string; village: string | null }

const on = (kind: string, today: Day) => sql`
  (select p.value #>> '{}' from facilities.attribute p
    where p.district = f.district and p.facility_id = f.id and p.kind = ${kind} and ${holdsOn(today)})`

const countOf = (condition: RawBuilder<boolean>) => sql`(count(*) filter (where ${condition}))::int`

const columns = (today: Day) => sql`
  f.district, f.id::text, f.number, f.kind, f.name, f.township, f.village, f.longitude, f.latitude, f.example,
  ${on('status', today)} as status, ${on('ownership', today)} as ownership, (${on('floorArea', today)})::float as "floorArea",
  (select o.name from facilities.organisation o where o.credit_code = ${on('operator', today)}) as operator,
  (select jsonb_build_object(
            'ordinary', ${countOf(sql`p.in_use and p.kind = 'ordinary'`)}, 'nursing', ${countOf(sql`p.in_use and p.kind = 'nursing'`)},
            'dementia', ${countOf(sql`p.in_use and p.kind = 'dementia'`)}, 'slot', ${countOf(sql`p.in_use and p.kind = 'slot'`)},
            'setAside', ${countOf(sql`not p.in_use`)})
     from facilities.bed_period p where p.district = f.district and p.facility_id = f.id and ${holdsOn(today)}) as beds`

function conditionsOf(query: FacilityQuery, tree: DivisionTree, today: Day): RawBuilder<boolean> {
  const held = (kind: 'status' | 'ownership', value: string | undefined) =>
    value === undefined
      ? []
      : [
          sql<boolean>`exists (select 1 from facilities.attribute p where p.district = f.district and p.facility_id = f.id and p.kind = ${kind}
            and p.value #>> '{}' = ${value} and ${holdsOn(today)})`,
        ]
  const parts = [
    ...(query.area === undefined ? [] : [within(tree, query.area, today)]),
    ...(query.kind === undefined ? [] : [sql<boolean>`f.kind = ${query.kind}`]),
    ...(query.name === undefined || query.name === '' ? [] : [sql<boolean>`strpos(f.name, ${query.name}) > 0`]),
    ...held('status', query.status),
    ...held('ownership', query.ownership),
  ]
  return parts.length === 0 ? sql`true` : sql`${sql.join(parts, sql` and `)}`
}

/** Facilities in a division or zone, by the keys that their own columns carry. */
function within(tree: DivisionTree, area: string, today: Day): RawBuilder<boolean> {
  if (tree.get(area)?.level === 'village') return sql`f.village = ${area}`
  const townships = tree.townshipsOf(area, today)
  const districts = [...new Set(townships.map((each) => each.slice(0, 6)))]
  return sql`f.district = any (${districts}::text[]) and f.township = any (${townships}::text[])`
}

const shown = (row: Row, tree: DivisionTree, today: Day): FacilityRow => {
  const { township, village, ...rest } = row
  return { ...rest, place: tree.path(village ?? township, today) || tree.path(township, today) || township }
}

/** A page of the caller's facilities by name, with what holds of each today. */
export async function listFacilities(
  tx: Tx,
  query: FacilityQuery,
  tree: DivisionTree,
  today: Day,
): Promise<{ rows: FacilityRow[]; next: string | null; count?: { total: number; capped: boolean } }> {
  const conditions = conditionsOf(query, tree, today)
  const after = query.after === undefined ? sql`true` : cursorOf(query.after)
  const { rows } = await sql<Row>`
    select ${columns(today)} from facilities.facility f where ${conditions} and ${after} order by f.name, f.id limit ${PAGE + 1}`.execute(
    tx,
  )
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from (select 1 from facilities.facility f where ${conditions} limit 1001) c`.execute(
    tx,
  )
  const total = counted.rows[0]?.total ?? 0
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  return {
    rows: page.map((row) => shown(row, tree, today)),
    next: rows.length > PAGE && last ? Buffer.from(JSON.stringify([last.name, last.id])).toString('base64url') : null,
    count: { total: Math.min(total, 1000), capped: total > 1000 },
  }
}

/** The same facilities for a map, those with a point first come; at most 5,000. */
export async function mapFacilities(tx: Tx, query: FacilityQuery, tree: DivisionTree, today: Day) {
  const { rows } = await sql<Row>`
    select ${columns(today)} from facilities.facility f
     where ${conditionsOf(query, tree, today)} and f.longitude is not null order by f.name, f.id limit ${MAP + 1}`.execute(
    tx,
  )
  return { rows: rows.slice(0, MAP).map((row) => shown(row, tree, today)), capped: rows.length > MAP }
}

function cursorOf(text: string): RawBuilder<boolean> {
  try {
    const key = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown
    if (
      Array.isArray(key) &&
      typeof key[0] === 'string' &&
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(key[1]))
    )
      return sql`(f.name, f.id) > (${key[0]}, ${String(key[1])}::uuid)`
  } catch {
    // Falls through to the refusal.
  }
  throw new Refused(refusals.cursorUnknown())
}
