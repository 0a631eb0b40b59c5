/**
 * The fifth reading over PERSONS synthetic persons (default 1,000,000) in memory, one thread: four schemes with a reason code and whole fen for each
 * person and scheme, beside a table-driven loop written by hand for the same schemes on the same columns in the same run, held to the same
 * answers: `node bench/columns.ts [PERSONS] [ROUNDS]`.
 */
import { settingsOf } from '../src/areas/benefits/testing/town.ts'
import { dayNumber } from '../src/engines/rulebook/columns/encoding.ts'
import { day } from '../src/platform/clock/day.ts'
import { type Column, compileColumns, findRule, newColumn, ruleContext } from '../src/policy/index.ts'
import { report } from './measure.ts'

const PERSONS = Number(process.argv[2] ?? 1_000_000)
const ROUNDS = Number(process.argv[3] ?? 7)
const SCHEMES = ['old-age-allowance', 'care-subsidy', 'extreme-hardship-care-subsidy', 'disability-voucher']
const CARE = ['none', 'mild', 'moderate', 'severe', 'total']

const context = ruleContext({ on: day('2026-11-30'), division: '500113', settings: settingsOf() })
const compiledFrom = performance.now()
const program = compileColumns(
  SCHEMES.map((id) => ({ rule: findRule(id)!, context })),
  { householdDivision: ['500113'] },
)
const compileMs = performance.now() - compiledFrom
const columns = fill(PERSONS)
const ours = SCHEMES.map((_, at) => program.answersFor(at, PERSONS))
const theirs = SCHEMES.map(() => ({ codes: new Uint8Array(PERSONS), amounts: new Int32Array(PERSONS) }))
const byHand = handWritten()

const times: { ours: number; byHand: number; states: number }[] = []
for (let round = -2; round < ROUNDS; round++) {
  const one = {
    ours: timed(() => program.run(columns, PERSONS, ours)),
    byHand: timed(byHand.run),
    states: timed(() => program.statesOf(columns, PERSONS)),
  }
  // The first two rounds let the engine compile both loops.
  if (round >= 0) times.push(one)
}
const mismatches = SCHEMES.reduce((sum, _, at) => {
  const codes = ours[at]!.codes
  const amounts = ours[at]!.amounts
  let differ = 0
  for (let row = 0; row < PERSONS; row++) {
    const same = program.verdicts(at)[codes[row]!]!.reason === byHand.reasons[theirs[at]!.codes[row]!]
    if (!same || amounts[row] !== theirs[at]!.amounts[row]) differ++
  }
  return sum + differ
}, 0)
const median = (of: 'ours' | 'byHand' | 'states') =>
  times.map((each) => each[of]).toSorted((a, b) => a - b)[times.length >> 1]!
const million = (ms: number) => Math.round(PERSONS / ms / 100) / 10
const bytes = (arrays: readonly { byteLength: number }[]) =>
  arrays.reduce((sum, each) => sum + each.byteLength, 0) / PERSONS
const ratios = times.map((each) => each.byHand / each.ours).toSorted((a, b) => a - b)

report(PERSONS === 1_000_000 ? 'columns' : `columns-${Math.round(PERSONS / 1_000_000)}m`, {
  persons: PERSONS,
  schemes: SCHEMES.length,
  states: program.states,
  compileMs: Math.round(compileMs),
  millionPersonsPerSecond: million(median('ours')),
  byHandMillionPersonsPerSecond: million(median('byHand')),
  ratioToByHand: Math.round(100 * ratios[ratios.length >> 1]!) / 100,
  ratioWorst: Math.round(100 * ratios[0]!) / 100,
  ratioBest: Math.round(100 * ratios.at(-1)!) / 100,
  statesOnlyMillionPersonsPerSecond: million(median('states')),
  answersThatDiffer: mismatches,
  bytesPerPersonColumns: bytes(Object.values(columns)),
  bytesPerPersonAnswers: bytes(ours.flatMap((each) => [each.codes, each.amounts])),
  rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
})
if (mismatches > 0) process.exitCode = 1

/** Milliseconds of processor time: one thread works, and others share the machine. */
function timed(work: () => unknown): number {
  const from = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
}

/** Persons of 55 to 105, in no order: 1 % without a day of birth, 8 % with a hardship, a third assessed, 3 % dead; deterministic. */
function fill(count: number): Record<string, Column> {
  const made = Object.fromEntries([...program.columns].map(([name, encoding]) => [name, newColumn(encoding, count)]))
  const last = dayNumber(day('2026-11-30'))
  let seed = 20261122
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0
    return (seed >>> 8) / 2 ** 24
  }
  for (let row = 0; row < count; row++) {
    const unknownBirth = random() < 0.01
    made.birthDate![row] = unknownBirth ? -1_000_000_000 : last - Math.floor(365.25 * (55 + 50 * random() ** 3))
    made.diedOn![row] = random() < 0.03 ? last - Math.floor(400 * random()) : 1_000_000_000
    const die = random()
    // One more than the mask of 特困 (1), 低保 (2), 低收入 (8); 0 is unknown.
    made.hardship![row] = die < 0.015 ? 2 : die < 0.06 ? 3 : die < 0.08 ? 9 : die < 0.95 ? 1 : 0
    made.careDependency![row] = random() < 0.34 ? 2 + Math.floor(CARE.length * random()) : 0
    made.householdDivision![row] = 2
  }
  return made
}

