import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Shift } from './words.ts'

/** The shift of a moment in Beijing time: early until 15:00, late until 22:00, then night. A home that works otherwise picks the shift itself. */
export function shiftAt(now: Date): Shift {
  const hour = new Date(now.getTime() + 8 * 3_600_000).getUTCHours()
  return hour >= 6 && hour < 15 ? 'early' : hour >= 15 && hour < 22 ? 'late' : 'night'
}

/** Whether the stay of a row still lasts on a day: a plan or a medicine of somebody who has left asks for nothing more. Over an alias with `stay_id`. */
export const livesHere = (alias: string, on: Day): RawBuilder<boolean> => sql`
  exists (select 1 from residency.stay s where s.district = ${sql.ref(`${alias}.district`)} and s.id = ${sql.ref(`${alias}.stay_id`)}
             and s.from_day <= ${on}::date and (s.until_day is null or s.until_day > ${on}::date))`

/** What the records of a shift say: tasks due and done, doses of the day given and refused, incidents of the day still open. */
export async function countShift(
  tx: Tx,
  home: { readonly district: string; readonly id: string },
  on: Day,
  shift: Shift,
): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*)::int from care.task t join care.plan p on p.district = t.district and p.id = t.plan_id
             where t.district = ${home.district} and t.facility_id = ${home.id}::uuid and t.shift = ${shift} and p.from_day <= ${on}
               and (p.until_day is null or p.until_day > ${on}) and extract(isodow from ${on}::date) = any (t.weekdays)
               and ${livesHere('t', on)}) as "tasks",
           (select count(*)::int from care.task_record r join care.task t on t.district = r.district and t.id = r.task_id
             where r.district = ${home.district} and r.facility_id = ${home.id}::uuid and r.on_day = ${on} and t.shift = ${shift} and r.outcome = 'done') as "done",
           (select count(*)::int from care.task_record r join care.task t on t.district = r.district and t.id = r.task_id
             where r.district = ${home.district} and r.facility_id = ${home.id}::uuid and r.on_day = ${on} and t.shift = ${shift} and r.outcome <> 'done') as "notDone",
           (select count(*)::int from care.dose d where d.district = ${home.district} and d.facility_id = ${home.id}::uuid and d.on_day = ${on} and d.outcome = 'given') as "doses",
           (select count(*)::int from care.dose d where d.district = ${home.district} and d.facility_id = ${home.id}::uuid and d.on_day = ${on} and d.outcome <> 'given') as "notTaken",
           (select count(*)::int from care.incident i where i.district = ${home.district} and i.facility_id = ${home.id}::uuid
               and not exists (select 1 from care.incident_step s where s.district = i.district and s.incident_id = i.id and s.kind = 'closed')) as "openIncidents"`.execute(
    tx,
  )
  return rows[0] ?? {}
}
