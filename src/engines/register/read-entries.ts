import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { columnOf, type List } from './list.ts'
import { columns, type EntryRow, holdsOn, table } from './rows.ts'
import type { EntryKey } from './write-entry.ts'

export type ListQuery = {
  readonly on: Day
  /** A part of the name. */
  readonly q?: string | undefined
  /** A district, township or village by its key. */
  readonly within?: string | undefined
  readonly facility?: string | undefined
  /** Values of `choice` fields by the field's name. */
  readonly choices?: Readonly<Record<string, string>>
  /** Key of the page, from `next`. */
  readonly after?: string | undefined
  readonly limit?: number
}

const PAGE = 50

/** A page of the entries that hold on a day, by name. Row security leaves out what lies outside the caller's scope. */
export async function listEntries(
  tx: Tx,
  list: List,
  { on, q, within, facility, choices = {}, after, limit = PAGE }: ListQuery,
): Promise<{ rows: EntryRow[]; next: string | null }> {
  const [afterDistrict, afterEntry, ...afterName] = after?.split('|') ?? []
  const chosen = list.fields.flatMap((field): RawBuilder<unknown>[] =>
    field.type === 'choice' && choices[field.name] !== undefined
      ? [sql`and ${sql.ref(`p.${columnOf(field)}`)} = ${choices[field.name]}`]
      : [],
  )
  const { rows } = await sql<EntryRow>`
    select ${columns(list)} from ${table(list)} p
     where ${holdsOn(on)}
       ${q === undefined ? sql`` : sql`and position(${q} in p.name) > 0`}
       ${within === undefined ? sql`` : sql`and (p.district = ${within} or p.township = ${within} or p.village = ${within})`}
       ${facility === undefined ? sql`` : sql`and p.facility_id = ${facility}::uuid`}
       ${sql.join(chosen, sql` `)}
       ${afterEntry === undefined ? sql`` : sql`and (p.district, p.name collate "C", p.entry) > (${afterDistrict}, ${afterName.join('|')}, ${afterEntry}::uuid)`}
     order by p.district, p.name collate "C", p.entry limit ${limit + 1}`.execute(tx)
  const last = rows[limit - 1]
  return {
    rows: rows.slice(0, limit),
    next: rows[limit] && last ? `${last.district}|${last.entry}|${last.name}` : null,
  }
}

/** Every version of an entry that was ever recorded, the latest record first; empty outside the caller's scope. */
export async function readHistory(tx: Tx, list: List, { district, entry }: EntryKey): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select ${columns(list)} from ${table(list)} p
     where p.district = ${district} and p.entry = ${entry}::uuid order by p.recorded_at desc, p.valid_from desc`.execute(
    tx,
  )
  return rows
}

/** What an entry says on a day, as known at a time. */
export async function readEntry(
  tx: Tx,
  list: List,
  { district, entry }: EntryKey,
  on: Day,
  knownAt?: string,
): Promise<EntryRow | undefined> {
  const { rows } = await sql<EntryRow>`
    select ${columns(list)} from ${table(list)} p
     where p.district = ${district} and p.entry = ${entry}::uuid and ${holdsOn(on, knownAt)} order by p.recorded_at desc limit 1`.execute(
    tx,
  )
  return rows[0]
}

/** How many of a list a caller sees on a day, up to a bound: nobody counts a whole table. */
export async function countEntries(tx: Tx, list: List, on: Day, most = 1000): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from ${table(list)} p where ${holdsOn(on)} limit ${most}) held`.execute(tx)
  return rows[0]?.n ?? 0
}
