/**
 * The monthly run over ELDERS persons (default 1,000,000) and four schemes, evaluated and stored, beside the plainest hand-written SQL for the same
 * rules on the same rows in the same process; and how fast one person is explained: `node bench/entitlements.ts [ELDERS]`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { explainPerson } from '../src/areas/benefits/explain.ts'
import { runMonth } from '../src/areas/benefits/run-month.ts'
import { batchOf, DISTRICT, month, settingsOf } from '../src/areas/benefits/testing/town.ts'
import { loadDivisions } from '../src/areas/divisions/index.ts'
import { startCluster } from '../src/platform/db/cluster.ts'
import { asOwner, asSystem, connect, migrate, type Tx } from '../src/platform/db/index.ts'
import { fillTown } from './entitlement-data.ts'

const ELDERS = Number(process.argv[2] ?? 1_000_000)
const AT = month('2026-11')
const ROUNDS = 3

const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-'))
const cluster = await startCluster(folder)
try {
  await migrate(cluster.url)
  const { db, close } = connect(cluster.url, 4)
  await loadDivisions(db)
  const townships = batchOf(DISTRICT, AT).townships
  const filled = await timed(() => asOwner(db, (tx) => fillTown(tx, townships, ELDERS)))
  await sql`vacuum analyze elders.elder, elders.fact`.execute(db)
  await sql`create table public.plain (like benefits.entitlement including defaults including constraints including indexes)`.execute(
    db,
  )
  await sql`grant all on public.plain to yiyang_system`.execute(db)

  const ours: number[] = []
  const stored: number[] = []
  const plain: number[] = []
  let rows = 0
  let agree = true
  for (let round = 0; round < ROUNDS; round++) {
    await sql`truncate public.plain`.execute(db)
    await sql`truncate benefits.run, benefits.entitlement, benefits.change, benefits.difference, benefits.outlier, benefits.sample, benefits.act cascade`.execute(
      db,
    )
    await sql`checkpoint`.execute(db)
    plain.push(await timed(() => asSystem(db, byHand)))
    await sql`checkpoint`.execute(db)
    const order = { batch: batchOf(DISTRICT, AT), month: AT, settings: settingsOf(), account: 'bench' }
    const from = performance.now()
    // Two steps before the end every row is stored; what follows seals them (digest, changes, outliers, sample).
    const progress = async (done: number, of: number) => {
      if (done === of - 2) stored.push(performance.now() - from)
    }
    ours.push(await timed(() => runMonth(db, { ...order, progress })))
    const compared = await sql<{ stored: number; differ: number }>`
      select (select count(*)::int from benefits.entitlement where outcome = 'granted') as stored,
             (select count(*)::int from (select elder_id, scheme, coalesce(amount_fen, ceiling_fen) from benefits.entitlement where outcome = 'granted'
                except select elder_id, scheme, coalesce(amount_fen, ceiling_fen) from public.plain) d)
           + (select count(*)::int from (select elder_id, scheme, coalesce(amount_fen, ceiling_fen) from public.plain where outcome = 'granted'
                except select elder_id, scheme, coalesce(amount_fen, ceiling_fen) from benefits.entitlement) d) as differ`.execute(
      db,
    )
    rows = compared.rows[0]?.stored ?? 0
    agree &&= compared.rows[0]?.differ === 0
  }
  const again = await timed(() =>
    runMonth(db, { batch: batchOf(DISTRICT, AT), month: AT, settings: settingsOf(), account: 'bench' }),
  )
  const people = (
    await sql<{ id: string }>`select id::text as id from elders.elder order by md5(id::text) limit 400`.execute(db)
  ).rows
  const times: number[] = []
  for (const { id } of people)
    times.push(await timed(() => asSystem(db, (tx) => explainPerson(tx, { district: DISTRICT, id }, AT))))
  times.sort((a, b) => a - b)
  await close()

  const median = (all: number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0
  const result = {
    bench: 'entitlements',
    elders: ELDERS,
    schemes: 4,
    cores: cpus().length,
    fillSeconds: round(filled / 1000),
    storedRows: rows,
    sameAsByHand: agree,
    runSeconds: round(median(ours) / 1000),
    byHandSeconds: round(median(plain) / 1000),
    personsPerSecond: Math.round(ELDERS / (median(ours) / 1000)),
    evaluateAndStoreSeconds: round(median(stored) / 1000),
    ratioToByHand: round(median(plain) / median(stored)),
    ratioToByHandWithSeal: round(median(plain) / median(ours)),
    secondRunSeconds: round(again / 1000),
    explainedPerSecond: Math.round(times.length / (times.reduce((sum, each) => sum + each, 0) / 1000)),
    explainP95Ms: round(times[Math.floor(times.length * 0.95)] ?? 0),
    rounds: ours.map((each, at) => ({
      runSeconds: round(each / 1000),
      evaluateAndStoreSeconds: round((stored[at] ?? 0) / 1000),
      byHandSeconds: round((plain[at] ?? 0) / 1000),
    })),
  }
  console.info(JSON.stringify(result, null, 2))
  mkdirSync(new URL('results/', import.meta.url), { recursive: true })
  writeFileSync(new URL('results/entitlements.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`)
} finally {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/**
 * What a careful person would write for the same four schemes and settings: one statement each, amounts in the text, the facts of the month's last
 * day as known now; the same table and primary key, no reasons, no facts kept, no seal, nothing undetermined.
 */
