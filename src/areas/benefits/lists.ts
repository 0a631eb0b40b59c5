import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { Line, LineList, LineQuery } from './contract.ts'
import { OUTLIER_RULES, type OutlierRule } from './seal.ts'
import { KIND_WORDS, REASON_WORDS, sayReason } from './words.ts'

const PAGE = 100
const COUNT_LIMIT = 1000

type Columns = {
  kind: string
  reason: string
  late: string
  before: string
  after: string
  voucher: string
  month: string
}
type Source = {
  /** Table of the list; every one leads with district, run_id, township, elder_id, scheme. */
  table: string
  columns: Columns
  /** Order of the pages, after district: an index has it. */
  key: readonly string[]
}

const NONE = { late: 'false', voucher: 'false', month: 'null' }
const ENTITLEMENT: Columns = {
  ...NONE,
  kind: 'l.outcome',
  reason: 'l.reason',
  before: 'null::bigint',
  after: 'coalesce(l.amount_fen, l.ceiling_fen)',
  voucher: 'l.ceiling_fen is not null',
}

const SOURCES: Readonly<Record<LineList, Source>> = {
  changes: {
    table: 'benefits.change',
    columns: {
      kind: 'l.kind',
      reason: 'l.reason',
      late: 'l.late',
      before: 'l.before_fen',
      after: 'l.after_fen',
      voucher: 'l.voucher',
      month: 'null',
    },
    key: ['kind', 'township', 'elder_id', 'scheme'],
  },
  lines: { table: 'benefits.entitlement', columns: ENTITLEMENT, key: ['elder_id', 'scheme'] },
  clear: { table: 'benefits.entitlement', columns: ENTITLEMENT, key: ['township', 'elder_id', 'scheme'] },
  'back-pay': {
    table: 'benefits.difference',
    columns: {
      ...NONE,
      kind: `case when l.due_fen > l.settled_fen then 'pay' else 'takeBack' end`,
      reason: 'l.reason',
      before: 'l.settled_fen',
      after: 'l.due_fen',
      month: `to_char(l.month, 'YYYY-MM')`,
    },
    key: ['elder_id', 'scheme', 'month'],
  },
  outliers: {
    table: 'benefits.outlier',
    columns: {
      ...NONE,
      kind: 'l.rule',
      reason: 'l.rule',
      before: `(l.detail ->> 'beforeFen')::bigint`,
      after: `coalesce((l.detail ->> 'afterFen')::bigint, (l.detail ->> 'differenceFen')::bigint)`,
    },
    key: ['rule', 'township', 'elder_id', 'scheme'],
  },
  sample: {
    table: 'benefits.sample',
    columns: { ...NONE, kind: `'sample'`, reason: `'met'`, before: 'null::bigint', after: 'null::bigint' },
    key: ['township', 'elder_id', 'scheme'],
  },
}

