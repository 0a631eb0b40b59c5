import type { Day } from '../../platform/clock/day.ts'
import { asSystem, type Db } from '../../platform/db/index.ts'
import type { Refusal } from '../../platform/http/index.ts'
import { SheetRefused } from '../../platform/sheets/index.ts'
import { commitBatch } from './commit-batch.ts'
import type { ListKind } from './list-kinds.ts'
import { type Batch, type Counts, countRows, listFindings, listHints } from './queries.ts'
import { refreshStatistics } from './refresh-statistics.ts'
import { importRefusals } from './refusals.ts'
import { stageList, type Tools } from './stage-list.ts'

/** What `yiyang import` prints. `column` is the heading as it stands in the file, `row` the row number of the sheet. */
export type ImportReport = {
  rows: number
  valid: number
  errors: { row: number; column: string; code: string; class: 'block' | 'confirm'; message: string }[]
  unmappedColumns: string[]
  added: number
  changed: number
  unchanged: number
  hints: { row: number | null; column: string; code: string; message: string }[]
  hintCounts: Record<string, number>
  committed: boolean
  batch: string | null
  refusal?: { code: string; message: string }
}

export type FileToImport = {
  path: string
  fileName: string
  kind: ListKind
  division: string
  account: string
  today: Day
  commit: boolean
  sheet?: string | undefined
}

const MOST_HINTS = 1000

/** Ends a transaction that was only meant to look. */
class OnlyChecked extends Error {
  readonly report: ImportReport

  constructor(report: ImportReport) {
    super('only checked')
    this.report = report
  }
}

/**
 * Checks a file and, if asked, commits its valid rows, all in one transaction: a kill at any moment leaves nothing behind, and a
 * check without commit leaves no draft.
 */
export async function importFile(db: Db, tools: Tools, file: FileToImport): Promise<ImportReport> {
  try {
    const report = await asSystem(db, async (tx) => {
      const batch = await stageList(tx, tools, { ...file, source: file.path })
      const report = reportOf(
        batch,
        await countRows(tx, batch),
        await listFindings(tx, batch),
        await listHints(tx, batch),
      )
      if (!file.commit || report.valid === 0) throw new OnlyChecked(report)
      // The same file again: the register says so already, and not even a batch is left.
      if (report.added + report.changed === 0) throw new OnlyChecked({ ...report, committed: true })
      const committed = await commitBatch(tx, batch.id, file.account)
      if (!committed.ok) throw new OnlyChecked({ ...report, refusal: shown(committed.refusal) })
      return { ...report, committed: true, batch: batch.id }
    })
    await refreshStatistics(db, report.added + report.changed)
    return report
  } catch (error) {
    if (error instanceof OnlyChecked) return error.report
    if (error instanceof SheetRefused) return refusedReport(importRefusals.file(error.refusal))
    throw error
  }
}

const shown = ({ code, message }: Refusal) => ({ code, message })

/** The same shape for a file or division that was refused, so that a script reads one thing only. */
export const refusedReport = (refusal: Refusal): ImportReport => ({
  rows: 0,
  valid: 0,
  errors: [],
  unmappedColumns: [],
  added: 0,
  changed: 0,
  unchanged: 0,
  hints: [],
  hintCounts: {},
  committed: false,
  batch: null,
  refusal: shown(refusal),
})

function reportOf(
  batch: Batch,
  counts: Counts,
  findings: Awaited<ReturnType<typeof listFindings>>,
  hints: Awaited<ReturnType<typeof listHints>>,
): ImportReport {
  const headings = new Map(batch.head.columns.map(({ index, heading }) => [index, heading]))
  const columnOf = (column: number | null, field: string): string =>
    column === null ? field : (headings.get(column) ?? field)
  const hintCounts: Record<string, number> = {}
  for (const { code } of hints) hintCounts[code] = (hintCounts[code] ?? 0) + 1
  return {
    rows: counts.rows,
    valid: counts.valid,
    errors: findings.map((one) => ({
      row: one.row,
      column: columnOf(one.columnNo, one.field),
      code: one.code,
      class: one.class,
      message: one.message,
    })),
    unmappedColumns: batch.head.columns
      .filter(({ meaning }) => meaning.kind === 'unmapped')
      .map(({ heading }) => heading),
    added: counts.added,
    changed: counts.changed,
    unchanged: counts.unchanged,
    hints: [
      ...batch.notices.map(({ code, message, field }) => ({ row: null, column: field, code, message })),
      ...hints.slice(0, MOST_HINTS).map((one) => ({
        row: one.row,
        column: columnOf(one.column, one.field),
        code: one.code,
        message: one.message,
      })),
    ],
    hintCounts,
    committed: false,
    batch: null,
  }
}