async function byHand(tx: Tx): Promise<void> {
  const facts = (
    kind: string,
  ) => sql`(select district, elder_id, value from elders.fact where kind = ${sql.lit(kind)} and district = '500113'
    and superseded_at is null and valid_from <= '2026-11-30' and (valid_to is null or valid_to > '2026-11-30'))`
  const alive = sql`(d.value is null or d.value[1]::date >= '2026-11-01')`
  const into = (
    scheme: string,
  ) => sql`insert into public.plain (district, run_id, elder_id, scheme, township, village, outcome, amount_fen, ceiling_fen, reason, facts)
    select e.district, '00000000-0000-0000-0000-000000000000', e.id, ${sql.lit(scheme)}, e.township, e.village, 'granted'`
  const deaths = sql`left join ${facts('death')} d on d.district = e.district and d.elder_id = e.id`
  await sql`${into('old-age-allowance')}, case when e.birth_date <= '1926-11-30' then 50000 when e.birth_date <= '1936-11-30' then 20000 else 6000 end, null, 'met', '{}'
      from elders.elder e ${deaths} where e.district = '500113' and e.merged_into is null and e.birth_date <= '1946-11-30' and ${alive} order by e.id`.execute(
    tx,
  )
  await sql`${into('care-subsidy')}, 20000, null, 'met', '{}'
      from elders.elder e join ${facts('hardship')} h on h.district = e.district and h.elder_id = e.id
      left join ${facts('careDependency')} c on c.district = e.district and c.elder_id = e.id ${deaths}
     where e.district = '500113' and e.merged_into is null and e.birth_date <= '1966-11-30' and h.value && '{extreme,subsistence}'
       and (e.birth_date <= '1946-11-30' or c.value[1] in ('moderate', 'severe', 'total')) and ${alive} order by e.id`.execute(
    tx,
  )
  await sql`${into('extreme-hardship-care-subsidy')}, case when c.value[1] in ('severe', 'total') then 30000 when c.value[1] in ('mild', 'moderate') then 15000 else 8000 end, null, 'met', '{}'
      from elders.elder e join ${facts('hardship')} h on h.district = e.district and h.elder_id = e.id
      join ${facts('careDependency')} c on c.district = e.district and c.elder_id = e.id ${deaths}
     where e.district = '500113' and e.merged_into is null and h.value && '{extreme}' and ${alive} order by e.id`.execute(
    tx,
  )
  await sql`${into('disability-voucher')}, null, 80000, 'met', '{}'
      from elders.elder e join ${facts('careDependency')} c on c.district = e.district and c.elder_id = e.id ${deaths}
     where e.district = '500113' and e.merged_into is null and e.birth_date <= '1966-11-30' and c.value[1] in ('moderate', 'severe', 'total') and ${alive} order by e.id`.execute(
    tx,
  )
  // Without figures about rows just written the planner would take minutes over this one; both sides are spared that.
  await sql`set local enable_nestloop = off`.execute(tx)
  await sql`
    update public.plain p set outcome = 'excluded', amount_fen = null from public.plain a, public.plain b
     where a.scheme = 'care-subsidy' and b.scheme = 'extreme-hardship-care-subsidy' and b.district = a.district and b.elder_id = a.elder_id
       and p.district = a.district and p.run_id = a.run_id and p.elder_id = a.elder_id
       and p.scheme = case when a.amount_fen >= b.amount_fen then b.scheme else a.scheme end`.execute(tx)
}
