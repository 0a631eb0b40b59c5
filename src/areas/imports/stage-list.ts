import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Day } from '../../platform/clock/day.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { openWorkbook, type SheetLimits } from '../../platform/sheets/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import { asOfFromTitles } from './as-of.ts'
import { compareBatch } from './compare.ts'
import { noteDelivered } from './import-report.ts'
import type { ListKind } from './list-kinds.ts'
import { NameBook } from './name-keys.ts'
import { PlaceFinder } from './place-finder.ts'
import { type Batch, findBatch, insertBatch, insertRows, readColumnMemory, readWordMemory } from './queries.ts'
import { readList } from './read-list.ts'
import { type StagedFinding, type StagedRow, stagedRow } from './staged-row.ts'

export type StageInput = {
  /** A path or the bytes of the file. */
  source: string | Uint8Array
  fileName: string
  kind: ListKind
  /** Key of the district, township or village into which it is imported; checked by `divisionFor`. */
  division: string
  account: string
  today: Day
  sheet?: string | undefined
  asOf?: Day | undefined
  limits?: Partial<SheetLimits>
  /** Told of the rows read so far and of the comparison; whatever it throws ends the staging and leaves nothing. */
  progress?: (rows: number, words?: string) => Promise<void>
}

export type Tools = { keyring: Keyring; tree: DivisionTree }

const ROWS_A_STATEMENT = 1000

/**
 * Reads a file into a new batch, checks every row and compares it with the register, in the caller's transaction: after a kill
 * there is no batch. Throws `SheetRefused` for a file that cannot be read. The register is not touched.
 */
export async function stageList(tx: Tx, tools: Tools, input: StageInput): Promise<Batch> {
  const township = townshipOfDivision(input.division)
  const district = districtOfDivision(tools.tree, input.division, input.today)
  const columns = await readColumnMemory(tx, district, township, input.kind)
  const words = await readWordMemory(tx, district, township)
  const workbook = await openWorkbook(input.source, input.limits)
  try {
    const places = new PlaceFinder(tools.tree, input.division, input.today)
    const list = await readList(workbook, {
      kind: input.kind,
      places,
      today: input.today,
      columns,
      words,
      sheet: input.sheet,
    })
    const id = newId()
    await insertBatch(tx, {
      district,
      id,
      kind: input.kind,
      division: input.division,
      township,
      fileName: input.fileName.slice(0, 200),
      digest: await digestOf(input.source),
      asOf: input.asOf ?? asOfFromTitles(list.head.titles, input.today),
      createdBy: input.account,
      notices: list.notices,
      head: { sheet: list.sheet, date1904: workbook.date1904, plan: list.head },
    })
    const names = new NameBook()
    let rows: StagedRow[] = []
    let findings: StagedFinding[] = []
    let done = 0
    const flush = async () => {
      await insertRows(tx, { district, id, township }, rows, findings)
      done += rows.length
      await input.progress?.(done)
      rows = []
      findings = []
    }
    for await (const { raw, section, checked } of list.rows()) {
      const staged = stagedRow(
        checked,
        { cells: raw.cells, section },
        { keyring: tools.keyring, names, kind: input.kind },
      )
      rows.push(staged.row)
      findings.push(...staged.findings)
      if (rows.length >= ROWS_A_STATEMENT) await flush()
    }
    await flush()
    const batch = (await findBatch(tx, id))!
    await input.progress?.(done, '正在与台账比对')
    await compareBatch(tx, batch)
    await noteDelivered(tx, batch)
    return batch
  } finally {
    await workbook.close()
  }
}

/** A batch of one township (or village) belongs to its clerks; a batch of a district to the district. */
const townshipOfDivision = (key: string): string | null => (/^\d{9}/.test(key) ? key.slice(0, 9) : null)

/** The district that keeps the batch. A district of 2025 keeps its files under the keys of 2023, the batch under the first of them. */
function districtOfDivision(tree: DivisionTree, key: string, today: Day): string {
  if (/^\d{6}/.test(key)) return key.slice(0, 6)
  return tree.townshipsOf(key, today)[0]?.slice(0, 6) ?? key
}

async function digestOf(source: string | Uint8Array): Promise<Buffer> {
  const hash = createHash('sha256')
  if (typeof source !== 'string') return hash.update(source).digest()
  for await (const piece of createReadStream(source)) hash.update(piece as Buffer)
  return hash.digest()
}
