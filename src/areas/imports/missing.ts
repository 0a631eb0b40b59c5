import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { Batch } from './queries.ts'

/**
 * Persons of the division who do not stand in the list: for reading only, nobody is ever removed for it. For a ledger that is
 * everybody; for a list of hardship or disability whoever has it in the register. A list of deaths misses those whom the other
 * list reported as cremated since its month began, and a list of cremations those reported as dead.
 */
export async function listMissing(
  tx: Tx,
  batch: Batch,
  townships: readonly string[],
  after = '',
  limit = 100,
): Promise<{ id: string; district: string; name: string; township: string; village: string | null }[]> {
  const ofTheDead = batch.kind === 'deaths' || batch.kind === 'cremations'
  const otherList = ofTheDead
    ? sql`and f.valid_from >= date_trunc('month', ${batch.asOf}::date) - interval '1 month'
          and f.source_ref in (select b.id::text from imports.batch b
                                where b.district = ${batch.district} and b.kind = ${batch.kind === 'deaths' ? 'cremations' : 'deaths'})`
    : sql``
  const inKind = batch.kind === 'hardship' || batch.kind === 'disability' ? batch.kind : null
  const { rows } = await sql<{ id: string; district: string; name: string; township: string; village: string | null }>`
    select e.id::text, e.district, e.name, e.township, e.village
      from elders.elder e
     where e.township = any (${[...townships]}::text[]) and e.district = any (${[...new Set(townships.map((key) => key.slice(0, 6)))]}::text[])
       and e.merged_into is null and (${after} = '' or e.id > nullif(${after}, '')::uuid)
       and e.id not in (select coalesce(r.found_id, r.new_id) from imports.staged_row r
                         where r.district = ${batch.district} and r.batch_id in (
                           select b.id from imports.batch b
                            where b.district = ${batch.district} and (b.id = ${batch.id}::uuid or b.rest_of = ${batch.id}::uuid)))
       and ${ofTheDead ? sql`` : sql`not`} exists (
             select 1 from elders.fact f where f.district = e.district and f.elder_id = e.id and f.kind = 'death'
                and f.superseded_at is null ${otherList})
       and (${inKind}::text is null or exists (select 1 from elders.fact f where f.district = e.district and f.elder_id = e.id
              and f.kind = ${inKind} and f.superseded_at is null and f.valid_to is null and f.value <> '{}'))
     order by e.id limit ${limit}`.execute(tx)
  return rows
}
