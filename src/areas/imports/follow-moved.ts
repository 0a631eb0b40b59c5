import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { followResidence } from '../elders/index.ts'
import type { Batch } from './queries.ts'

export type PersonsOfDistrict = { district: string; persons: string[] }

/** Persons of a batch whose place differs from where they lived before it. */
export async function personsElsewhere(tx: Tx, batch: Batch): Promise<PersonsOfDistrict[]> {
  const { rows } = await sql<PersonsOfDistrict>`
    select e.district, array_agg(e.id::text) as persons
      from imports.prior_elder p join elders.elder e on e.district = p.elder_district and e.id = p.elder_id
     where p.district = ${batch.district} and p.batch_id = ${batch.id}::uuid
       and (p.before->>'township', p.before->>'village') is distinct from (e.township, e.village)
     group by e.district order by e.district`.execute(tx)
  return rows
}

/** What hangs on persons follows them to where they live now. */
export async function followAll(tx: Tx, moved: readonly PersonsOfDistrict[]): Promise<void> {
  for (const { district, persons } of moved) await followResidence(tx, district, persons)
}
