import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { checkRow } from './check-row.ts'
import { NameBook } from './name-keys.ts'
import { PlaceFinder } from './place-finder.ts'
import { type Batch, deleteRows, insertRows, type KeptStagedRow, keepDecisions, readWordMemory } from './queries.ts'
import type { CheckContext } from './row-reading.ts'
import { type Fixes, openFixes, openRow, repairedRow } from './sealed-cells.ts'
import type { Tools } from './stage-list.ts'
import { type StagedFinding, type StagedRow, stagedRow } from './staged-row.ts'

/** What a repair does to a row before it is checked again. */
export type Repair = (row: { rowNo: number; fixes: Fixes; accepted: string[] }) => { fixes: Fixes; accepted: string[] }

const asItIs: Repair = ({ fixes, accepted }) => ({ fixes, accepted })

/**
 * Checks kept rows again from their cells, with the batch's columns, the township's words and the clerk's repairs, and replaces
 * what is stored of them. Repairs survive every new check.
 */
export async function recheckRows(
  tx: Tx,
  tools: Tools,
  batch: Batch,
  kept: readonly KeptStagedRow[],
  today: Day,
  repair: Repair = asItIs,
): Promise<void> {
  const places = new PlaceFinder(tools.tree, batch.division, today)
  const context: CheckContext = {
    kind: batch.kind,
    head: batch.head,
    places,
    words: await readWordMemory(tx, batch.district, batch.township),
    today,
    date1904: batch.date1904,
    titleTownship: places.townshipIn([batch.sheet, ...batch.head.titles].join('\n')),
  }
  const names = new NameBook()
  const rows: StagedRow[] = []
  const findings: StagedFinding[] = []
  for (const one of kept) {
    const source = openRow(tools.keyring, one.cells)
    const repaired = repair({ rowNo: one.row_no, fixes: openFixes(tools.keyring, one.fixes), accepted: one.accepted })
    const row = repairedRow(one.row_no, one.hidden, source, repaired.fixes)
    const checked = checkRow(row, context, { cells: new Map(), section: source.section })
    const staged = stagedRow(checked, source, { keyring: tools.keyring, names, kind: batch.kind }, repaired)
    rows.push(staged.row)
    findings.push(...staged.findings)
  }
  await deleteRows(
    tx,
    batch,
    kept.map((one) => one.row_no),
  )
  await insertRows(tx, batch, rows, findings)
  const decided = kept.filter((one) => one.held || one.transfer_id !== null)
  if (decided.length > 0) await keepDecisions(tx, batch, decided)
}
