import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { shareDistricts } from '../elders/index.ts'
import { type Batch, findBatch } from './queries.ts'

/** Imports into one district take turns, so that two files cannot both add the same person. */
const IMPORTS = 7120

/** The batch, locked against other changes until the transaction ends. */
export async function lockBatch(tx: Tx, id: string): Promise<Batch | undefined> {
  const batch = await findBatch(tx, id)
  if (batch === undefined) return undefined
  // By its whole key: a sharded table locks on one node only.
  await sql`select 1 from imports.batch where district = ${batch.district} and id = ${id}::uuid for update`.execute(tx)
  return findBatch(tx, id)
}

/** Takes the locks of all districts that a batch writes to, in order, before any row of the register. */
export async function lockDistricts(tx: Tx, batch: Batch): Promise<void> {
  const { rows } = await sql<{ district: string }>`
    select distinct d.district from imports.staged_row r, lateral (values (r.elder_district), (r.found_district)) as d(district)
     where r.district = ${batch.district} and r.batch_id = ${batch.id}::uuid and d.district is not null order by 1`.execute(
    tx,
  )
  const districts = rows.map(({ district }) => district)
  for (const district of districts)
    await sql`select pg_advisory_xact_lock(${IMPORTS}::int, hashtext(${district}))`.execute(tx)
  await shareDistricts(tx, districts)
}
