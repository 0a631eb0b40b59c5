import { sql } from 'kysely'
import { firstOfMonth } from '../platform/clock/day.ts'
import { asSystem, newId, type Tx } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'

const HELPER = 'demo-village'
const VILLAGE = '500113103001'
const HOUSES = 12

/** A post, a duty person of the township and a month's houses for the demonstration's assistant; a second run changes nothing. */
export async function ensureDemonstrationVisits(platform: Platform): Promise<void> {
  await asSystem(platform.db, async (tx) => {
    const { rows } = await sql`select 1 from visits.post where district = '500113' and account = ${HELPER}`.execute(tx)
    if (rows.length === 0) await plant(tx, platform)
  })
}

async function plant(tx: Tx, { keyring, today, now }: Platform): Promise<void> {
  const [district, township] = [VILLAGE.slice(0, 6), VILLAGE.slice(0, 9)]
  const month = firstOfMonth(today())
  await sql`
    insert into visits.post (district, id, township, village, account, name, kind, source, full_time, daily_most, valid_from, recorded_by)
    values (${district}, ${newId()}, ${township}, ${VILLAGE}, ${HELPER}, '演示·养老助理', 'assistant', 'publicWelfare', false, 8, ${month}::date,
            'demonstration')`.execute(tx)
  await sql`
    insert into visits.duty (district, id, township, name, cipher, from_at, until_at, recorded_by)
    values (${district}, ${newId()}, ${township}, '演示·乡镇值班', ${keyring.seal('02300000000')}, ${now()}, ${now()}::timestamptz + interval '90 days',
            'demonstration')`.execute(tx)
  await sql`
    insert into visits.plan (district, id, month, elder_id, township, village, ordinal, on_day, from_day, until_day, account)
    select e.district, gen_random_uuid(), ${month}::date, e.id, e.township, e.village, 1, ${today()}::date, ${month}::date,
           (${month}::date + interval '1 month' - interval '1 day')::date, ${HELPER}
      from elders.elder e
     where e.district = ${district} and e.village = ${VILLAGE} and e.merged_into is null and e.birth_date < ${today()}::date - interval '70 years'
       and not exists (select 1 from elders.fact f where f.district = e.district and f.elder_id = e.id and f.kind = 'death'
                        and f.value <> '{}' and f.superseded_at is null)
     order by e.birth_date, e.id limit ${HOUSES}`.execute(tx)
}
