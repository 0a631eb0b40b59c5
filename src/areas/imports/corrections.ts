import { sql } from 'kysely'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { openWorkbook, type SheetRow } from '../../platform/sheets/index.ts'
import { outText, ROW_KEY_HEADING, readRowKey } from './error-workbook.ts'
import { lockBatch } from './locks.ts'
import { type Batch, keptRows } from './queries.ts'
import { recheckRows } from './recheck.ts'
import { closeDraft, type RepairBy } from './repair-batch.ts'
import { type Fixes, openFixes, openRow, repairedRow } from './sealed-cells.ts'
import type { Tools } from './stage-list.ts'

/** Rows of an error workbook that came back: where each belongs, and its cells by heading. */
export type Corrections = { batch: string; rows: { row: number; cells: Map<string, string> }[] }

const ROWS_AT_ONCE = 1000

/**
 * Reads a file as an error workbook: undefined when it is none. Each row carries a sealed key to its batch and row, so that
 * rows may be sorted or deleted, and a key that we did not write is no key.
 */
export async function readCorrections(source: Uint8Array, keyring: Keyring): Promise<Corrections | undefined> {
  const workbook = await openWorkbook(source)
  try {
    let headings: string[] | undefined
    let found: Corrections | undefined
    for await (const row of workbook.rows(0)) {
      if (headings === undefined) {
        headings = row.cells.map((cell) => cell?.text.trim() ?? '')
        if (!headings.includes(ROW_KEY_HEADING)) return undefined
        continue
      }
      const key = readRowKey(keyring, row.cells[headings.indexOf(ROW_KEY_HEADING)]?.text ?? '')
      if (key === undefined || (found && found.batch !== key.batch)) continue
      found ??= { batch: key.batch, rows: [] }
      found.rows.push({ row: key.row, cells: cellsOf(row, headings) })
    }
    return found
  } finally {
    await workbook.close()
  }
}

/** By heading; of two columns with one heading the second is `heading 2`, as in `columnKeys`. */
function cellsOf(row: SheetRow, headings: readonly string[]): Map<string, string> {
  const keys = columnKeys(headings.map((heading, index) => ({ index, heading })))
  return new Map(headings.map((_, index) => [keys.get(index)!, row.cells[index]?.text.trim() ?? '']))
}

function columnKeys(columns: readonly { index: number; heading: string }[]): Map<number, string> {
  const seen = new Map<string, number>()
  return new Map(
    columns.map(({ index, heading }) => {
      const times = (seen.get(heading) ?? 0) + 1
      seen.set(heading, times)
      return [index, times === 1 ? heading : `${heading} ${times}`]
    }),
  )
}

/**
 * Puts what was changed in an error workbook into the draft it came from, as the clerk's repairs, and checks those rows again.
 * The same workbook a second time changes nothing. Undefined when that draft is no longer there, or lies outside the division
 * for which the caller may import: then the file is read like any other.
 */
export async function applyCorrections(
  tx: Tx,
  tools: Tools,
  by: RepairBy,
  division: string,
  { batch: origin, rows }: Corrections,
): Promise<{ batch: string; rows: number } | undefined> {
  const batch = await openDraftOf(tx, origin)
  if (batch === undefined || !tools.tree.isWithin(batch.division, division, by.today)) return undefined
  const keys = columnKeys(batch.head.columns)
  const given = new Map(rows.map(({ row, cells }) => [row, cells]))
  const numbers = [...given.keys()]
  const changed: number[] = []
  for (let at = 0; at < numbers.length; at += ROWS_AT_ONCE) {
    const kept = await keptRows(tx, batch, { rows: numbers.slice(at, at + ROWS_AT_ONCE) })
    const fixes = new Map<number, Fixes>()
    for (const one of kept) {
      const old = openFixes(tools.keyring, one.fixes)
      const row = repairedRow(one.row_no, one.hidden, openRow(tools.keyring, one.cells), old)
      const news = difference(row, keys, given.get(one.row_no)!)
      if (Object.keys(news).length > 0) fixes.set(one.row_no, { ...old, ...news })
    }
    const touched = kept.filter((one) => fixes.has(one.row_no))
    if (touched.length === 0) continue
    changed.push(...touched.map((one) => one.row_no))
    await recheckRows(tx, tools, batch, touched, by.today, ({ rowNo, fixes: old, accepted }) => ({
      fixes: fixes.get(rowNo) ?? old,
      accepted,
    }))
  }
  if (changed.length > 0) await closeDraft(tx, batch, by, 'imports.correctRows', changed)
  return { batch: batch.id, rows: changed.length }
}

/** The draft that holds a batch's open rows: itself, or after its commit the rest that was split off, however often. */
async function openDraftOf(tx: Tx, id: string): Promise<Batch | undefined> {
  const { rows } = await sql<{ id: string }>`
    with recursive line as (
      select district, id, state from imports.batch where id = ${id}::uuid
      union all
      select b.district, b.id, b.state from imports.batch b join line l on b.district = l.district and b.rest_of = l.id
    )
    select id::text from line where state = 'draft' limit 1`.execute(tx)
  return rows[0] && lockBatch(tx, rows[0].id)
}

/** Cells that say something else than what we had written into the workbook. */
function difference(row: SheetRow, keys: ReadonlyMap<number, string>, cells: ReadonlyMap<string, string>): Fixes {
  const fixes: Fixes = {}
  for (const [index, key] of keys) {
    const text = cells.get(key)
    if (text !== undefined && text !== outText(row.cells[index])) fixes[index] = text
  }
  return fixes
}
