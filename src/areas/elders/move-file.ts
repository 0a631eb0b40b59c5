import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { placeColumns } from './follow-residence.ts'
import { copyRows, readHanging } from './hanging.ts'

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
  // A new file moves its place with the keys, because the key of a row names the district of its township.
  const { rows: versions } = await sql<{ id: string; version: number; now: string }>`
    select id::text, version + 1 as version, clock_timestamp()::text as now from elders.elder
     where district = ${from} and id = any (${files})`.execute(tx)
  for (const { id, version, now } of versions)
    await copyRows(
      tx,
      'elders.elder',
      sql`t.district = ${from} and t.id = ${id}::uuid`,
      new Map<string, string | null>([
        ['district', district],
        ['township', to.township],
        ['village', to.village],
        ['version', String(version)],
        ['updated_at', now],
      ]),
    )
  const leaving = (await readHanging(tx)).filter((each) => each.onTransfer === 'move')
  const hanging = leaving.map(({ table, elderColumn, residence }) => ({
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
    const others = new Map<string, string | null>([['district', district]])
    for (const { township, village } of each.places) others.set(township, to.township).set(village, to.village)
    await copyRows(
      tx,
      each.table,
      sql`t.district = ${from} and ${sql.ref(`t.${each.elderColumn}`)} = any (${files})`,
      others,
    )
    await sql`delete from ${table} where district = ${from} and ${elder} = any (${files})`.execute(tx)
  }
  // What the person's row said before the move stays readable as it was known then.
  const { rows: pasts } = await sql<Record<string, unknown> & { id: string }>`
    select id::text, version, name, sex, birth_date, id_kind, id_blind, household_division, township, village, address, lng, lat,
           merged_into::text, changed_by, updated_at::text from elders.elder where district = ${from} and id = any (${files})`.execute(
    tx,
  )
  for (const past of pasts)
    await sql`
      insert into elders.elder_past (district, elder_id, version, name, sex, birth_date, id_kind, id_blind, household_division, township,
          village, address, lng, lat, merged_into, changed_by, recorded_at, superseded_at, present_township, present_village)
      values (${district}, ${past.id}::uuid, ${past.version}, ${past.name}, ${past.sex}, ${past.birth_date}::date, ${past.id_kind},
          ${past.id_blind}, ${past.household_division}, ${past.township}, ${past.village}, ${past.address}, ${past.lng}, ${past.lat},
          ${past.merged_into}::uuid, ${past.changed_by}, ${past.updated_at}::timestamptz,
          ${versions.find(({ id }) => id === past.id)?.now ?? null}::timestamptz, ${to.township}, ${to.village})`.execute(
      tx,
    )
  await sql`delete from elders.elder where district = ${from} and id = any (${files})`.execute(tx)
}
