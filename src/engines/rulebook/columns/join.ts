/** Several rules in one loop: for each column the classes that any of them tells apart, and one state for each combination. */
import type { Condition } from '../expression.ts'
import type { Table } from './cells.ts'

/** One addend of the state, already multiplied by its place: by code, or as steps along a line. */
export type Dimension = {
  readonly of:
    | { readonly kind: 'fact'; readonly name: string }
    | { readonly kind: 'condition'; readonly table: number; readonly condition: Condition }
  readonly codes?: Int32Array
  readonly edges?: readonly (readonly [start: number, delta: number])[]
  readonly whole: boolean
}

export type Joined = {
  readonly dimensions: readonly Dimension[]
  readonly states: number
  /** The cell of a table on which a state lies. */
  cellOf(table: number, state: number): number
}

const TRUTHS = 4

/** What one dimension's class means to each table: its addend to the number of the table's cell. */
type Part = { readonly stride: number; readonly size: number; readonly addends: readonly (readonly number[])[] }

export function joinClasses(tables: readonly Table[]): Joined {
  const dimensions: Dimension[] = []
  const parts: Part[] = []
  let states = 1
  const strides = tables.map((table) => stridesOf(table))
  const push = (
    of: Dimension['of'],
    whole: boolean,
    joined: { classOf: number[]; members: number[][] },
    starts?: readonly number[],
  ) => {
    const stride = states
    states *= joined.members.length
    const placed = joined.classOf.map((each) => each * stride)
    const edges = starts?.flatMap((start, at): [number, number][] => {
      const delta = placed[at]! - (placed[at - 1] ?? 0)
      return delta === 0 ? [] : [[start, delta]]
    })
    dimensions.push(edges ? { of, edges, whole } : { of, codes: Int32Array.from(placed), whole })
    const addends = tables.map((_, table) => joined.members.map((members) => members[table]!))
    parts.push({ stride, size: joined.members.length, addends })
  }
  for (const name of new Set(tables.flatMap((table) => table.facts.map((each) => each.name)))) {
    const held = tables.map((table) => table.facts.find((each) => each.name === name))
    const lines = held.flatMap((each) => (each?.classes.kind === 'line' ? each.classes.starts : []))
    const starts = lines.length > 0 ? [...new Set(lines)].sort((a, b) => a - b) : undefined
    const codes = Math.max(0, ...held.map((each) => (each?.classes.kind === 'codes' ? each.classes.classOf.length : 0)))
    const points = starts ?? Array.from({ length: codes }, (_, code) => code)
    const tuples = points.map((point) =>
      held.map((each, table) => {
        if (each === undefined) return 0
        const { classes } = each
        const own =
          classes.kind === 'codes' ? classes.classOf[point]! : classes.classOf[lastStart(classes.starts, point)]!
        return own * strides[table]!.facts[tables[table]!.facts.indexOf(each)]!
      }),
    )
    const encoding = held.find((each) => each !== undefined)!.encoding
    push({ kind: 'fact', name }, encoding.kind === 'line' && encoding.of !== 'number', distinct(tuples), starts)
  }
  for (const [table, { joint }] of tables.entries())
    for (const [at, condition] of joint.entries()) {
      const tuples = Array.from({ length: TRUTHS }, (_, truth) =>
        tables.map((_, each) => (each === table ? truth * strides[table]!.joint[at]! : 0)),
      )
      push({ kind: 'condition', table, condition }, false, distinct(tuples))
    }
  return {
    dimensions,
    states,
    cellOf: (table, state) =>
      parts.reduce((cell, { stride, size, addends }) => cell + addends[table]![Math.floor(state / stride) % size]!, 0),
  }
}

/** The place value of each fact and condition in a table's own numbering; a table of one cell has none. */
function stridesOf({ facts, joint, cells }: Table): { facts: number[]; joint: number[] } {
  let stride = 1
  const next = (size: number): number => {
    const own = stride
    stride *= size
    return cells.length === 1 ? 0 : own
  }
  return { facts: facts.map(({ classes }) => next(classes.samples.length)), joint: joint.map(() => next(TRUTHS)) }
}

function distinct(tuples: readonly number[][]): { classOf: number[]; members: number[][] } {
  const known = new Map<string, number>()
  const members: number[][] = []
  const classOf = tuples.map((tuple) => {
    const key = tuple.join()
    const at = known.get(key) ?? members.push(tuple) - 1
    known.set(key, at)
    return at
  })
  return { classOf, members }
}

/** The stretch in which a point lies: the last start that is not above it. */
function lastStart(starts: readonly number[], point: number): number {
  let at = 0
  while (at + 1 < starts.length && starts[at + 1]! <= point) at++
  return at
}
