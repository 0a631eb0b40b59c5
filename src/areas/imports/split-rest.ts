import { sql } from 'kysely'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { Batch } from './queries.ts'

/** Not valid, set aside, without a person, or against what another list says. */
const isLeft = sql`(class <> 'clean' or held or outcome in ('unknown', 'differing') or changes @> '[{"conflict": true}]')`

/**
 * What was not valid stays as a draft of its own with the repairs already made, so that the committed batch is closed and the rest
 * can be repaired and committed later. Null when nothing is left.
 */
export async function splitRest(tx: Tx, batch: Batch): Promise<string | null> {
  const id = newId()
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from imports.staged_row
     where district = ${batch.district} and batch_id = ${batch.id}::uuid
       and ${isLeft}`.execute(tx)
  if (rows[0]!.left === 0) return null
  await sql`
    insert into imports.batch (district, id, kind, division, township, file_name, file_digest, state, as_of, head, notices, rest_of,
           created_by)
    select district, ${id}::uuid, kind, division, township, file_name, file_digest, 'draft', as_of, head, notices, id, created_by
      from imports.batch where district = ${batch.district} and id = ${batch.id}::uuid`.execute(tx)
  await sql`
    update imports.finding f set batch_id = ${id}::uuid
      from imports.staged_row r
     where r.district = ${batch.district} and r.batch_id = ${batch.id}::uuid
       and (r.class <> 'clean' or r.outcome in ('unknown', 'differing'))
       and f.district = r.district and f.batch_id = r.batch_id and f.row_no = r.row_no`.execute(tx)
  await sql`
    update imports.staged_row set batch_id = ${id}::uuid
     where district = ${batch.district} and batch_id = ${batch.id}::uuid
       and ${isLeft}`.execute(tx)
  return id
}
