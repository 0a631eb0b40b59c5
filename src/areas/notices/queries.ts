import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'

/** A notice as stored; `until` is the last day on which it is shown. */
export type NoticeRow = {
  id: string
  division: string
  audience: 'public' | 'staff'
  roles: string[]
  title: string
  body: string
  from: Day
  until: Day
  needsSecond: boolean
  writtenBy: string
  writtenAt: string
  approvedBy: string | null
  withdrawn: boolean
}

const COLUMNS = sql`id, division, audience, roles, title, body, valid_from::text as "from", (valid_to - 1)::text as until,
  needs_second as "needsSecond", written_by as "writtenBy", to_json(written_at)#>>'{}' as "writtenAt",
  approved_by as "approvedBy", withdrawn_at is not null as withdrawn`

const MOST = 200

/** Places of notices: divisions by their keys, and all villages of some townships. */
export type Places = { readonly keys: readonly string[]; readonly villagesOf: readonly string[] }

// The key of a village begins with the nine characters of its township.
const within = ({ keys, villagesOf }: Places) =>
  sql`(division = any (${keys}::text[]) or left(division, 9) = any (${villagesOf}::text[]))`

/** What is shown in some places on a day: signed where a second person is needed, not withdrawn, the newest first. At most 200. */
export async function listShown(tx: Tx, on: Day, places: Places, audience?: 'public'): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select ${COLUMNS} from notices.notice
     where withdrawn_at is null and valid_from <= ${on}::date and valid_to > ${on}::date and ${within(places)}
       and (not needs_second or approved_at is not null) and (${audience ?? null}::text is null or audience = ${audience ?? null})
     order by valid_from desc, written_at desc limit ${MOST}`.execute(tx)
  return rows
}

/** What was written for some places lately, whatever became of it. */
export async function listWritten(tx: Tx, places: Places): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select ${COLUMNS} from notices.notice where ${within(places)} order by written_at desc limit ${MOST}`.execute(tx)
  return rows
}

/** A notice, held until the end of the transaction; undefined where there is none. */
export async function lockNotice(tx: Tx, id: string): Promise<NoticeRow | undefined> {
  const { rows } = await sql<NoticeRow>`select ${COLUMNS} from notices.notice where id = ${id} for update`.execute(tx)
  return rows[0]
}

type New = Pick<
  NoticeRow,
  'id' | 'division' | 'audience' | 'roles' | 'title' | 'body' | 'from' | 'until' | 'needsSecond'
>

export async function insertNotice(tx: Tx, account: string, notice: New): Promise<void> {
  await sql`
    insert into notices.notice (id, division, audience, roles, title, body, valid_from, valid_to, needs_second, written_by)
    values (${notice.id}, ${notice.division}, ${notice.audience}, ${notice.roles}, ${notice.title}, ${notice.body},
            ${notice.from}::date, ${notice.until}::date + 1, ${notice.needsSecond}, ${account})`.execute(tx)
}

export async function signNotice(tx: Tx, id: string, account: string): Promise<void> {
  await sql`update notices.notice set approved_by = ${account}, approved_at = clock_timestamp() where id = ${id}`.execute(
    tx,
  )
}

export async function takeBack(tx: Tx, id: string, account: string): Promise<void> {
  await sql`update notices.notice set withdrawn_by = ${account}, withdrawn_at = clock_timestamp() where id = ${id}`.execute(
    tx,
  )
}
