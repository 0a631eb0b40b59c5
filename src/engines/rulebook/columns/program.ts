/**
 * The fifth reading: several questions (a rule on a day in a place) over columns of millions of rows. The values of each column fall into classes, the
 * classes of a row into one state, and what each question says to a state stands in a table. The loop that finds the state is generated: its
 * text is made of whole numbers worked out here and of fixed names, and never holds a word out of a rule or a row.
 */
import { decide } from '../conditions.ts'
import type { Context } from '../context.ts'
import { quietRun } from '../evaluate.ts'
import type { Condition, Rule } from '../expression.ts'
import type { Facts, FactValue } from '../facts.ts'
import { askRow, type Figure, figureAt, type Table, tableOf, type Verdict } from './cells.ts'
import { columnFacts, sayTruth } from './classes.ts'
import { type Column, decode, type Encoding, encodingOf } from './encoding.ts'
import { type Dimension, joinClasses } from './join.ts'

export type Question = { readonly rule: Rule; readonly context: Context }

/** The answer to one question: for each row the number of its verdict, and whole fen (0 where there is no amount). */
export type Answers = { readonly codes: Uint8Array | Uint16Array; readonly amounts: Int32Array | Float64Array }

export type ColumnProgram = {
  /** The columns it reads, with the form each must have. */
  readonly columns: ReadonlyMap<string, Encoding>
  readonly states: number
  /** What the codes of a question mean. Grows where rows are asked one by one. */
  verdicts(question: number): readonly Verdict[]
  /** The verdict of a question on a state; undefined where rows of this state may differ. */
  verdictOf(question: number, state: number): Verdict | undefined
  answersFor(question: number, count: number): Answers
  /** One answer per question and row. */
  run(columns: Columns, count: number, answers: readonly Answers[]): void
  /** The state of each row, for whoever counts rows by state. */
  statesOf(columns: Columns, count: number): Uint8Array | Uint16Array | Int32Array
}

export type Columns = Readonly<Record<string, Column>>

const MOST_STATES = 1 << 22
const MOST_VERDICTS = 65_535

/** The columns that some rules read, before the dictionaries of their divisions are known. */
export const encodingsOf = (rules: readonly Rule[]): ReadonlyMap<string, Encoding> =>
  new Map(rules.flatMap((rule) => columnFacts(rule).map((fact) => [fact.name, encodingOf(fact)] as const)))

/** `dictionaries`: for each fact that is a division, the keys that its column may hold. @throws RangeError for too many questions at once */
export function compileColumns(
  questions: readonly Question[],
  dictionaries: Readonly<Record<string, readonly string[]>> = {},
): ColumnProgram {
  const tables = questions.map(({ rule, context }) => tableOf(rule, context, dictionaries))
  const { dimensions, cellOf, states } = joinClasses(tables)
  if (states > MOST_STATES)
    throw new RangeError(`${states} states are too many for one loop; compile fewer questions at once`)
  const books = tables.map(
    (table, at) =>
      new Book(
        table,
        Array.from({ length: states }, (_, state) => cellOf(at, state)),
      ),
  )
  const columns = new Map(tables.flatMap((table) => table.facts.map(({ name, encoding }) => [name, encoding] as const)))
  const loops = loopsOf(dimensions, books.length)
  const inputs = (given: Columns, count: number): Column[] =>
    dimensions.map(({ of }) =>
      of.kind === 'fact' ? columnOf(given, of.name) : truths(tables[of.table]!, of.condition, given, count),
    )
  return {
    columns,
    states,
    verdicts: (question) => books[question]!.verdicts,
    verdictOf: (question, state) => books[question]!.settled(state),
    answersFor: (question, count) => books[question]!.room(count),
    run(given, count, answers) {
      loops.answer(
        count,
        inputs(given, count),
        loops.maps,
        books.map((book) => book.codeOf),
        books.map((book) => book.fenOf),
        answers.map((each) => each.codes),
        answers.map((each) => each.amounts),
      )
      for (const [at, book] of books.entries()) book.finish(given, count, answers[at]!)
    },
    statesOf(given, count) {
      const found =
        states <= 256 ? new Uint8Array(count) : states <= 65_536 ? new Uint16Array(count) : new Int32Array(count)
      loops.state(count, inputs(given, count), loops.maps, found)
      return found
    },
  }
}

/** One question's verdicts and its table from state to verdict. */
class Book {
  readonly verdicts: Verdict[] = []
  readonly codeOf: Uint8Array | Uint16Array
  readonly fenOf: Int32Array | Float64Array
  readonly #table: Table
  readonly #known = new Map<string, number>()
  /** Verdicts whose rows need a second look: a formula, or the first reading itself. */
  readonly #open = new Map<number, Figure | 'ask'>()

