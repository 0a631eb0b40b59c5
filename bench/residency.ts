/**
 * Homes, beds and residents at a size: the bed board of a home, free nursing beds near a point, the 30-day occupancy curve of a district, and 500 homes
 * that open and file their day: `node bench/residency.ts [FACILITIES]` (default 20,000, with 25 beds and 20 residents each on average).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { loadDivisions } from '../src/areas/divisions/index.ts'
import { readDay, submitReport } from '../src/areas/residency/daily-report.ts'
import {
  bedBoard,
  findHome,
  freeBeds,
  nursingBedsNear,
  occupancyOf,
  residentsOn,
} from '../src/areas/residency/index.ts'
import { checksOn } from '../src/areas/residency/words.ts'
import { addDays, day } from '../src/platform/clock/day.ts'
import { startCluster } from '../src/platform/db/cluster.ts'
import { asOwner, asSystem, connect, type Db, elevated, inScope, migrate, type Tx } from '../src/platform/db/index.ts'
import { report } from './measure.ts'

const FACILITIES = Number(process.argv[2] ?? 20_000)
const TODAY = day('2026-11-20')
const ROUNDS = 60

const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-'))
const cluster = await startCluster(folder)
try {
  await migrate(cluster.url)
  const { db, close } = connect(cluster.url, 8)
  await loadDivisions(db)
  const filling = await timed(() => asOwner(db, fill))
  await sql`vacuum analyze facilities.facility, facilities.bed, facilities.bed_period, facilities.room, residency.stay, residency.occupancy, residency.absence, residency.offer,
                           residency.application, elders.elder`.execute(db)
  const counts = (
    await sql<{ facilities: number; beds: number; residents: number; rows: number }>`
      select (select count(*)::int from facilities.facility) as facilities, (select count(*)::int from facilities.bed) as beds,
             (select count(*)::int from residency.occupancy where until_day is null) as residents, (select count(*)::int from residency.occupancy) as rows`.execute(
      db,
    )
  ).rows[0]
  const homes = (
    await sql<{ district: string; id: string; longitude: number; latitude: number }>`
      select district, id::text, longitude, latitude from facilities.facility order by md5(id::text) limit 600`.execute(
      db,
    )
  ).rows
  const large = (
    await sql<{ district: string; id: string }>`
      select district, facility_id::text as id from facilities.bed group by 1, 2 order by count(*) desc, 2 limit 20`.execute(
      db,
    )
  ).rows
  const at = (n: number) => homes[n % homes.length] as (typeof homes)[number]
  const district = at(0).district
  const office = { account: 'bench', districts: [district], townships: [], villages: [] }

  const board = await times(ROUNDS, (n) => {
    const home = large[n % large.length] as (typeof large)[number]
    return inScope(db, { ...office, districts: [], facilities: [home.id] }, (tx) =>
      bedBoard(tx, home.district, home.id, TODAY),
    )
  })
  const near = await times(ROUNDS, (n) =>
    asSystem(db, (tx) =>
      nursingBedsNear(tx, { longitude: at(n).longitude, latitude: at(n).latitude, metres: 3000, limit: 20 }, TODAY),
    ),
  )
  const curve = await times(ROUNDS / 3, () =>
    inScope(db, office, (tx) => occupancyOf(tx, { district, from: addDays(TODAY, -29), to: TODAY })),
  )
  const free = await times(ROUNDS, (n) =>
    inScope(db, { ...office, districts: [at(n).district] }, (tx) => freeBeds(tx, at(n).district, [at(n).id], TODAY)),
  )
  const list = await times(ROUNDS, (n) =>
    inScope(db, { ...office, districts: [at(n).district] }, (tx) =>
      residentsOn(tx, { district: at(n).district, facility: at(n).id, on: TODAY }),
    ),
  )
  const census = await timed(() => fileCensus(db, homes.slice(0, 500)))
  const found = await asSystem(db, (tx) =>
    nursingBedsNear(tx, { longitude: at(0).longitude, latitude: at(0).latitude, metres: 3000, limit: 20 }, TODAY),
  )
  await close()
  report('residency', {
    ...counts,
    fillSeconds: Math.round(filling / 1000),
    bedsOfTheLargestHome: (await bedsOfLargest(cluster.url, large[0])) ?? null,
    bedBoardMs: spread(board),
    nursingBedsNearMs: { ...spread(near), homesFound: found.length },
    districtCurve30DaysMs: spread(curve),
    freeBedsOfAHomeMs: spread(free),
    residentsOfAHomeMs: spread(list),
    census: { homes: Math.min(500, homes.length), seconds: Math.round(census / 100) / 10 },
  })
} finally {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** Eight homes at a time, each opening its day and filing it in two transactions, as the page does. */
async function fileCensus(db: Db, homes: readonly { district: string; id: string }[]): Promise<void> {
  const waiting = [...homes]
  const by = { account: 'bench', today: TODAY, settings: [] }
  const one = async (): Promise<void> => {
    const key = waiting.pop()
    if (key === undefined) return
    const scope = { account: 'bench', districts: [], townships: [], villages: [], facilities: [key.id] }
    const page = await inScope(db, scope, async (tx) => {
      const home = await findHome(tx, key.district, key.id, TODAY)
      if (home === undefined) throw new Error('no home')
      return { home, day: await readDay(tx, home, TODAY) }
    })
    await inScope(db, scope, (tx) =>
      elevated(tx, async () => {
        const made = await submitReport(tx, by, page.home, {
          on: TODAY,
          counted: page.day.inHouse,
          careStaff: 8,
          nightStaff: 1,
          checks: checksOn(TODAY).map((item) => ({ item, result: 'fine' as const })),
          hazards: [],
        })
        if (!made.ok) throw new Error(made.refusal.message)
      }),
    )
    await one()
  }
  await Promise.all(Array.from({ length: 8 }, one))
}