/** One page of a list of a run, under the scope of whoever asks; counted up to 1,000. */
export async function listLines(
  tx: Tx,
  runId: string,
  districts: readonly string[],
  list: LineList,
  query: LineQuery,
): Promise<{ rows: Line[]; next: string | null; count: { total: number; capped: boolean } }> {
  const { table, columns, key } = SOURCES[list]
  const where = sql`l.district = any (${[...districts]}::text[]) and l.run_id = ${runId}::uuid and ${conditions(list, query)}`
  const order = ['district', ...key].map((each) => `l.${each}`)
  const after = readCursor(query.after, order.length)
  const from =
    after === undefined
      ? sql`true`
      : sql`(${sql.raw(order.join(', '))}) > (${sql.join(after.map((value, at) => castKey(order[at] ?? '', value)))})`
  const { rows } = await sql<Row>`
    select l.district, l.elder_id::text as elder, coalesce(e.name, '') as name, e.birth_date as "birthDate", l.township,
           coalesce(t.name, l.township) as "townshipName", v.name as "villageName", l.scheme,
           ${sql.raw(columns.kind)} as kind, ${sql.raw(columns.reason)} as reason, ${sql.raw(columns.late)} as late,
           ${sql.raw(columns.before)} as "beforeFen", ${sql.raw(columns.after)} as "afterFen", ${sql.raw(columns.voucher)} as voucher,
           ${sql.raw(columns.month)} as month, held.reason as "heldFor", opened.id is not null as opened,
           jsonb_build_array(${sql.raw(order.map((each) => `${each}::text`).join(', '))})::text as cursor
      from ${sql.raw(table)} l
      left join elders.elder e on e.district = l.district and e.id = l.elder_id
      left join divisions.division t on t.key = l.township
      left join divisions.division v on v.key = l.village
      left join lateral (select a.kind, a.reason from benefits.act a
                          where a.district = l.district and a.run_id = l.run_id and a.kind in ('hold', 'release')
                            and a.elder_id = l.elder_id and a.scheme = l.scheme order by a.at desc limit 1) held on held.kind = 'hold'
      left join lateral (select a.id from benefits.act a
                          where a.district = l.district and a.run_id = l.run_id and a.kind = 'open' and a.elder_id = l.elder_id limit 1) opened on true
     where ${where} and ${from}
     order by ${sql.raw(order.join(', '))} limit ${PAGE + 1}`.execute(tx)
  const counted = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from ${sql.raw(table)} l where ${where} limit ${COUNT_LIMIT + 1}) counted`.execute(
    tx,
  )
  const total = counted.rows[0]?.n ?? 0
  const shown = rows.slice(0, PAGE)
  return {
    rows: shown.map(({ cursor: _, ...row }) => ({ ...row, says: sayLine(list, row) })),
    next: rows.length > PAGE ? Buffer.from(shown.at(-1)?.cursor ?? '').toString('base64url') : null,
    count: { total: Math.min(total, COUNT_LIMIT), capped: total > COUNT_LIMIT },
  }
}

type Row = Omit<Line, 'says'> & { cursor: string }

function conditions(list: LineList, query: LineQuery): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`true`]
  if (query.scheme !== undefined) parts.push(sql`l.scheme = ${query.scheme}`)
  if (query.township !== undefined) parts.push(sql`l.township = ${query.township}`)
  if (list === 'changes' && query.kind !== undefined) parts.push(sql`l.kind = ${query.kind}`)
  if (list === 'changes' && query.reason !== undefined) parts.push(sql`l.reason = ${query.reason}`)
  if (list === 'outliers' && query.reason !== undefined) parts.push(sql`l.rule = ${query.reason}`)
  if (list === 'clear') parts.push(sql`l.outcome <> 'granted'`)
  if ((list === 'lines' || list === 'clear') && query.outcome !== undefined)
    parts.push(sql`l.outcome = ${query.outcome}`)
  if (query.q !== undefined && query.q !== '')
    parts.push(sql`exists (select 1 from elders.elder named where named.district = l.district and named.id = l.elder_id
      and named.name >= ${query.q} and named.name < ${`${query.q}\uffff`})`)
  return sql.join(parts, sql` and `)
}

const castKey = (column: string, value: string): RawBuilder<unknown> =>
  column === 'l.elder_id' ? sql`${value}::uuid` : column === 'l.month' ? sql`${value}::date` : sql`${value}::text`

/** A cursor is the key of the last row; anything else begins at the first page again. */
function readCursor(text: string | undefined, length: number): string[] | undefined {
  if (text === undefined) return undefined
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(values) && values.length === length && values.every((each) => typeof each === 'string')
      ? values
      : undefined
  } catch {
    return undefined
  }
}

/** The line's sentence: what happened to it and why. */
function sayLine(list: LineList, row: Omit<Row, 'cursor'>): string {
  if (list === 'changes')
    return `${KIND_WORDS[row.kind as keyof typeof KIND_WORDS]}：${REASON_WORDS[row.reason] ?? row.reason}${row.late ? '（迟到的情况）' : ''}`
  if (list === 'outliers') return OUTLIER_RULES[row.kind as OutlierRule] ?? row.kind
  if (list === 'back-pay')
    return `${row.kind === 'pay' ? `补 ${row.month} 的差额` : `${row.month} 多发，应扣回`}：${REASON_WORDS[row.reason] ?? row.reason}`
  return sayReason(row.reason)
}
