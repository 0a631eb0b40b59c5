import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { fieldLabels } from './list-kinds.ts'
import type { Batch } from './queries.ts'

/** From so many elders on a number is probably a village cadre's; a couple or a household share one every day. */
const MANY = 5

/**
 * Names numbers that stand with many elders, as a hint at each of the rows: counted over the file and over what the register has
 * besides. Read from `taken`, the analysed copy of the batch.
 */
export async function hintSharedPhones(tx: Tx, batch: Batch): Promise<void> {
  const column =
    batch.head.columns.find(({ meaning }) => meaning.kind === 'field' && meaning.field === 'phone')?.index ?? null
  if (column === null) return
  await sql`
    with said as (
      select t.row_no, t.id_blind, t.elder_district, decode(p.blind, 'hex') as blind
        from taken t, jsonb_to_recordset(t.phones) as p(kind text, blind text) where p.kind = 'own'
    ), in_file as (
      select blind, count(distinct row_no)::int as elders from said group by blind
    ), counted as (
      select blind, elders + (
               select count(distinct h.elder_id)::int from elders.phone h
                where h.district = ${batch.district} and h.blind = f.blind and h.kind = 'own'
                  and not exists (select 1 from said s join elders.identity i on i.id_blind = s.id_blind
                                   where s.blind = f.blind and i.elder_id = h.elder_id)) as elders
        from in_file f
    ), shared as (
      select s.row_no, max(c.elders) as elders from said s join counted c using (blind) where c.elders >= ${MANY} group by s.row_no
    )
    update imports.staged_row r
       set hints = (select coalesce(jsonb_agg(h), '[]') from jsonb_array_elements(r.hints) h where h->>'code' <> 'phoneShared')
                || jsonb_build_array(jsonb_build_object('code', 'phoneShared', 'field', ${fieldLabels.phone}::text, 'column', ${column}::int,
                     'message', format('这个电话登记在 %s 位老人名下，可能是村干部的号码，请核对。', s.elders)))
      from shared s
     where r.district = ${batch.district} and r.batch_id = ${batch.id}::uuid and r.row_no = s.row_no`.execute(tx)
}
