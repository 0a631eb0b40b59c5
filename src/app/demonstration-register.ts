import { sql } from 'kysely'
import { searchDuplicates } from '../areas/elders/index.ts'
import { firstOfMonth } from '../platform/clock/day.ts'
import { asSystem, newId, type Tx } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT } from './demonstration.ts'

const HOME = '500113103'
const ASKER = 'demo-maker'
const REASON = '示例：随子女居住'

/** Who keeps the file, and which village asks for it: one that the township has to answer, and one that it waits for. */
const TRANSFERS = [
  { from: HOME, to: '500101001001', by: ASKER },
  { from: HOME, to: '500113111001', by: ASKER },
  { from: '500113111', to: `${HOME}001`, by: 'demo-township' },
] as const

const TWINS = 4
const TWIN_SOURCE = '示例：重复登记'

/** Work for the desk of the register: pairs that may be one person, and transfers that wait; a second run changes nothing. */
export async function ensureDemonstrationWork({ db, today }: Platform): Promise<void> {
  await asSystem(db, async (tx) => {
    await fileTwice(tx)
    await searchDuplicates(tx, DEMONSTRATION_DISTRICT)
    for (const { from, to, by } of TRANSFERS)
      await sql`
        insert into elders.transfer (district, id, elder_id, from_district, from_township, to_district, to_township, to_village,
          moved_on, reason, requested_by)
        select e.district, ${newId()}, e.id, e.district, e.township, ${to.slice(0, 6)}, ${to.slice(0, 9)}, ${to},
               ${firstOfMonth(today())}::date, ${REASON}, ${by}
          from elders.elder e
         where e.district = ${DEMONSTRATION_DISTRICT} and e.township = ${from} and e.merged_into is null and e.id_blind is not null
           and not exists (select 1 from elders.transfer t where t.district = e.district and t.elder_id = e.id)
           and not exists (select 1 from elders.transfer t where t.from_township = ${from} and t.to_village = ${to})
           and not exists (select 1 from elders.fact f where f.district = e.district and f.elder_id = e.id and f.kind in ('death', 'residence')
                              and f.superseded_at is null and (f.kind = 'death' or f.value[1] = 'outside'))
         order by e.name, e.id limit 1
        on conflict do nothing`.execute(tx)
  })
}

/** Some people of the township filed a second time without their number, as a paper ledger does. */
async function fileTwice(tx: Tx): Promise<void> {
  const there =
    await sql`select 1 from elders.fact where district = ${DEMONSTRATION_DISTRICT} and source_ref = ${TWIN_SOURCE} limit 1`.execute(
      tx,
    )
  if (there.rows.length > 0) return
  const { rows } = await sql<{ id: string }>`
    select e.id::text from elders.elder e
     where e.district = ${DEMONSTRATION_DISTRICT} and e.township = ${HOME} and e.village is not null and e.birth_date is not null
       and not exists (select 1 from elders.fact f where f.district = e.district and f.elder_id = e.id and f.kind = 'death')
     order by e.name desc, e.id limit ${TWINS}`.execute(tx)
  for (const { id } of rows) {
    const twin = newId()
    await sql`
      insert into elders.elder (district, id, name, name_pinyin, name_initials, sex, birth_date, id_kind, township, village, address, synthetic)
      select district, ${twin}, name, name_pinyin, name_initials, sex, birth_date, 'none', township, village, address, true
        from elders.elder where district = ${DEMONSTRATION_DISTRICT} and id = ${id}::uuid`.execute(tx)
    await sql`
      insert into elders.fact (district, elder_id, id, kind, value, valid_from, source_kind, source_ref, recorded_by)
      select district, id, ${newId()}, 'residence', array[village], '2025-01-01', 'ledger', ${TWIN_SOURCE}, 'demonstration'
        from elders.elder where district = ${DEMONSTRATION_DISTRICT} and id = ${twin}::uuid`.execute(tx)
  }
}
