import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { placeColumns } from './follow-residence.ts'
import { columnsOf, readHanging } from './hanging.ts'

/**
 * Gives a file another district in its keys: the person, files merged into it, and every table that hangs on them. Rows are written
 * anew and the old ones removed, never re-keyed in place, because a sharded schema cannot change the shard of a row. Runs as the
 * system role inside the transaction of a confirmed transfer.
 */
export async function moveFile(
  tx: Tx,
  from: string,
  elderId: string,
  to: { township: string; village: string | null },
): Promise<void> {
  const district = to.township.slice(0, 6)
  const { rows } = await sql<{ id: string }>`
    with recursive files as (
      select id from elders.elder where district = ${from} and id = ${elderId}::uuid
      union select e.id from elders.elder e join files f on e.district = ${from} and e.merged_into = f.id
    ) select id::text from files`.execute(tx)
  const ids = rows.map((row) => row.id)
  const files = sql`${ids}::uuid[]`
  await sql`delete from elders.probable_duplicate where district = ${from} and (low = any (${files}) or high = any (${files}))`.execute(
    tx,
  )
  const elderColumns = (await columnsOf(tx, 'elders.elder')).filter(
    (column) => !['district', 'township', 'village', 'version', 'updated_at'].includes(column),
  )
  const refs = sql.join(elderColumns.map((column) => sql.ref(column)))
  // A new file moves its place with the keys, because the key of a row names the district of its township.
  await sql`
    insert into elders.elder (district, township, village, version, updated_at, ${refs})
    select ${district}, ${to.township}, ${to.village}, version + 1, clock_timestamp(), ${refs}
      from elders.elder where district = ${from} and id = any (${files})`.execute(tx)
  const hanging = (await readHanging(tx)).map(({ table, elderColumn, residence }) => ({
    table,
    elderColumn,
    places: residence === null ? [] : [residence],
  }))
  const merges = { table: 'elders.merge', elderColumn: 'kept', places: ['kept', 'gone'].map(placeColumns) }
  for (const each of [...hanging, merges]) {
    const table = sql.table(each.table)
    const elder = sql.ref(each.elderColumn)
    // The claim on a number is keyed by the number alone; it only points elsewhere.
    if (each.table === 'elders.identity') {
      await sql`update elders.identity set district = ${district}, township = ${to.township}, village = ${to.village} where district = ${from} and elder_id = any (${files})`.execute(
        tx,
      )
      continue
    }
    // What carries the person's place takes the new one at once, as no row may stand where its person is not.
    const places = new Map(
      each.places.flatMap((p) => [[p.township, to.township] as const, [p.village, to.village] as const]),
    )
    const columns = (await columnsOf(tx, each.table)).filter((column) => column !== 'district')
    const values = columns.map((column) => (places.has(column) ? sql`${places.get(column)}::text` : sql.ref(column)))
    await sql`insert into ${table} (district, ${sql.join(columns.map((column) => sql.ref(column)))})
      select ${district}, ${sql.join(values)} from ${table}
      where district = ${from} and ${elder} = any (${files})`.execute(tx)
    await sql`delete from ${table} where district = ${from} and ${elder} = any (${files})`.execute(tx)
  }
  // What the person's row said before the move stays readable as it was known then.
  await sql`
    insert into elders.elder_past (district, elder_id, version, name, sex, birth_date, id_kind, id_blind, household_division, township,
        village, address, lng, lat, merged_into, changed_by, recorded_at, superseded_at, present_township, present_village)
    select ${district}, o.id, o.version, o.name, o.sex, o.birth_date, o.id_kind, o.id_blind, o.household_division, o.township, o.village,
           o.address, o.lng, o.lat, o.merged_into, o.changed_by, o.updated_at, n.updated_at,
           n.township, n.village
      from elders.elder o join elders.elder n on n.district = ${district} and n.id = o.id
     where o.district = ${from} and o.id = any (${files})`.execute(tx)
  await sql`delete from elders.elder where district = ${from} and id = any (${files})`.execute(tx)
}