/** What a careful person writes for the same settings: bands by day, classes by code, one table a scheme with reason and amount. */
function handWritten(): { run: () => void; reasons: readonly string[] } {
  const reasons: string[] = []
  const code = (reason: string) => (reasons.includes(reason) ? reasons.indexOf(reason) : reasons.push(reason) - 1)
  const base = dayNumber(day('1900-01-01'))
  const limits = ['1966-11-30', '1946-11-30', '1936-11-30', '1926-11-30'].map((each) => dayNumber(day(each)))
  const band = Uint8Array.from({ length: 60_000 }, (_, at) => 1 + limits.filter((limit) => base + at <= limit).length)
  const monthStart = dayNumber(day('2026-11-01'))
  // 0 unknown, 1 none of those that count, 2 低保, 3 特困.
  const hardship = Uint8Array.from({ length: 129 }, (_, at) => (at === 0 ? 0 : (at - 1) & 1 ? 3 : (at - 1) & 2 ? 2 : 1))
  const size = 6 * 4 * 7 * 2
  const tables = SCHEMES.map(() => ({ codes: new Uint8Array(size), fen: new Int32Array(size) }))
  for (let b = 0; b < 6; b++)
    for (let h = 0; h < 4; h++)
      for (let c = 0; c < 7; c++)
        for (let alive = 0; alive < 2; alive++)
          for (const [at, [reason, fen]] of decideByHand(b, h, c, alive === 1).entries()) {
            const place = ((b * 4 + h) * 7 + c) * 2 + alive
            tables[at]!.codes[place] = code(reason)
            tables[at]!.fen[place] = fen
          }
  const [t0, t1, t2, t3] = tables as [Tables, Tables, Tables, Tables]
  const [o0, o1, o2, o3] = theirs as [Out, Out, Out, Out]
  const born = columns.birthDate as Int32Array
  const died = columns.diedOn as Int32Array
  const held = columns.hardship as Uint8Array
  const care = columns.careDependency as Uint8Array
  const run = () => {
    const [k0, k1, k2, k3, f0, f1, f2, f3] = [t0.codes, t1.codes, t2.codes, t3.codes, t0.fen, t1.fen, t2.fen, t3.fen]
    const [r0, r1, r2, r3, a0, a1, a2, a3] = [
      o0.codes,
      o1.codes,
      o2.codes,
      o3.codes,
      o0.amounts,
      o1.amounts,
      o2.amounts,
      o3.amounts,
    ]
    for (let i = 0; i < PERSONS; i++) {
      const b = born[i]!
      const at =
        (((b < base ? 0 : band[b - base]!) * 4 + hardship[held[i]!]!) * 7 + care[i]!) * 2 +
        (died[i]! >= monthStart ? 1 : 0)
      r0[i] = k0[at]!
      a0[i] = f0[at]!
      r1[i] = k1[at]!
      a1[i] = f1[at]!
      r2[i] = k2[at]!
      a2[i] = f2[at]!
      r3[i] = k3[at]!
      a3[i] = f3[at]!
    }
  }
  return { run, reasons }
}

type Tables = { codes: Uint8Array; fen: Int32Array }
type Out = { codes: Uint8Array; amounts: Int32Array }

/** The four schemes of the settings, by hand. Bands: 0 unknown, 1 below 60, 2 from 60, 3 from 80, 4 from 90, 5 from 100. */
function decideByHand(band: number, hardship: number, care: number, alive: boolean): [reason: string, fen: number][] {
  const dependent = care >= 4
  const first = (...parts: [name: string, holds: boolean | null, fen?: number][]): [string, number] | undefined => {
    const failed = parts.find(([, holds]) => holds === false)
    const open = parts.find(([, holds]) => holds === null)
    return failed ? [`notMet:${failed[0]}`, 0] : open ? [`unknown:${open[0]}`, 0] : undefined
  }
  const known = <T>(is: boolean, value: T): T | null => (is ? value : null)
  const from60 = known(band > 0, band >= 2)
  const advancedOrDependent = band >= 3 || dependent ? true : band === 0 || care === 0 ? null : false
  return [
    first(['birthDate', known(band > 0, band >= 3)], ['diedOn', alive]) ?? [
      'met',
      band === 5 ? 50_000 : band === 4 ? 20_000 : 6_000,
    ],
    first(
      ['birthDate', from60],
      ['hardship', known(hardship > 0, hardship >= 2)],
      ['birthDate+careDependency', advancedOrDependent],
      ['diedOn', alive],
    ) ?? ['met', 20_000],
    first(['hardship', known(hardship > 0, hardship === 3)], ['diedOn', alive]) ??
      (care === 0 ? ['unknown:careDependency', 0] : ['met', care >= 5 ? 30_000 : care >= 3 ? 15_000 : 8_000]),
    first(['birthDate', from60], ['careDependency', known(care > 0, dependent)], ['diedOn', alive]) ?? ['met', 80_000],
  ]
}