async function bedsOfLargest(
  url: string,
  home: { district: string; id: string } | undefined,
): Promise<number | undefined> {
  const { db, close } = connect(url, 1)
  const { rows } = await sql<{ beds: number }>`
    select count(*)::int as beds from facilities.bed where district = ${home?.district ?? ''} and facility_id = ${home?.id ?? null}::uuid`.execute(
    db,
  )
  await close()
  return rows[0]?.beds
}

/** Facilities over the townships of the city around points of their own; four of five beds taken, half of the beds taken before by somebody else. */
async function fill(tx: Tx): Promise<void> {
  await sql`
    create temporary table seat on commit drop as
    select key, left(key, 6) as district, row_number() over (order by key) - 1 as n, count(*) over () as total from divisions.division
     where level = 'township' and key ~ '^[0-9]{9}$'`.execute(tx)
  await sql`
    insert into facilities.facility (district, id, number, kind, name, township, longitude, latitude, example, recorded_by)
    select s.district, gen_random_uuid(), 'SS-2026-' || g, case when g % 20 = 0 then 'townshipHome' else 'careHome' end, '某院' || g, s.key,
           105.3 + (s.n % 37) * 0.13 + (g % 97) * 0.0011, 28.3 + (s.n % 41) * 0.095 + (g % 89) * 0.0009, false, 'bench'
      from generate_series(1, ${FACILITIES}) g join seat s on s.n = (g * 7919) % s.total`.execute(tx)
  await sql`
    insert into facilities.bed (district, id, facility_id, label, recorded_by, township)
    select f.district, gen_random_uuid(), f.id, lpad(b::text, 3, '0'), 'bench', f.township
      from (select *, row_number() over (order by number) as n from facilities.facility) f
      cross join lateral generate_series(1, case when f.n % 100 = 0 then 322 else 22 end) b`.execute(tx)
  await sql`
    insert into facilities.bed_period (district, facility_id, bed_id, id, kind, in_use, valid_from, source, recorded_by, township)
    select district, facility_id, id, gen_random_uuid(), case when label::int % 3 = 0 then 'nursing' else 'ordinary' end, true, '2024-01-01', 'bench', 'bench', township
      from facilities.bed`.execute(tx)
  await sql`
    create temporary table seated on commit drop as
    select b.district, b.id as bed, b.facility_id as home, b.township, past, gen_random_uuid() as person, gen_random_uuid() as stay, row_number() over () as n,
           case when past then date '2026-11-20' - 30 - (b.label::int * 13) % 300 else date '2026-11-20' - (b.label::int * 11) % 29 end as from_day,
           case when past then date '2026-11-20' - (b.label::int * 17) % 30 - 29 end as until_day
      from facilities.bed b cross join (values (true), (false)) p(past)
     where case when past then b.label::int % 2 = 0 else b.label::int % 5 > 0 end`.execute(tx)
  await sql`
    insert into elders.elder (district, id, name, birth_date, id_kind, township) select district, person, '某人' || n, date '1940-01-01' + (n % 5000)::int, 'none', township
      from seated`.execute(tx)
  await sql`
    insert into residency.stay (district, id, number, facility_id, elder_id, holder, township, home_township, kind, from_day, until_day, ended, supported, queue_group, example,
                                recorded_by)
    select district, stay, 'RZ-' || n, home, person, person, township, township, 'long', least(from_day, coalesce(until_day, from_day)), until_day,
           case when until_day is not null then 'left' end, n % 9 = 0, 4, false, 'bench' from seated`.execute(tx)
  await sql`
    insert into residency.occupancy (district, id, facility_id, bed_id, stay_id, holder, township, from_day, until_day, recorded_by)
    select district, gen_random_uuid(), home, bed, stay, person, township, least(from_day, coalesce(until_day, from_day)), until_day, 'bench' from seated`.execute(
    tx,
  )
  await sql`
    insert into residency.absence (district, id, facility_id, stay_id, township, kind, from_day, recorded_by)
    select district, gen_random_uuid(), home, stay, township, 'hospital', from_day, 'bench' from seated where until_day is null and n % 40 = 0`.execute(
    tx,
  )
}

async function times(rounds: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  for (let n = 0; n < 5; n++) await work(n)
  const all: number[] = []
  for (let n = 0; n < rounds; n++) all.push(await timed(() => work(n)))
  return all.sort((a, b) => a - b)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

function spread(all: readonly number[]): { median: number; p95: number; worst: number } {
  const at = (share: number) =>
    Math.round((all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? 0) * 10) / 10
  return { median: at(0.5), p95: at(0.95), worst: at(1) }
}
