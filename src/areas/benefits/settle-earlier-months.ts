import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { Settings } from '../../policy/index.ts'
import { type Basis, basisOf, evaluated } from './basis.ts'
import { evaluateSchemes } from './evaluate.ts'
import { explainDifferences } from './explain-differences.ts'
import { factNames, factsIn, keepFacts } from './facts.ts'
import { type Run, readSchemes } from './runs.ts'
import { type Batch, dayThatCounts } from './scope.ts'
import { keepMoved, movedFacts, settledElsewhere, stitchMonth } from './stitch-transfers.ts'

/** Beyond this many touched persons one pass over all facts is cheaper than a look at each person. */
const MANY = 50_000

/**
 * Back pay: what each earlier month comes to from what is known at this run's cut-off, less what was settled for it. Written as rows of
 * their own; the earlier run stays as it is. Only persons about whom something was recorded since the last run are looked at, and
 * everybody where a rule or a parameter of that month has changed. Whoever cannot be decided any more keeps what was settled. Whoever has
 * moved to another district is looked at where the file is now, and what both districts settled for a month is one sum.
 */
export async function settleEarlierMonths(
  tx: Tx,
  run: Run,
  batch: Batch,
  settings: Settings,
  earlier: readonly Run[],
): Promise<void> {
  const last = earlier.at(-1)
  if (last === undefined) return
  const touched = (await keepTouched(tx, batch, earlier)) + (await keepMoved(tx, batch, earlier))
  const schemes = await readSchemes(
    tx,
    earlier.map((each) => each.id),
  )
  for (const before of earlier) {
    const basis = basisOf(run.payer, before.month, settings)
    const stood = schemes.filter((each) => each.runId === before.id)
    const changed = evaluated(basis).some(
      (now) => stood.find((then) => then.scheme === now.scheme)?.version !== now.version,
    )
    if (touched === 0 && !changed) continue
    const later = earlier.filter((each) => each.month > before.month).map((each) => each.id)
    await settleMonth(tx, {
      run,
      batch,
      before,
      basis,
      later,
      everybody: changed,
      many: touched > MANY,
      knownAt: last.cutOff,
    })
  }
  await sql`drop table run_touched, run_moved`.execute(tx)
}

/** Persons with a fact or a claim recorded or ended, or a file changed, between the last cut-off and this one. */
async function keepTouched(tx: Tx, batch: Batch, earlier: readonly Run[]): Promise<number> {
  const since = earlier.map((each) => each.cutOff)
  const districts = [...batch.districts]
  await sql`create temporary table run_touched (district text collate "C", elder_id uuid, primary key (district, elder_id)) on commit drop`.execute(
    tx,
  )
  const { rows } = await sql<{ n: number }>`
    with since as (select max(at) as at from unnest(${since}::timestamptz[]) at), touched as (
      insert into run_touched
      select f.district, f.elder_id from elders.fact f, since
       where f.district = any (${districts}::text[]) and (f.recorded_at > since.at or f.superseded_at > since.at)
      union
      select e.district, e.id from elders.elder e, since
       where e.district = any (${districts}::text[]) and e.updated_at > since.at
      union
      select c.district, c.elder_id from benefits.claim c, since
       where c.district = any (${districts}::text[]) and (c.recorded_at > since.at or c.superseded_at > since.at)
      returning 1)
    select count(*)::int as n from touched`.execute(tx)
  return rows[0]?.n ?? 0
}

type Question = {
  run: Run
  batch: Batch
  before: Run
  basis: Basis
  /** Runs after that month, whose own differences for it count as settled. */
  later: readonly string[]
  everybody: boolean
  many: boolean
  /** The cut-off of the last run: what it settled rests on what was known then. */
  knownAt: string
}

async function settleMonth(
  tx: Tx,
  { run, batch, before, basis, later, everybody, many, knownAt }: Question,
): Promise<void> {
  const schemes = evaluated(basis).filter((each) => each.form === 'money')
  if (schemes.length === 0) return
  const names = factNames(schemes.map((each) => each.rule))
  const among = everybody ? sql`true` : sql`(pf.district, pf.elder_id) in (select district, elder_id from run_touched)`
  const only =
    everybody || many ? {} : { only: sql`(e.district, e.id) in (select district, elder_id from run_touched)` }
  const facts = factsIn({ asOf: dayThatCounts(before.month), knownAt: run.cutOff }, names, { ...batch, ...only })
  const asOf = { asOf: dayThatCounts(before.month), knownAt: run.cutOff }
  await keepFacts(tx, 'earlier_facts', names, sql`${facts} and ${among} union all ${movedFacts(asOf, names, batch)}`)
  await sql`create temporary table earlier_rows (like benefits.entitlement including defaults) on commit drop`.execute(
    tx,
  )
  await evaluateSchemes(
    tx,
    { ...basis, schemes },
    { facts: 'earlier_facts', rows: 'earlier_rows', runId: run.id, knownAt: run.cutOff },
  )
  // A file that has left keeps the district that settled its months.
  await sql`update earlier_rows r set district = m.from_district from run_moved m where m.elder_id = r.elder_id`.execute(
    tx,
  )
  await sql`
    with settled as (
      select district, elder_id, scheme, sum(fen)::bigint as fen, min(township) as township, min(village) as village from (
        select district, elder_id, scheme, amount_fen as fen, township, village from benefits.entitlement
         where district = any (${[...batch.districts]}::text[]) and run_id = ${before.id}::uuid
           and township = any (${[...batch.townships]}::text[]) and amount_fen is not null
        union all
        select district, elder_id, scheme, difference_fen, township, village from benefits.difference
         where district = any (${[...batch.districts]}::text[]) and run_id = any (${[...later]}::uuid[]) and month = ${before.month}::date
           and township = any (${[...batch.townships]}::text[])
        union all
        ${settledElsewhere(batch, before.month)}) s
       where ${everybody} or (district, elder_id) in (select district, elder_id from run_touched) or elder_id in (select elder_id from run_moved)
       group by district, elder_id, scheme)
    insert into benefits.difference (district, run_id, township, elder_id, scheme, month, village, settled_fen, due_fen)
    select coalesce(d.district, s.district), ${run.id}::uuid, coalesce(d.township, s.township), coalesce(d.elder_id, s.elder_id),
           coalesce(d.scheme, s.scheme), ${before.month}::date, coalesce(d.village, s.village), coalesce(s.fen, 0), coalesce(d.amount_fen, 0)
      from earlier_rows d full join settled s on s.district = d.district and s.elder_id = d.elder_id and s.scheme = d.scheme
     where coalesce(d.outcome, 'notMet') not in ('undetermined', 'blocked')
       and coalesce(d.scheme, s.scheme) = any (${schemes.map((each) => each.scheme)}::text[])
       and coalesce(s.fen, 0) <> coalesce(d.amount_fen, 0)`.execute(tx)
  await stitchMonth(tx, run, before.month, batch)
  await explainDifferences(tx, { run, before, batch, names, ruleChanged: everybody, knownAt })
  await sql`drop table earlier_facts, earlier_rows`.execute(tx)
}
