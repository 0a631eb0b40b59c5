import { comparable } from '../../platform/sheets/clean-text.ts'
import type { SheetRow } from '../../platform/sheets/index.ts'
import { type Field, type ListKind, listKinds } from './list-kinds.ts'
import { recogniseHeading } from './recognise-heading.ts'

/** What one column of the file is taken for. */
export type ColumnPlan = {
  /** From 0. */
  index: number
  heading: string
  meaning:
    | { kind: 'field'; field: Field }
    | { kind: 'flag'; field: 'hardship' | 'livingArrangement'; tag: string }
    | { kind: 'serial' }
    | { kind: 'unmapped' }
}

export type HeadPlan = {
  /** Sheet row numbers of the heading; data begin after the last. */
  firstHeadRow: number
  lastHeadRow: number
  /** Texts above the heading (title, 填报单位). */
  titles: string[]
  columns: ColumnPlan[]
}

/** Columns that a clerk, or an earlier file of the same township, has assigned: heading → meaning. */
export type ColumnMemory = ReadonlyMap<string, ColumnPlan['meaning']>

/** As far down as a heading may stand. */
export const HEAD_SEARCH_ROWS = 40
const DEEPEST_HEAD = 3
/** Several columns may fill one of these; of the others the surest column counts. */
const REPEATABLE: ReadonlySet<Field> = new Set(['hardship', 'livingArrangement', 'phone', 'disability'])

/** The key under which a heading is remembered. */
export const headingKey = (heading: string): string => comparable(heading)

/**
 * Finds the heading among the first rows: title rows above it, one to three lines, any order of columns, any of the usual
 * words. Undefined if no row names enough columns of this kind of list.
 */
export function recogniseHead(
  rows: readonly SheetRow[],
  kind: ListKind,
  memory: ColumnMemory = new Map(),
): HeadPlan | undefined {
  let best: { plan: HeadPlan; score: number; depth: number } | undefined
  for (let first = 0; first < rows.length; first++) {
    for (let depth = 1; depth <= DEEPEST_HEAD && first + depth <= rows.length; depth++) {
      const head = rows.slice(first, first + depth)
      if (depth > 1 && !continuesHead(head.at(-2)!, head.at(-1)!)) break
      if (head.some(looksLikeData)) break
      const columns = planColumns(head, kind, memory)
      const score = scoreOf(columns, kind)
      // Of two readings that name as much, the shorter head is right: a title is no line of the heading.
      const better = score > (best?.score ?? 0) || (best !== undefined && score === best.score && depth < best.depth)
      if (better) {
        const titles = rows
          .slice(0, first)
          .flatMap((row) => row.cells.flatMap((cell) => (cell && !cell.merged ? [cell.text] : [])))
        best = {
          score,
          depth,
          plan: { firstHeadRow: head[0]!.number, lastHeadRow: head.at(-1)!.number, titles, columns },
        }
      }
    }
  }
  return best?.plan
}

/** Numbers, dates, true or false and long digits stand in data, never in a heading. */
const looksLikeData = (row: SheetRow): boolean =>
  row.cells.some((cell) => cell && (cell.kind !== 'text' || /\d{6,}/.test(comparable(cell.text))))

/** A second line belongs to the heading only where the first leaves something open: a merged group or a blank above a word. */
function continuesHead(upper: SheetRow, lower: SheetRow): boolean {
  if (lower.number !== upper.number + 1) return false
  let opens = 0
  for (let column = 0; column < lower.cells.length; column++) {
    const below = lower.cells[column]
    if (!below || below.merged) continue
    const above = upper.cells[column]
    if (!above || above.merged || upper.cells[column + 1]?.merged) opens++
  }
  return opens > 0
}

function planColumns(head: readonly SheetRow[], kind: ListKind, memory: ColumnMemory): ColumnPlan[] {
  const width = Math.max(...head.map((row) => row.cells.length))
  const allowed = new Set<Field>(listKinds[kind].fields)
  const surest = new Map<Field, { index: number; weight: number }>()
  const columns: ColumnPlan[] = []
  for (let index = 0; index < width; index++) {
    const lines = head
      .map((row) => row.cells[index]?.text.trim() ?? '')
      .filter((text, at, all) => text !== '' && text !== all[at - 1])
    if (lines.length === 0) continue
    const leaf = lines.at(-1)!
    const group = lines.length > 1 ? lines.at(-2)! : ''
    const heading = leaf.replaceAll(/\s+/g, '')
    const remembered = memory.get(headingKey(leaf))
    const column: ColumnPlan = { index, heading, meaning: remembered ?? meaningIn(leaf, group, allowed) }
    columns.push(column)
    if (column.meaning.kind !== 'field' || REPEATABLE.has(column.meaning.field)) continue
    const weight = remembered ? 9 : weightOf(leaf, group)
    const other = surest.get(column.meaning.field)
    if (other && other.weight >= weight) column.meaning = { kind: 'unmapped' }
    else {
      const loser = other && columns.find((one) => one.index === other.index)
      if (loser) loser.meaning = { kind: 'unmapped' }
      surest.set(column.meaning.field, { index, weight })
    }
  }
  return columns
}

function meaningIn(leaf: string, group: string, allowed: ReadonlySet<Field>): ColumnPlan['meaning'] {
  const meaning = recogniseHeading(leaf, group)
  if (meaning.kind === 'field' && allowed.has(meaning.field)) return { kind: 'field', field: meaning.field }
  if (meaning.kind === 'flag' && allowed.has(meaning.field)) return meaning
  return meaning.kind === 'serial' ? { kind: 'serial' } : { kind: 'unmapped' }
}

function weightOf(leaf: string, group: string): number {
  const meaning = recogniseHeading(leaf, group)
  return meaning.kind === 'field' ? meaning.weight : 0
}

/** The number of different things named; zero where what the list needs is not there. */
function scoreOf(columns: readonly ColumnPlan[], kind: ListKind): number {
  const named = new Set<string>()
  for (const { meaning } of columns) {
    if (meaning.kind === 'field') named.add(meaning.field)
    else if (meaning.kind === 'flag') named.add(`${meaning.field}:${meaning.tag}`)
  }
  const complete = listKinds[kind].mustHave.every((field) => named.has(field))
  return complete && named.size >= 2 ? named.size : 0
}