  constructor(table: Table, cellOf: readonly number[]) {
    this.#table = table
    const codes = table.cells.map((cell) => {
      const key = cell.is === 'formula' ? JSON.stringify(cell.figure) : cell.is
      const code = this.#codeFor(cell.is === 'ask' ? ASK : cell.verdict, key)
      if (cell.is !== 'verdict') this.#open.set(code, cell.is === 'ask' ? 'ask' : cell.figure)
      return code
    })
    const wide = this.verdicts.length > 256 || [...this.#open.values()].includes('ask')
    this.codeOf = wide
      ? Uint16Array.from(cellOf, (cell) => codes[cell]!)
      : Uint8Array.from(cellOf, (cell) => codes[cell]!)
    const fen = this.verdicts.map(({ amountFen }) => (typeof amountFen === 'number' ? amountFen : 0))
    const small = this.#open.size === 0 && fen.every((each) => each < 2 ** 31)
    this.fenOf = small ? Int32Array.from(fen) : Float64Array.from(fen)
  }

  settled(state: number): Verdict | undefined {
    const code = this.codeOf[state]!
    return this.#open.has(code) ? undefined : this.verdicts[code]
  }

  room(count: number): Answers {
    return {
      codes: this.codeOf instanceof Uint8Array ? new Uint8Array(count) : new Uint16Array(count),
      amounts: this.fenOf instanceof Int32Array ? new Int32Array(count) : new Float64Array(count),
    }
  }

  /** Works out what the table leaves to the row. */
  finish(columns: Columns, count: number, { codes, amounts }: Answers): void {
    if (this.#open.size === 0) return
    for (let row = 0; row < count; row++) {
      const open = this.#open.get(codes[row]!)
      if (open === undefined) continue
      if (open !== 'ask') {
        amounts[row] = figureAt(open, (name) => columnOf(columns, name)[row]!)
        continue
      }
      const verdict = askRow(this.#table, factsAt(this.#table, columns, row))
      const { amountFen } = verdict
      codes[row] = this.#codeFor(amountFen === null ? verdict : { ...verdict, amountFen: 'row' }, 'asked')
      amounts[row] = typeof amountFen === 'number' ? amountFen : 0
    }
  }

  #codeFor(verdict: Verdict, kind: string): number {
    const key = `${kind} ${verdict.outcome} ${verdict.reason} ${verdict.amountFen}`
    const code = this.#known.get(key) ?? this.verdicts.push(verdict) - 1
    if (code > MOST_VERDICTS) throw new RangeError('more different answers than a column can name')
    this.#known.set(key, code)
    return code
  }
}

const ASK: Verdict = { applies: null, outcome: 'undetermined', reason: '', amountFen: null }

function columnOf(columns: Columns, name: string): Column {
  const column = columns[name]
  if (column === undefined) throw new Error(`no column for the fact ${name}`)
  return column
}

function factsAt(table: Table, columns: Columns, row: number): Facts {
  const facts: Record<string, FactValue> = {}
  for (const { name, encoding } of table.facts) {
    const value = decode(encoding, columnOf(columns, name)[row]!)
    if (value !== undefined) facts[name] = value
  }
  return facts
}

/** The truth of a condition over several facts, row by row, as the first reading decides it. */
function truths(table: Table, of: Condition, columns: Columns, count: number): Column {
  const found = new Uint8Array(count)
  for (let row = 0; row < count; row++)
    found[row] = sayTruth(decide(of, quietRun(table.rule, factsAt(table, columns, row), table.context)))
  return found
}

type Loops = {
  readonly maps: readonly Int32Array[]
  answer(
    count: number,
    columns: readonly Column[],
    maps: readonly Int32Array[],
    codeOf: readonly (Uint8Array | Uint16Array)[],
    fenOf: readonly (Int32Array | Float64Array)[],
    codes: readonly (Uint8Array | Uint16Array)[],
    amounts: readonly (Int32Array | Float64Array)[],
  ): void
  state(count: number, columns: readonly Column[], maps: readonly Int32Array[], found: Column): void
}

function loopsOf(dimensions: readonly Dimension[], questions: number): Loops {
  const maps: Int32Array[] = []
  const terms = dimensions.map(({ codes, edges, whole }, at) => {
    if (codes) return `M${maps.push(codes) - 1}[C${at}[i]]`
    // Whole numbers and days are compared without a branch: the sign of the difference becomes a mask.
    return (edges ?? [])
      .map(([start, delta]) =>
        whole ? `((${start - 1} - d${at} >> 31) & ${delta})` : `(d${at} >= ${start} ? ${delta} : 0)`,
      )
      .join(' + ')
  })
  const reads = dimensions.flatMap(({ edges }, at) => (edges ? [`const d${at} = C${at}[i];`] : [])).join(' ')
  const state = terms.filter((term) => term !== '').join(' + ') || '0'
  const names = [
    ...dimensions.map((_, at) => `const C${at} = C[${at}];`),
    ...maps.map((_, at) => `const M${at} = M[${at}];`),
  ].join(' ')
  const each = Array.from({ length: questions }, (_, at) => at)
  const tables = each
    .map((at) => `const K${at} = K[${at}], F${at} = F[${at}], R${at} = R[${at}], A${at} = A[${at}];`)
    .join(' ')
  const writes = each.map((at) => `const k${at} = K${at}[s]; R${at}[i] = k${at}; A${at}[i] = F${at}[k${at}];`).join(' ')
  const loop = (head: string, tail: string) =>
    `'use strict'; ${names} ${head} for (let i = 0; i < n; i++) { ${reads} const s = ${state}; ${tail} }`
  return {
    maps,
    answer: new Function('n', 'C', 'M', 'K', 'F', 'R', 'A', loop(tables, writes)) as Loops['answer'],
    state: new Function('n', 'C', 'M', 'S', loop('', 'S[i] = s;')) as Loops['state'],
  }
}
