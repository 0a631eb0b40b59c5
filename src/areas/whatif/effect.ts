import { type ColumnProgram, compileColumns } from '../../policy/index.ts'
import { type Basis, type Line, type PersonColumns, type Scheme, settleLines } from '../benefits/index.ts'

/** What the changes do to everybody in one state: the lines before and after, the rules between schemes applied to both. */
export type Effect = {
  readonly before: readonly Line[]
  readonly after: readonly Line[]
  readonly turn: 'gain' | 'lose' | 'same'
  /** Whole fen a month, vouchers apart. */
  readonly fenBefore: number
  readonly fenAfter: number
}

/** Both sides of a trial in one loop over the columns of a district. */
export class Trial {
  readonly before: Basis
  readonly after: Basis
  readonly #program: ColumnProgram
  readonly #effects = new Map<number, Effect>()
  /** The schemes for which it matters whether a person has claimed them, as bits; and how many states that makes of one. */
  readonly #asked: number
  readonly #fold: number

  constructor(before: Basis, after: Basis, divisions: readonly string[]) {
    this.before = before
    this.after = after
    const questions = [...before.schemes, ...after.schemes].map(({ rule, context }) => ({ rule, context }))
    this.#program = compileColumns(questions, { householdDivision: divisions })
    this.#asked = [before, after].reduce(
      (mask, { schemes }) =>
        schemes.reduce((bits, { claim }, at) => (claim === 'register' ? bits : bits | (1 << at)), mask),
      0,
    )
    this.#fold = this.#asked === 0 ? 1 : 1 << before.schemes.length
  }

  get states(): number {
    return this.#program.states * this.#fold
  }

  /** One state a person: what the rules look at, and what the person has claimed where that counts. */
  statesOf({ columns, claims, count }: PersonColumns): ArrayLike<number> {
    const states = this.#program.statesOf(columns, count)
    if (this.#fold === 1) return states
    const folded = new Int32Array(count)
    for (let row = 0; row < count; row++) folded[row] = states[row]! * this.#fold + (claims[row]! & this.#asked)
    return folded
  }

  /** Persons in one state differ in nothing that a rule looks at. */
  effectOf(state: number): Effect {
    const held = this.#effects.get(state) ?? this.#decide(state)
    this.#effects.set(state, held)
    return held
  }

  #decide(folded: number): Effect {
    const state = Math.floor(folded / this.#fold)
    const claimed = new Set<string>(
      this.before.schemes.flatMap(({ scheme }, at) => (((folded % this.#fold) >> at) & 1 ? [scheme] : [])),
    )
    const answers = Array.from({ length: this.before.schemes.length + this.after.schemes.length }, (_, at) => {
      const { outcome, reason, amountFen } = this.#program.verdictOf(at, state) ?? OPEN
      return { outcome, reason, amountFen: typeof amountFen === 'number' ? amountFen : null }
    })
    const half = this.before.schemes.length
    return effectOf(
      linesIn(this.before, answers.slice(0, half), claimed),
      linesIn(this.after, answers.slice(half), claimed),
    )
  }
}

/** The allowances are decided by their table alone; should one ever hang on figures of the person, it is not guessed. */
const OPEN = { outcome: 'undetermined', reason: 'unknown', amountFen: null } as const

const linesIn = (basis: Basis, answers: Parameters<typeof settleLines>[1], claimed: ReadonlySet<string>): Line[] =>
  settleLines(basis, answers, claimed).map((each) => each.line)

/** Money counts first; where it stays the same, the ceiling of a voucher. */
export function effectOf(before: readonly Line[], after: readonly Line[]): Effect {
  const [fenBefore, fenAfter] = [fenOf(before), fenOf(after)]
  const [ceilingBefore, ceilingAfter] = [ceilingOf(before), ceilingOf(after)]
  const difference = fenAfter - fenBefore || ceilingAfter - ceilingBefore
  return { before, after, fenBefore, fenAfter, turn: difference > 0 ? 'gain' : difference < 0 ? 'lose' : 'same' }
}

const sum = (lines: readonly Line[], of: (line: Line) => number | null): number =>
  lines.reduce((total, each) => total + (of(each) ?? 0), 0)
const fenOf = (lines: readonly Line[]): number => sum(lines, (each) => each.amountFen)
const ceilingOf = (lines: readonly Line[]): number => sum(lines, (each) => each.ceilingFen)

/** What a line comes to in a month, money or ceiling; 0 for whoever is not granted anything. */
export const worthOf = (line: Line | undefined): number =>
  line?.outcome === 'granted' ? (line.amountFen ?? line.ceilingFen ?? 0) : 0

export type { Scheme }
