import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'

/** Credit codes of whoever runs the homes where a person lives on a day: for whom an assessor of that person must not work. */
export async function operatorsAround(tx: Tx, district: string, elderId: string, on: Day): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select distinct p.value #>> '{}' as code
      from residency.stay s join facilities.attribute p on p.district = s.district and p.facility_id = s.facility_id and p.kind = 'operator'
     where s.district = ${district} and s.elder_id = ${elderId}::uuid and s.from_day <= ${on}::date
       and (s.until_day is null or s.until_day > ${on}::date)
       and p.superseded_at is null and p.valid_from <= ${on}::date and (p.valid_to is null or p.valid_to > ${on}::date)`.execute(
    tx,
  )
  return rows.map((row) => row.code)
}
