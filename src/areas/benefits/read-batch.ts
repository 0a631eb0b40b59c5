import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { showYuanInWords } from '../../platform/money/fen.ts'
import { findParameter } from '../../policy/index.ts'
import { SCHEMES } from './basis.ts'
import type { Batch } from './contract.ts'
import { type Run, readSchemes, showMonth } from './runs.ts'
import { OUTLIER_RULES, type OutlierRule } from './seal.ts'

type Totals = { scheme: string; granted: number; amountFen: number; held: number; undetermined: number }

async function totalsOf(tx: Tx, runId: string, townships: readonly string[]): Promise<Totals[]> {
  const { rows } = await sql<Totals>`
    select scheme, sum(granted)::int as granted, sum(amount_fen)::bigint as "amountFen", sum(held)::int as held,
           sum(undetermined)::int as undetermined
      from benefits.run_township where run_id = ${runId}::uuid and township = any (${[...townships]}::text[]) group by scheme`.execute(
    tx,
  )
  return rows
}

/**
 * Everything W06 opens with, for what the caller may see of a run: totals by scheme beside last month's, the counted changes with their
 * reasons, back pay, outliers, the sample, and who has confirmed.
 */
export async function readBatch(tx: Tx, run: Run): Promise<Batch> {
  const { districts } = run
  const mine = sql`district = any (${districts}::text[]) and run_id = ${run.id}::uuid`
  const places = await readTownships(tx, run.id, districts)
  const townships = places.map((each) => each.township)
  const schemes = await readSchemes(tx, [run.id])
  const now = await totalsOf(tx, run.id, townships)
  const before = run.comparedTo === null ? [] : await totalsOf(tx, run.comparedTo, townships)
  const changes = await sql<Batch['changes'][number]>`
    select kind, scheme, reason, late, count(*)::int as count,
           coalesce(sum(case when voucher then 0 else coalesce(after_fen, 0) - coalesce(before_fen, 0) end), 0)::bigint as "differenceFen"
      from benefits.change where ${mine} group by kind, scheme, reason, late order by kind, scheme, count(*) desc, reason, late`.execute(
    tx,
  )
  const backPay = await sql<Batch['backPay']>`
    select count(distinct elder_id)::int as people, count(distinct month)::int as months,
           coalesce(sum(greatest(difference_fen, 0)), 0)::bigint as "payFen",
           coalesce(sum(greatest(-difference_fen, 0)), 0)::bigint as "takeBackFen"
      from benefits.difference where ${mine}`.execute(tx)
  const outliers = await sql<{ rule: OutlierRule; count: number }>`
    select rule, count(*)::int as count from benefits.outlier where ${mine} group by rule order by rule`.execute(tx)
  const sample = await sql<{ size: number; opened: number }>`
    select count(*)::int as size, count(*) filter (where exists (
             select 1 from benefits.act a where a.district = s.district and a.run_id = s.run_id and a.kind = 'open' and a.elder_id = s.elder_id))::int as opened
      from benefits.sample s where ${mine}`.execute(tx)
  const acts = await readStanding(tx, run.id, districts)
  const shown = schemes
    .toSorted((a, b) => SCHEMES.indexOf(a.scheme) - SCHEMES.indexOf(b.scheme))
    .map((each) => {
      const total = now.find((row) => row.scheme === each.scheme)
      const last = before.find((row) => row.scheme === each.scheme)
      return {
        scheme: each.scheme,
        form: each.form,
        state: each.state,
        version: each.version,
        blockedBy: each.blockedBy.map((id) => ({ id, label: findParameter(id)?.name_zh ?? id })),
        example: each.parameters.some((parameter) => parameter.example),
        granted: total?.granted ?? 0,
        amountFen: total?.amountFen ?? 0,
        grantedBefore: last?.granted ?? null,
        amountFenBefore: last?.amountFen ?? null,
        held: total?.held ?? 0,
        undetermined: total?.undetermined ?? 0,
      }
    })
  const money = shown.filter((each) => each.form === 'money')
  const amountFen = sumOf(money, (each) => each.amountFen)
  const granted = sumOf(shown, (each) => each.granted)
  const begun = sumOf(changes.rows, (each) => (each.kind === 'stopped' ? 0 : each.count))
  const confirmed = places.every((each) => each.changes === 0 || each.confirmedBy !== null)
  return {
    run: await readHead(tx, run),
    state: acts.reviewedBy !== null ? 'reviewed' : confirmed ? 'confirmed' : 'made',
    people: sumOf(places, (each) => each.people),
    amountFen,
    amountInWords: showYuanInWords(amountFen),
    granted,
    schemes: shown,
    changes: changes.rows,
    unchanged: run.comparedTo === null ? 0 : Math.max(0, granted - begun),
    backPay: backPay.rows[0] ?? { people: 0, months: 0, payFen: 0, takeBackFen: 0 },
    outliers: outliers.rows.map(({ rule, count }) => ({ rule, count, says: OUTLIER_RULES[rule] })),
    sample: sample.rows[0] ?? { size: 0, opened: 0 },
    held: acts.held,
    toClear: sumOf(money, (each) => each.held + each.undetermined),
    townships: places.map(({ people: _, ...each }) => each),
    reviewedBy: acts.reviewedBy,
  }
}

const sumOf = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((sum, row) => sum + of(row), 0)

export async function readHead(tx: Tx, run: Run): Promise<Batch['run']> {
  const { rows } = await sql<{ name: string }>`select name from divisions.division where key = ${run.division}`.execute(
    tx,
  )
  const { id, payer, division, version, cutOff, madeBy, comparedTo } = run
  return {
    id,
    payer,
    division,
    divisionName: rows[0]?.name ?? division,
    month: showMonth(run.month),
    version,
    cutOff,
    digest: run.digest ?? '',
    madeBy,
    comparedTo,
  }
}

type Place = Batch['townships'][number] & { people: number }

async function readTownships(tx: Tx, runId: string, districts: readonly string[]): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select t.township, coalesce(d.name, t.township) as name, max(t.people)::int as people, sum(t.granted)::int as granted,
           sum(t.amount_fen)::bigint as "amountFen",
           (select count(*)::int from benefits.change c
             where c.district = t.district and c.run_id = t.run_id and c.township = t.township) as changes,
           (select a.account from benefits.act a where a.district = t.district and a.run_id = t.run_id and a.kind = 'confirm'
               and a.township = t.township order by a.at limit 1) as "confirmedBy"
      from benefits.run_township t left join divisions.division d on d.key = t.township
     where t.district = any (${[...districts]}::text[]) and t.run_id = ${runId}::uuid
     group by t.district, t.run_id, t.township, d.name order by t.township`.execute(tx)
  return rows
}

/** Lines held back at this moment, and who has reviewed the run. */
async function readStanding(
  tx: Tx,
  runId: string,
  districts: readonly string[],
): Promise<{ held: number; reviewedBy: string | null }> {
  const { rows } = await sql<{ held: number; reviewedBy: string | null }>`
    with acts as (select * from benefits.act where district = any (${[...districts]}::text[]) and run_id = ${runId}::uuid)
    select (select count(*)::int from (select distinct on (elder_id, scheme) kind from acts where kind in ('hold', 'release')
              order by elder_id, scheme, at desc) last where kind = 'hold') as held,
           (select account from acts where kind = 'review' order by at limit 1) as "reviewedBy"`.execute(tx)
  return rows[0] ?? { held: 0, reviewedBy: null }
}
