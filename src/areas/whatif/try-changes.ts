import { sql } from 'kysely'
import { addMonths, type Day, type Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { encodingsOf, type Settings } from '../../policy/index.ts'
import { type Batch, basisOf, batchesOf, dayThatCounts, type PersonColumns, readColumns } from '../benefits/index.ts'
import { type DivisionTree, shortName } from '../divisions/index.ts'
import { type Change, problemWith, showChanges, withChanges } from './changes.ts'
import type { Tried } from './contract.ts'
import { Trial } from './effect.ts'
import { refusals } from './refusals.ts'
import { foldSmall, hideSmall } from './small-counts.ts'
import { addTurns, noTurns, type Tally, tallyOf } from './tally.ts'

/** What is tried: changes that would hold in a place from a day, looked at in a month and those after it. */
export type Order = {
  readonly division: string
  readonly from: Day
  readonly month: Month
  readonly months: number
  readonly changes: readonly Change[]
}

type DistrictTried = Tried['districts'][number]
type MonthTried = DistrictTried['months'][number]

const MOST_MONTHS = 12

/**
 * Counts what changes would do to everybody in the register, district by district and month by month. Reads only: nothing is stored, no run is
 * made, and no setting changes. `knownAt` in the answer tells when the register was read; months to come are counted on the facts of the first.
 * `inDistrict` opens a transaction for one district, under the scope of whoever asks.
 */
export async function tryChanges(
  inDistrict: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  tree: DivisionTree,
  settings: Settings,
  order: Order,
): Promise<Result<Tried>> {
  const { division, changes, from, month } = order
  const problem = problemWith(changes, division, from)
  if (problem) return refuse(problem)
  if (order.months < 1 || order.months > MOST_MONTHS) return refuse(refusals.tooManyMonths(MOST_MONTHS))
  const batches = batchesOf(tree, division, month)
  if (!batches.ok) return batches
  const districts: DistrictTried[] = []
  let knownAt = ''
  for (const batch of batches.value) {
    const read = await inDistrict((tx) => readBatchColumns(tx, batch, settings, month))
    knownAt = read.knownAt
    districts.push(districtTried(read.persons, batch, tree, settings, order))
  }
  return ok({
    division,
    from,
    month: month.slice(0, 7),
    changes: showChanges(changes, settings, division, dayThatCounts(month)),
    districts,
    months: monthsOf(order).map((each, at) => ({
      month: each.slice(0, 7),
      ...districts.map(({ months }) => months[at]!).reduce(addTurns, noTurns()),
    })),
    knownAt,
  })
}

/** Everybody of a batch, with the facts of the month as they are known now. */
export async function readBatchColumns(
  tx: Tx,
  batch: Batch,
  settings: Settings,
  month: Month,
  ask?: { ids: boolean },
): Promise<{ persons: PersonColumns; knownAt: string }> {
  // A trial touches nothing, and the database holds it to that.
  await sql`set transaction read only`.execute(tx)
  await sql`set local jit = off`.execute(tx)
  await sql`set local work_mem = '96MB'`.execute(tx)
  const { rows } = await sql<{ now: string }>`select clock_timestamp()::text as now`.execute(tx)
  const knownAt = rows[0]!.now
  const rules = basisOf(batch.payer, month, settings).schemes.map((each) => each.rule)
  return {
    persons: await readColumns(tx, batch, { asOf: dayThatCounts(month), knownAt }, encodingsOf(rules), ask),
    knownAt,
  }
}

/** The settings with the changes in them. A township decides nothing itself: what is tried there would hold in its district. */
export const settingsTried = (
  settings: Settings,
  batch: Batch,
  { changes, division, from }: Pick<Order, 'division' | 'from' | 'changes'>,
): Settings => withChanges(settings, changes, division === batch.division ? batch.payer : division, from)

/** Both sides of the changes for a district and month. */
export function trialOf(
  persons: PersonColumns,
  batch: Batch,
  settings: Settings,
  order: Pick<Order, 'division' | 'from' | 'changes'>,
  month: Month,
): Trial {
  const after = settingsTried(settings, batch, order)
  return new Trial(basisOf(batch.payer, month, settings), basisOf(batch.payer, month, after), persons.divisions)
}

function districtTried(
  persons: PersonColumns,
  batch: Batch,
  tree: DivisionTree,
  settings: Settings,
  order: Order,
): DistrictTried {
  const tallies = monthsOf(order).map(
    (month) => [month, tallyOf(trialOf(persons, batch, settings, order, month), persons, batch)] as const,
  )
  const first = tallies[0]?.[1]
  const name = (key: string) => shortName(tree.get(key)?.name ?? key)
  return {
    district: batch.division,
    name: name(batch.division),
    months: tallies.map(([month, tally]) => shown(month, tally)),
    townships: foldSmall(first?.townships ?? []).map((each) => ({
      ...each,
      places: [...each.places],
      name: each.places.length === 1 ? name(each.places[0]!) : `${each.places.length} 个乡镇（街道）合计`,
    })),
  }
}

const shown = (month: Month, { total, schemes }: Tally): MonthTried => ({
  month: month.slice(0, 7),
  ...total,
  schemes: schemes.map(hideSmall),
})

const monthsOf = ({ month, months }: Order): Month[] =>
  Array.from({ length: months }, (_, at) => addMonths(month as string as Day, at) as string as Month)
