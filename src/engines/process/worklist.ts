import { type RawBuilder, sql } from 'kysely'
import { type Day, isDay } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { readNumber } from '../../platform/documents/paper-number.ts'
import { type CaseRow, caseColumns } from './case-rows.ts'
import type { Party } from './declaration.ts'

/**
 * `mine`: waits for a desk of mine and is given to nobody else, those of colleagues whose deputy I am among them. `late`: past its last
 * day, on any desk. `urged`: of mine, those that whoever asked is pressing. `open`: everything that is not over. `closed`: what is over, newest first.
 */
export type WorkQuery = {
  readonly list: 'mine' | 'urged' | 'late' | 'open' | 'closed'
  readonly kinds?: readonly string[]
  readonly state?: string
  readonly township?: string
  readonly subject?: string
  readonly origin?: string
  readonly notice?: readonly string[]
  /** A number, as somebody typed it. */
  readonly number?: string
  readonly after?: string
  readonly limit?: number
}

/** Whose list it is. */
export type Worker = {
  readonly account: string
  readonly parties: readonly Party[]
  readonly today: Day
  /** The districts of the scope: they lead every key. */
  readonly districts: readonly string[]
}

export type WorkPage = {
  readonly rows: readonly CaseRow[]
  readonly next: string | null
  /** Counted up to 1,000. */
  readonly count: { readonly total: number; readonly capped: boolean }
}

const COUNT_LIMIT = 1000

/** One page of the work list, the most pressing first; row security limits it to the worker's scope. */
export async function worklist(tx: Tx, query: WorkQuery, worker: Worker): Promise<WorkPage> {
  const limit = query.limit ?? 100
  const where = conditions(query, worker)
  const closed = query.list === 'closed'
  const order = closed ? sql`c.closed_at desc, c.id desc` : sql`c.due_key, c.id`
  const cursor = readCursor(query.after)
  const beyond =
    cursor === undefined
      ? sql`true`
      : closed
        ? sql`(c.closed_at, c.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)`
        : sql`(c.due_key, c.id) > (${cursor[0]}::date, ${cursor[1]}::uuid)`
  const found = await sql<CaseRow & { key: string }>`
    select ${caseColumns}, ${closed ? sql`c.closed_at::text` : sql`c.due_key::text`} as key
      from process.case c where ${where} and ${beyond} order by ${order} limit ${limit + 1}`.execute(tx)
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from (select 1 from process.case c where ${where} limit ${COUNT_LIMIT + 1}) as counted`.execute(
    tx,
  )
  const total = counted.rows[0]?.total ?? 0
  const shown = found.rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    rows: shown.map(({ key: _, ...row }) => row),
    next:
      found.rows.length > limit && last !== undefined
        ? Buffer.from(JSON.stringify([last.key, last.id])).toString('base64url')
        : null,
    count: { total: Math.min(total, COUNT_LIMIT), capped: total > COUNT_LIMIT },
  }
}

function conditions(query: WorkQuery, { account, parties, today, districts }: Worker): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`c.district = any (${[...districts]}::text[])`]
  if (query.list === 'closed') parts.push(sql`c.closed_at is not null`)
  else parts.push(sql`c.closed_at is null`)
  if (query.list === 'late') parts.push(sql`c.due_key < ${today}::date`)
  if (query.list === 'urged') parts.push(sql`c.urged_on is not null`)
  if (query.list === 'mine' || query.list === 'urged')
    parts.push(sql`c.desk = any (${[...parties]}::text[]) and (c.handler is null or c.handler = ${account}
      or c.handler in (select d.account from process.deputy d where d.deputy = ${account} and d.ended_at is null
                          and d.valid_from <= ${today}::date and d.valid_to > ${today}::date))`)
  if (query.kinds !== undefined) parts.push(sql`c.kind = any (${[...query.kinds]}::text[])`)
  if (query.state !== undefined) parts.push(sql`c.state = ${query.state}`)
  if (query.township !== undefined) parts.push(sql`c.township = ${query.township}`)
  if (query.subject !== undefined) parts.push(sql`c.subject_id = ${query.subject}::uuid`)
  if (query.origin !== undefined) parts.push(sql`c.origin = ${query.origin}`)
  // A number whose check digit is wrong finds nothing rather than the neighbour's case.
  if (query.number !== undefined) parts.push(sql`c.number = ${readNumber(query.number) ?? ''}`)
  return sql.join(parts, sql` and `)
}

/** The key of the last row; anything else begins at the first page again. */
function readCursor(text: string | undefined): [string, string] | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(value) || typeof value[0] !== 'string' || typeof value[1] !== 'string') return undefined
    const [key, id] = value as [string, string]
    return (isDay(key) || key === 'infinity' || !Number.isNaN(Date.parse(key))) && /^[0-9a-f-]{36}$/.test(id)
      ? [key, id]
      : undefined
  } catch {
    return undefined
  }
}
