import type { Day } from '../../platform/clock/day.ts'
import { saysDitto } from '../../platform/sheets/clean-text.ts'
import type { RawCell, SheetRow } from '../../platform/sheets/index.ts'
import { type Finding, finding, type Hint } from './findings.ts'
import { type Field, fieldLabels, type ListKind } from './list-kinds.ts'
import type { PlaceFinder } from './place-finder.ts'
import type { HeadPlan } from './recognise-head.ts'
import type { WordMemory } from './value-words.ts'

/** Everything besides the row that a check may look at. */
export type CheckContext = {
  kind: ListKind
  head: HeadPlan
  places: PlaceFinder
  words: WordMemory
  today: Day
  date1904: boolean
  /** Township named in the titles, for files without a column for it. */
  titleTownship?: string | undefined
}

/** Values that stand for the rows below (`同上`), and the section title under which a row stands. */
export type Above = { cells: Map<number, RawCell>; section: string | undefined }

/** A person is never filled down: two rows that share these are two mistakes or one person twice. */
const NEVER_FILLED: ReadonlySet<Field> = new Set(['name', 'idNumber', 'birthDate', 'deathDate', 'cremationDate'])

/** One row while it is being read: its cells by field, and what was found so far. */
export class RowReading {
  readonly findings: Finding[] = []
  readonly hints: Hint[] = []
  readonly context: CheckContext
  readonly #row: SheetRow
  readonly #above: Above

  constructor(row: SheetRow, context: CheckContext, above: Above) {
    this.#row = row
    this.#above = above
    this.context = context
    if (row.hidden) this.hint('hiddenRow', 'name', null, '这一行在表格里是隐藏的，也已读取。')
  }

  get section(): string | undefined {
    return this.#above.section
  }

  /** Cells of one field with their column, `同上` and merged cells filled in; blanks left out. */
  cells(field: Field): { cell: RawCell; column: number; tag: string | undefined }[] {
    const found: { cell: RawCell; column: number; tag: string | undefined }[] = []
    for (const { index, meaning } of this.context.head.columns) {
      if (meaning.kind !== 'field' && meaning.kind !== 'flag') continue
      if (meaning.field !== field) continue
      const cell = this.#filled(this.#row.cells[index], index, field)
      if (cell) found.push({ cell, column: index, tag: meaning.kind === 'flag' ? meaning.tag : undefined })
    }
    return found
  }

  cell(field: Field): RawCell | undefined {
    return this.cells(field)[0]?.cell
  }

  /** The first column of a field, whether or not this row has a value there. */
  column(field: Field): number | null {
    const plan = this.context.head.columns.find(
      ({ meaning }) => (meaning.kind === 'field' || meaning.kind === 'flag') && meaning.field === field,
    )
    return plan?.index ?? null
  }

  find(
    code: Finding['code'],
    field: Field,
    message: string,
    group: string | null = null,
    column = this.column(field),
  ): void {
    this.findings.push(finding(code, fieldLabels[field], column, message, group))
  }

  hint(code: string, field: Field, column: number | null, message: string): void {
    this.hints.push({ code, message, column, field: fieldLabels[field] })
  }

  #filled(cell: RawCell | undefined, column: number, field: Field): RawCell | undefined {
    if (!cell || cell.text.trim() === '') return undefined
    if (NEVER_FILLED.has(field)) return cell.merged ? undefined : cell
    if (cell.kind === 'text' && saysDitto(cell.text)) {
      const source = this.#above.cells.get(column)
      if (!source) return undefined
      this.hint('filledDown', field, column, `“${cell.text.trim()}”已按上一行填为“${source.text.trim()}”。`)
      // Kept in the row, so that a later check of this row alone gives the same answer.
      this.#row.cells[column] = { ...source, merged: true }
      return source
    }
    if (cell.merged) this.hint('filledDown', field, column, `合并的单元格已填为“${cell.text.trim()}”。`)
    this.#above.cells.set(column, cell)
    return cell
  }
}
