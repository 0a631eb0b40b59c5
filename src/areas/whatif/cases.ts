import type { Month } from '../../platform/clock/day.ts'
import { ageOn, isDay } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Fact, Facts, Settings } from '../../policy/index.ts'
import { type Batch, linesOf, readPersonFacts, sayFact, sayReason } from '../benefits/index.ts'
import type { Case } from './contract.ts'
import { effectOf, worthOf } from './effect.ts'
import { type Order, readBatchColumns, trialOf } from './try-changes.ts'

export const CASES = 20

/**
 * Twenty real persons of the register, without name, number and place, decided by the first reading before and after: as many different
 * situations as there are, those that change first. The draw is the same for the same register and changes.
 */
export async function drawCases(
  tx: Tx,
  batch: Batch,
  settings: Settings,
  asked: Pick<Order, 'division' | 'from' | 'changes'> & { readonly month: Month },
): Promise<{ month: string; persons: number; cases: Case[] }> {
  const { persons, knownAt } = await readBatchColumns(tx, batch, settings, asked.month, { ids: true })
  const trial = trialOf(persons, batch, settings, asked, asked.month)
  const states = trial.statesOf(persons)
  const rowsOf = new Map<number, number[]>()
  for (let row = 0; row < persons.count; row++) {
    const rows = rowsOf.get(states[row]!) ?? []
    if (rows.length < CASES) rowsOf.set(states[row]!, [...rows, row])
  }
  const ORDER = { gain: 0, lose: 0, same: 1 }
  const ordered = [...rowsOf.entries()].sort(
    ([a, inA], [b, inB]) =>
      ORDER[trial.effectOf(a).turn] - ORDER[trial.effectOf(b).turn] || inB.length - inA.length || a - b,
  )
  const drawn = drawEvenly(ordered.map(([, rows]) => rows))
  const { before, after } = trial
  const cases: Case[] = []
  for (const row of drawn) {
    const found = await readAnyDistrict(persons.districts, persons.ids[row]!, (key) =>
      readPersonFacts(tx, key, before, knownAt, batch.townships),
    )
    if (found === undefined) continue
    const [was = [], is = []] = [before, after].map((basis) => linesOf(basis, found.facts, found.claimed))
    const changed = was.map(
      (each, at) => worthOf(each.line) !== worthOf(is[at]?.line) || each.line.outcome !== is[at]?.line.outcome,
    )
    cases.push({
      name: `第 ${cases.length + 1} 例`,
      turn: effectOf(
        was.map((each) => each.line),
        is.map((each) => each.line),
      ).turn,
      facts: sayFacts(
        was.flatMap((each) => each.scheme.rule.facts),
        found.facts,
        before.on,
      ),
      schemes: was.map((each, at) => ({
        scheme: each.scheme.scheme,
        title: each.scheme.rule.title,
        changed: changed[at] ?? false,
        before: sideOf(each.line),
        after: sideOf(is[at]!.line),
      })),
    })
  }
  return { month: asked.month.slice(0, 7), persons: persons.count, cases }
}

type Line = Parameters<typeof worthOf>[0] & object
const sideOf = (line: Line) => ({
  outcome: line.outcome,
  fen: line.amountFen ?? line.ceilingFen,
  reason: sayReason(line.reason),
})

/** One row of each group in turn, until there are enough. */
export function drawEvenly(groups: readonly (readonly number[])[]): number[] {
  const drawn: number[] = []
  for (let turn = 0; turn < CASES && drawn.length < CASES; turn++)
    for (const rows of groups) if (rows[turn] !== undefined && drawn.length < CASES) drawn.push(rows[turn]!)
  return drawn
}

async function readAnyDistrict<T>(
  districts: readonly string[],
  id: string,
  read: (key: { district: string; id: string }) => Promise<T | undefined>,
) {
  for (const district of districts) {
    const found = await read({ district, id })
    if (found !== undefined) return found
  }
  return undefined
}

/** The facts in words, an age for the day of birth and nothing of where the person lives. */
function sayFacts(
  declared: readonly Fact[],
  facts: Facts,
  on: Parameters<typeof ageOn>[0],
): { label: string; value: string }[] {
  const specs = [...new Map(declared.map((fact) => [fact.name, fact])).values()].filter(
    (fact) => fact.name !== 'age' && fact.type !== 'division',
  )
  return specs.flatMap((fact) => {
    const value = facts[fact.name]
    if (fact.name === 'birthDate')
      return [{ label: '年龄', value: isDay(value) ? `${ageOn(on, value)} 周岁` : '未采集' }]
    // An event that never was says nothing about the case.
    if (fact.leftOut === 'none' && (value === undefined || value === null)) return []
    return [{ label: fact.label, value: sayFact(fact, value) }]
  })
}
