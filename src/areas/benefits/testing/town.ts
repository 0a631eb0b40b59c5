import { sql } from 'kysely'
import type { Day, Month } from '../../../platform/clock/day.ts'
import { asSystem, type Db, newId } from '../../../platform/db/index.ts'
import type { ParameterValue, Setting, Settings } from '../../../policy/index.ts'
import { DivisionTree, readDataset } from '../../divisions/index.ts'
import type { FactToSet } from '../../elders/index.ts'
import { setFacts, shareDistricts } from '../../elders/index.ts'
import { type RunResult, runMonth } from '../run-month.ts'
import { type Batch, batchesOf } from '../scope.ts'

/** What the specifications of this area share: people with facts, a district's settings, and a run of one call. */
export const DISTRICT = '500113'
export const YUDONG = '500113004'
export const JIESHI = '500113103'
export const month = (text: string): Month => `${text}-01` as Month

/** The open values of 巴南区 in the specifications; each can be replaced or left out (undefined). */
const VALUES: Readonly<Record<string, ParameterValue>> = {
  'old-age-allowance-80-89': 60,
  'old-age-allowance-90-99': 200,
  'old-age-allowance-100': 500,
  'old-age-allowance-birthday-month': 'sameMonth',
  'old-age-allowance-death-month': true,
  'old-age-allowance-place': 'residence',
  'care-subsidy-amount': 200,
  'care-subsidy-hardship': ['extreme', 'subsistence'],
  'care-subsidy-advanced-age': 80,
  'care-subsidy-care-levels': ['moderate', 'severe', 'total'],
  'care-subsidy-birthday-month': 'sameMonth',
  'care-subsidy-death-month': true,
  'extreme-hardship-care-full-levels': ['severe', 'total'],
  'extreme-hardship-care-half-levels': ['mild', 'moderate'],
  'extreme-hardship-care-full': 300,
  'extreme-hardship-care-half': 150,
  'extreme-hardship-care-self': 80,
  'extreme-hardship-care-death-month': true,
  'disability-voucher-ceiling': 800,
  'disability-voucher-death-month': true,
  'overlap-old-age-allowance-care-subsidy': 'stack',
  'overlap-old-age-allowance-extreme-hardship-care-subsidy': 'stack',
  'overlap-care-subsidy-extreme-hardship-care-subsidy': 'keepHigher',
  'overlap-care-subsidy-disability-voucher': 'stack',
  'overlap-extreme-hardship-care-subsidy-disability-voucher': 'stack',
}

/** Settings of a district in force from the beginning, with some values replaced; `undefined` leaves one unset. */
export function settingsOf(replaced: Record<string, ParameterValue | undefined> = {}, division = DISTRICT): Settings {
  return Object.entries({ ...VALUES, ...replaced }).flatMap(([parameter, value]): Setting[] =>
    value === undefined
      ? []
      : [{ parameter, division, value, from: '2022-02-21' as Day, signedBy: ['甲', '乙'], example: true }],
  )
}

export type Person = {
  name?: string
  born?: string | null
  township?: string
  facts?: Partial<Record<FactToSet['kind'], readonly string[]>>
}

/** Adds a person whose facts hold from 2020 on. */
export async function addPerson(
  db: Db,
  { name = '某人', born = '1940-05-05', township = YUDONG, facts = {} }: Person = {},
): Promise<string> {
  const id = newId()
  await asSystem(db, async (tx) => {
    await shareDistricts(tx, [township.slice(0, 6)])
    await sql`
      insert into elders.elder (district, id, name, sex, birth_date, id_kind, township, village, household_division)
      values (${township.slice(0, 6)}, ${id}, ${name}, 'female', ${born}::date, 'none', ${township}, ${`${township}001`}, ${township})`.execute(
      tx,
    )
  })
  for (const [kind, value] of Object.entries(facts) as [FactToSet['kind'], readonly string[]][])
    await know(db, id, kind, value, '2020-01-01')
  return id
}

/** Records a fact now, true from a day on. */
export async function know(
  db: Db,
  elderId: string,
  kind: FactToSet['kind'],
  value: readonly string[],
  from: string,
  district = DISTRICT,
): Promise<void> {
  await asSystem(db, async (tx) => {
    await shareDistricts(tx, [district])
    await setFacts(tx, district, 'clerk', [
      { elderId, kind, value, validFrom: from as Day, validTo: null, source: { kind: 'clerk' } },
    ])
  })
}

export const dies = (db: Db, elderId: string, on: string): Promise<void> => know(db, elderId, 'death', [on], on)

/** Takes everybody and every run away, so that specifications can share one database. */
export async function emptyTown(db: Db): Promise<void> {
  await sql`truncate elders.elder, elders.identity, benefits.run, benefits.entitlement, benefits.change, benefits.difference,
    benefits.outlier, benefits.sample, benefits.act cascade`.execute(db)
}

const tree = new DivisionTree(readDataset())

export function batchOf(division: string, at: Month): Batch {
  const batches = batchesOf(tree, division, at)
  if (!batches.ok || batches.value[0] === undefined) throw new Error(`no batch for ${division}`)
  return batches.value[0]
}

export async function run(
  db: Db,
  at: string,
  settings: Settings = settingsOf(),
  division = DISTRICT,
  account = 'officer',
): Promise<RunResult> {
  const made = await runMonth(db, { batch: batchOf(division, month(at)), month: month(at), settings, account })
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}

export type Line = {
  elder: string
  scheme: string
  outcome: string
  fen: number | null
  ceiling: number | null
  reason: string
}

/** The rows of a run in a stable order. */
export const linesOf = (db: Db, runId: string): Promise<Line[]> =>
  asSystem(
    db,
    async (tx) =>
      (
        await sql<Line>`select elder_id::text as elder, scheme, outcome, amount_fen as fen, ceiling_fen as ceiling, reason
        from benefits.entitlement where run_id = ${runId}::uuid order by elder_id, scheme`.execute(tx)
      ).rows,
  )

/** Any table of the area, for one run. */
export const rowsOf = <T>(db: Db, table: string, runId: string): Promise<T[]> =>
  asSystem(
    db,
    async (tx) =>
      (await sql<T>`select * from benefits.${sql.raw(table)} where run_id = ${runId}::uuid`.execute(tx)).rows,
  )
