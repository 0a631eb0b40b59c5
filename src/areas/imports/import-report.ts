import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { FindingCode } from './findings.ts'
import type { Batch } from './queries.ts'

/** How a list was delivered, in words: the share of rows that needed nothing. The steps are ours, no policy names any. */
const GRADES = [
  { grade: 'excellent', from: 0.98 },
  { grade: 'good', from: 0.95 },
  { grade: 'fair', from: 0.85 },
  { grade: 'poor', from: 0 },
] as const
export type Grade = (typeof GRADES)[number]['grade']

const MOST_FIXES = 3
const ROWS = 'delivered'
const CODE = 'delivered:'

export type ImportReportCard = {
  rows: number
  /** Rows that needed neither repair nor decision when the list came. */
  clean: number
  grade: Grade
  /** What would help the next list most: the kinds of finding with the most rows. */
  fixes: { code: FindingCode; rows: number }[]
  /** The list of the same kind and place before this one. */
  before: { fileName: string; committedAt: string; rows: number; clean: number; grade: Grade } | null
}

/** Keeps what the list was like when it came, before anybody repaired it. */
export async function noteDelivered(tx: Tx, batch: Batch): Promise<void> {
  await sql`
    with per_code as (
      select code, count(distinct row_no)::int as rows from imports.finding
       where district = ${batch.district} and batch_id = ${batch.id}::uuid group by code
    ), whole as (
      select count(*)::int as rows, count(*) filter (where class = 'clean')::int as clean from imports.staged_row
       where district = ${batch.district} and batch_id = ${batch.id}::uuid
    )
    update imports.batch b
       set totals = (select jsonb_build_object(${ROWS}::text, rows, ${`${CODE}clean`}::text, clean) from whole)
                 || coalesce((select jsonb_object_agg(${CODE}::text || code, rows) from per_code), '{}')
     where b.district = ${batch.district} and b.id = ${batch.id}::uuid`.execute(tx)
}

/** 导入体检报告 of a batch; undefined for drafts of leftovers, which were graded with their whole. */
export async function reportCard(tx: Tx, batch: Batch): Promise<ImportReportCard | undefined> {
  const own = gradeOf(batch.totals)
  if (own === undefined) return undefined
  const { rows } = await sql<{ fileName: string; committedAt: string; totals: Record<string, number> }>`
    select file_name as "fileName", committed_at::text as "committedAt", totals from imports.batch
     where district = ${batch.district} and division = ${batch.division} and kind = ${batch.kind} and state = 'committed'
       and id <> ${batch.id}::uuid and rest_of is null
       and created_at < ${batch.createdAt}::timestamptz and as_of <= ${batch.asOf}::date
     order by created_at desc limit 1`.execute(tx)
  const before = rows[0]
  const graded = before && gradeOf(before.totals)
  return {
    ...own,
    fixes: Object.entries(batch.totals)
      .filter(([key]) => key.startsWith(CODE) && key !== `${CODE}clean`)
      .map(([key, count]) => ({ code: key.slice(CODE.length) as FindingCode, rows: count }))
      .sort((a, b) => b.rows - a.rows || a.code.localeCompare(b.code))
      .slice(0, MOST_FIXES),
    before: before && graded ? { fileName: before.fileName, committedAt: before.committedAt, ...graded } : null,
  }
}

function gradeOf(totals: Record<string, number>): { rows: number; clean: number; grade: Grade } | undefined {
  const rows = totals[ROWS]
  if (rows === undefined || rows === 0) return undefined
  const clean = totals[`${CODE}clean`] ?? 0
  return { rows, clean, grade: GRADES.find(({ from }) => clean / rows >= from)!.grade }
}
