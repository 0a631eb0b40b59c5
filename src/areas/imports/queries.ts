import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { Hint } from './findings.ts'
import type { ListKind } from './list-kinds.ts'
import type { ColumnMemory, ColumnPlan, HeadPlan } from './recognise-head.ts'
import type { StagedFinding, StagedRow } from './staged-row.ts'
import type { WordMemory } from './value-words.ts'

/** A batch in the database. `committedAt` is text, because a JavaScript date would lose its microseconds. */
export type Batch = {
  district: string
  id: string
  kind: ListKind
  division: string
  township: string | null
  fileName: string
  state: 'draft' | 'committed' | 'rolledBack'
  asOf: string
  sheet: string
  head: HeadPlan
  notices: Hint[]
  date1904: boolean
  version: number
  createdBy: string
  createdAt: string
  committedAt: string | null
  rolledBackAt: string | null
  totals: Record<string, number>
  restOf: string | null
}

const batchColumns = sql`
  district, id::text, kind, division, township, file_name as "fileName", state, as_of as "asOf", head->>'sheet' as sheet,
  head->'plan' as head, (head->>'date1904')::boolean as "date1904", notices, version, created_by as "createdBy",
  created_at::text as "createdAt", committed_at::text as "committedAt", rolled_back_at::text as "rolledBackAt", totals,
  rest_of::text as "restOf"`

export async function findBatch(tx: Tx, id: string): Promise<Batch | undefined> {
  const { rows } = await sql<Batch>`select ${batchColumns} from imports.batch where id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** Newest first, 50 at a time; `before` is the creation time of the last one seen. */
export async function listBatches(
  tx: Tx,
  filter: { kind?: string | undefined; before?: string | undefined },
): Promise<Batch[]> {
  const { rows } = await sql<Batch>`
    select ${batchColumns} from imports.batch
     where (${filter.kind ?? null}::text is null or kind = ${filter.kind ?? null})
       and (${filter.before ?? null}::timestamptz is null or created_at < ${filter.before ?? null}::timestamptz)
     order by created_at desc, id desc limit 50`.execute(tx)
  return rows
}

export async function insertBatch(
  tx: Tx,
  batch: Pick<
    Batch,
    'district' | 'id' | 'kind' | 'division' | 'township' | 'fileName' | 'asOf' | 'createdBy' | 'notices'
  > & {
    digest: Buffer
    head: { sheet: string; date1904: boolean; plan: HeadPlan }
  },
): Promise<void> {
  await sql`
    insert into imports.batch (district, id, kind, division, township, file_name, file_digest, state, as_of, head, notices, created_by)
    values (${batch.district}, ${batch.id}::uuid, ${batch.kind}, ${batch.division}, ${batch.township}, ${batch.fileName},
            ${batch.digest}, 'draft', ${batch.asOf}::date, ${JSON.stringify(batch.head)}::jsonb, ${JSON.stringify(batch.notices)}::jsonb,
            ${batch.createdBy})`.execute(tx)
}

/** Writes checked rows and their findings, a thousand at a time, as two statements. */
export async function insertRows(
  tx: Tx,
  { district, id: batchId, township }: Pick<Batch, 'district' | 'id' | 'township'>,
  rows: readonly StagedRow[],
  findings: readonly StagedFinding[],
): Promise<void> {
  if (rows.length > 0) {
    await sql`
      insert into imports.staged_row (district, batch_id, batch_township, row_no, hidden, cells, fixes, accepted, name, name_pinyin, name_initials, sex,
             birth_date, id_kind, id_cipher, id_blind, id_last4_blind, elder_district, township, village, household, address,
             phones, facts, hints, class, new_id, synthetic)
      select ${district}, ${batchId}::uuid, ${township}, row_no, hidden, decode(cells, 'hex'), decode(fixes, 'hex'), accepted, name, name_pinyin,
             name_initials, sex, birth_date, id_kind, decode(id_cipher, 'hex'), decode(id_blind, 'hex'), decode(id_last4_blind, 'hex'),
             elder_district, township, village, household, address, phones, facts, hints, class, new_id, synthetic
        from json_to_recordset(${JSON.stringify(rows)}::json) as r(row_no int, hidden boolean, cells text, fixes text,
             accepted text[], name text, name_pinyin text, name_initials text, sex text, birth_date date, id_kind text, id_cipher text,
             id_blind text, id_last4_blind text, elder_district text, township text, village text, household text, address text,
             phones jsonb, facts jsonb, hints jsonb, class text, new_id uuid, synthetic boolean)`.execute(tx)
  }
  if (findings.length > 0) {
    await sql`
      insert into imports.finding (district, batch_id, batch_township, row_no, ordinal, code, class, field, column_no, message, same,
             accepted)
      select ${district}, ${batchId}::uuid, ${township}, row_no, ordinal, code, class, field, column_no, message, same, accepted
        from json_to_recordset(${JSON.stringify(findings)}::json) as r(row_no int, ordinal smallint, code text, class text, field text,
             column_no int, message text, same text, accepted boolean)`.execute(tx)
  }
}

export async function deleteRows(tx: Tx, batch: Batch, rowNumbers: readonly number[]): Promise<void> {
  for (const table of ['imports.finding', 'imports.staged_row'])
    await sql`
      delete from ${sql.table(table)}
       where district = ${batch.district} and batch_id = ${batch.id}::uuid and row_no = any (${[...rowNumbers]}::int[])`.execute(
      tx,
    )
}

/** What a clerk decided about rows stays when they are checked again. */
export async function keepDecisions(
  tx: Tx,
  batch: Batch,
  rows: readonly Pick<KeptStagedRow, 'row_no' | 'held' | 'transfer_id'>[],
): Promise<void> {
  const decided = JSON.stringify(rows.map(({ row_no, held, transfer_id }) => ({ row_no, held, transfer_id })))
  await sql`
    update imports.staged_row r set held = d.held, transfer_id = d.transfer_id
      from jsonb_to_recordset(${decided}::jsonb) as d(row_no int, held boolean, transfer_id uuid)
     where r.district = ${batch.district} and r.batch_id = ${batch.id}::uuid and r.row_no = d.row_no`.execute(tx)
}

export type KeptStagedRow = {
  row_no: number
  hidden: boolean
  cells: Buffer
  fixes: Buffer | null
  accepted: string[]
  held: boolean
  transfer_id: string | null
}

/** Rows as they were kept, for another check: given rows, or the next of all after `after`. */
export async function keptRows(
  tx: Tx,
  batch: Batch,
  which: { rows: readonly number[] } | { after: number; limit: number },
): Promise<KeptStagedRow[]> {
  const condition = 'rows' in which ? sql`row_no = any (${[...which.rows]}::int[])` : sql`row_no > ${which.after}`
  const limit = 'rows' in which ? sql`` : sql`limit ${which.limit}`
  const { rows } = await sql<KeptStagedRow>`
    select row_no, hidden, cells, fixes, accepted, held, transfer_id::text from imports.staged_row
     where district = ${batch.district} and batch_id = ${batch.id}::uuid and ${condition} order by row_no ${limit}`.execute(
    tx,
  )
  return rows
}

export type FindingRow = {
  row: number
  field: string
  columnNo: number | null
  code: string
  class: 'block' | 'confirm'
  message: string
  accepted: boolean
}

/** Findings in the order of the sheet, a page after (row, ordinal) given. */
export async function listFindings(tx: Tx, batch: Batch, afterRow = 0, limit = 1_000_000): Promise<FindingRow[]> {
  const { rows } = await sql<FindingRow>`
    select row_no as row, field, column_no as "columnNo", code, class, message, accepted from imports.finding
     where district = ${batch.district} and batch_id = ${batch.id}::uuid and row_no > ${afterRow}
     order by row_no, ordinal limit ${limit}`.execute(tx)
  return rows
}

export type Counts = {
  rows: number
  valid: number
  block: number
  confirm: number
  hint: number
  added: number
  changed: number
  unchanged: number
  unknown: number
  differing: number
  /** Valid rows that were set aside; they are in none of the outcomes above. */
  held: number
  /** Rows in which two departments' lists contradict each other. */
  conflict: number
}

/** How many rows are what; outcomes count valid rows only. */
export async function countRows(tx: Tx, batch: Batch): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select count(*)::int as rows, count(*) filter (where class = 'clean' and not held)::int as valid,
           count(*) filter (where class = 'block')::int as block, count(*) filter (where class = 'confirm')::int as confirm,
           count(*) filter (where hints <> '[]')::int as hint,
           count(*) filter (where class = 'clean' and not held and outcome = 'added')::int as added,
           count(*) filter (where class = 'clean' and not held and outcome = 'changed')::int as changed,
           count(*) filter (where class = 'clean' and not held and outcome = 'unchanged')::int as unchanged,
           count(*) filter (where class = 'clean' and not held and outcome = 'unknown')::int as unknown,
           count(*) filter (where class = 'clean' and not held and outcome = 'differing')::int as differing,
           count(*) filter (where class = 'clean' and held)::int as held,
           count(*) filter (where changes @> '[{"conflict": true}]')::int as conflict
      from imports.staged_row where district = ${batch.district} and batch_id = ${batch.id}::uuid`.execute(tx)
  return rows[0]!
}

