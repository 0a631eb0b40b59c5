import { sql } from 'kysely'
import type { Day } from '../../../platform/clock/day.ts'
import { asSystem, type Db, newId } from '../../../platform/db/index.ts'
import { DISTRICT, settingsOf } from '../../benefits/testing/town.ts'

/** What the specifications of this area share: a district's settings, helpers in villages, points of houses. */
export const VISIT_VALUES = {
  'visit-list-driver': 'visitPriority',
  'visit-list-monthly': 1,
  'visit-facility-residents': false,
  'visit-high-kinds': ['alone', 'severe', 'advancedAge'],
  'visit-high-least': 2,
  'visit-high-per-month': 4,
  'visit-key-kinds': ['severe', 'alone'],
  'visit-key-per-month': 2,
  'visit-general-every-months': 3,
  'visit-check-hours': 4,
  'visit-need-pickup-days': 3,
  'visit-need-handling-days': 10,
  'visit-call-back-share': 100,
  'visit-doubt-metres': 500,
  'visit-doubt-minutes': 3,
  'visit-doubt-speed': 30,
  'visit-doubt-equal': 4,
  'pairing-most-elders': 5,
  'pairing-without-partner-days': 7,
} as const

export const visitSettings = (replaced: Parameters<typeof settingsOf>[0] = {}) =>
  settingsOf({ ...VISIT_VALUES, ...replaced })

export async function addPost(
  db: Db,
  account: string,
  village: string,
  post: { name?: string; dailyMost?: number; from?: string; until?: string | null } = {},
): Promise<string> {
  const id = newId()
  await asSystem(db, (tx) =>
    sql`
      insert into visits.post (district, id, township, village, account, name, kind, source, full_time, daily_most, valid_from, valid_to, recorded_by)
      values (${DISTRICT}, ${id}, ${village.slice(0, 9)}, ${village}, ${account}, ${post.name ?? account}, 'assistant', 'publicWelfare', false,
              ${post.dailyMost ?? 8}, ${post.from ?? '2026-01-01'}::date, ${post.until ?? null}::date, 'test')`.execute(
      tx,
    ),
  )
  return id
}

export async function place(db: Db, elder: string, lng: number, lat: number): Promise<void> {
  await asSystem(db, (tx) =>
    sql`update elders.elder set lng = ${lng}, lat = ${lat} where id = ${elder}::uuid`.execute(tx),
  )
}

export type PlanRow = {
  elder: string
  ordinal: number
  on: Day
  account: string
  state: string
  cause: string | null
  village: string
}

export async function planOf(db: Db, month: string): Promise<PlanRow[]> {
  const { rows } = await asSystem(db, (tx) =>
    sql<PlanRow>`
      select elder_id::text as elder, ordinal, on_day::text as on, account, state, cause, village from visits.plan
       where month = ${month}::date order by elder_id, ordinal`.execute(tx),
  )
  return rows
}

/** Puts the settings into the database as signed by two, for what reads them there. */
export async function signSettings(db: Db, replaced: Parameters<typeof settingsOf>[0] = {}): Promise<void> {
  const rows = visitSettings(replaced).filter(
    ({ parameter }) => parameter.startsWith('visit-') || parameter.startsWith('pairing-'),
  )
  await asSystem(db, (tx) =>
    sql`
      insert into policy.setting (id, division, parameter, value, valid_from, document, example, proposed_by, approved_by, approved_at)
      select gen_random_uuid(), division, parameter, value, '2022-02-21', '示例', true, 'maker', 'checker', clock_timestamp()
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(division text, parameter text, value jsonb)`.execute(
      tx,
    ),
  )
}