export async function listHints(tx: Tx, batch: Batch): Promise<(Hint & { row: number })[]> {
  const { rows } = await sql<Hint & { row: number }>`
    select r.row_no as row, h.code, h.message, h.field, h.column
      from imports.staged_row r, jsonb_to_recordset(r.hints) as h(code text, message text, field text, "column" int)
     where r.district = ${batch.district} and r.batch_id = ${batch.id}::uuid order by r.row_no`.execute(tx)
  return rows
}

/** What a township has called its columns; the district's own memory where the township has none. */
export async function readColumnMemory(
  tx: Tx,
  district: string,
  township: string | null,
  kind: ListKind,
): Promise<ColumnMemory> {
  const { rows } = await sql<{ heading: string; meaning: ColumnPlan['meaning'] }>`
    select heading, meaning from imports.column_memory
     where district = ${district} and township in ('', ${township ?? ''}) and kind = ${kind} order by township`.execute(
    tx,
  )
  return new Map(rows.map(({ heading, meaning }) => [heading, meaning]))
}

export async function readWordMemory(tx: Tx, district: string, township: string | null): Promise<WordMemory> {
  const { rows } = await sql<{ field: string; word: string; tags: string[] }>`
    select field, word, tags from imports.word_memory
     where district = ${district} and township in ('', ${township ?? ''}) order by township`.execute(tx)
  return new Map(rows.map(({ field, word, tags }) => [`${field}:${word}`, tags]))
}
