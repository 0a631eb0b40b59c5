/**
 * Postings a second on one fund, beside a bare insert of the same rows: `node bench/run.ts ledger [--lines N] [--seconds S] [--connections C]`.
 * One by one: each posting is a transaction of its own, C connections on one fund, each batch from its hold. As a set: N lines in one call.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { checkLedger, hold, openAccounts, post, postMany } from '../src/engines/ledger/index.ts'
import { day } from '../src/platform/clock/day.ts'
import { option } from '../src/platform/config/config.ts'
import { startCluster } from '../src/platform/db/cluster.ts'
import { asSystem, connect, migrate, newId, type Tx } from '../src/platform/db/index.ts'
import { report } from './measure.ts'

const LINES = Number(option(process.argv, '--lines') ?? '100000')
const SECONDS = Number(option(process.argv, '--seconds') ?? '10')
const CONNECTIONS = Number(option(process.argv, '--connections') ?? '8')
const DISTRICT = '500113'
const heading = { currency: 'fen' as const, day: day('2026-11-21'), kind: 'bench', by: 'bench' }

const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-ledger-'))
const cluster = await startCluster(folder)
await migrate(cluster.url)
const { db, close } = connect(cluster.url, CONNECTIONS)
const system = <T>(work: (tx: Tx) => Promise<T>) => asSystem(db, work)

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}

await system(async (tx) => {
  await openAccounts(
    tx,
    [
      { district: DISTRICT, owner: 'treasury', kind: 'treasury', floor: null },
      { district: DISTRICT, owner: 'fund', kind: 'fund', floor: 0, checked: 'batch' },
    ],
    heading,
  )
  await openAccounts(
    tx,
    sql`select ${DISTRICT} as district, 'elder:' || n as owner, 'elder' as kind, 0::bigint as floor, 'row' as checked from generate_series(1, ${LINES}) n`,
    heading,
  )
  const endowment = 1_000_000_000_000
  await post(tx, {
    ...heading,
    district: DISTRICT,
    key: 'endow',
    lines: [
      { owner: 'treasury', amount: -endowment },
      { owner: 'fund', amount: endowment },
    ],
  })
})
await sql
  .raw(`
  create table public.bare_posting (like ledger.posting including defaults);
  alter table public.bare_posting add primary key (district, id);
  create unique index on public.bare_posting (district, key);
  create table public.bare_entry (like ledger.entry including defaults);
  alter table public.bare_entry add primary key (district, posting_id, line);
  create index on public.bare_entry (district, account_id, period) include (amount);
  grant all on public.bare_posting, public.bare_entry to yiyang_system`)
  .execute(db)

/** Runs one act after another on each connection for the time given; how many were done in a second. */
async function perSecond(act: (connection: number, n: number) => Promise<void>): Promise<number> {
  const until = performance.now() + SECONDS * 1000
  let done = 0
  const took = await seconds(() =>
    Promise.all(
      Array.from({ length: CONNECTIONS }, async (_, connection) => {
        for (let n = 0; performance.now() < until; n++) {
          await act(connection, n)
          done += 1
        }
      }),
    ),
  )
  return Math.round(done / took)
}

/** A batch of so many postings reserves its money once and draws on it: what open holds keep is summed from their captures. */
const BATCH = 100
const batchOf = (connection: number, n: number) => `batch-${connection}-${Math.floor(n / BATCH)}`
const reserve = (key: string) =>
  system((tx) =>
    hold(tx, {
      district: DISTRICT,
      owner: 'fund',
      currency: 'fen',
      key,
      amount: BATCH * 100,
      purpose: 'bench',
      by: 'bench',
    }),
  )
const bareOne = async (connection: number, n: number) => {
  const id = newId()
  await system((tx) =>
    Promise.all([
      sql`insert into public.bare_posting (district, id, key, currency, period, day, kind, lines, turnover, checksum, recorded_by)
          values (${DISTRICT}, ${id}, ${`bare-${connection}-${n}`}, 'fen', '2026-11-01', '2026-11-21', 'bench', 2, 100, 1, 'bench')`.execute(
        tx,
      ),
      sql`insert into public.bare_entry (district, posting_id, line, account_id, period, amount)
          values (${DISTRICT}, ${id}, 1, ${id}, '2026-11-01', -100), (${DISTRICT}, ${id}, 2, ${id}, '2026-11-01', 100)`.execute(
        tx,
      ),
    ]),
  )
}
const postOne = (drawn: boolean) => async (connection: number, n: number) => {
  if (drawn && n % BATCH === 0) await reserve(batchOf(connection, n))
  const posted = await system((tx) =>
    post(tx, {
      ...heading,
      district: DISTRICT,
      key: `${drawn ? 'one' : 'in'}-${connection}-${n}`,
      ...(drawn ? { holds: [{ district: DISTRICT, key: batchOf(connection, n) }] } : {}),
      lines: [
        { owner: drawn ? 'fund' : 'treasury', amount: -100 },
        { owner: `elder:${1 + ((n * CONNECTIONS + connection) % LINES)}`, amount: 100 },
      ],
    }),
  )
  if (!posted.ok) throw new Error(posted.refusal.message)
}

const relation = (prefix: string, perPosting: number) => sql`
  select ${DISTRICT} as district, ${prefix} || n / ${perPosting}::int as key, o.owner, o.amount, null as ref
    from generate_series(0, ${LINES - 1}) n cross join lateral (values ('elder:' || n + 1, 100::bigint), ('fund', -100)) o(owner, amount)`
const setRelation = (prefix: string, townships: number) => sql`
  with person as (select n, n % ${townships}::int as township from generate_series(1, ${LINES}) n)
  select ${DISTRICT} as district, ${prefix} || township as key, 'elder:' || n as owner, 100::bigint as amount, n::text as ref from person
  union all select ${DISTRICT}, ${prefix} || township, 'fund', -100 * count(*)::bigint, null from person group by township`
const set = async (lines: ReturnType<typeof relation>) => {
  const posted = await system((tx) => postMany(tx, heading, lines))
  if (!posted.ok) throw new Error(posted.refusal.message)
}
const bareSetSeconds = await seconds(() =>
  system((tx) =>
    sql`
      with p as (insert into public.bare_posting (district, id, key, currency, period, day, kind, lines, turnover, checksum, recorded_by)
                 select ${DISTRICT}, ledger.new_id(), 'set-' || n, 'fen', '2026-11-01', '2026-11-21', 'bench', 2, 100, 1, 'bench' from generate_series(1, ${LINES}) n
                 returning district, id)
      insert into public.bare_entry (district, posting_id, line, account_id, period, amount)
      select district, id, o.line, gen_random_uuid(), '2026-11-01', o.amount from p cross join (values (1, -100::bigint), (2, 100::bigint)) o(line, amount)`.execute(
      tx,
    ),
  ),
)
const oneEachSeconds = await seconds(() => set(relation('each-', 1)))
const townshipSeconds = await seconds(() => set(setRelation('township-', 22)))
// One by one on books that have a history, as they are in use: the planner knows their sizes.
await sql`analyze ledger.account, ledger.posting, ledger.entry, ledger.hold, ledger.hold_event`.execute(db)
const barePerSecond = await perSecond(bareOne)
const fundPerSecond = await perSecond(postOne(true))
const freePerSecond = await perSecond(postOne(false))
let check: Awaited<ReturnType<typeof checkLedger>> | undefined
const checkSeconds = await seconds(async () => {
  check = await system(checkLedger)
})
if (check?.balanced !== true) throw new Error(JSON.stringify(check?.violations.slice(0, 5)))

const rate = (count: number, took: number) => Math.round(count / took)
report('ledger', {
  connections: CONNECTIONS,
  lines: LINES,
  oneByOne: {
    bareInsertPerSecond: barePerSecond,
    postingsPerSecondOnOneFund: fundPerSecond,
    postingsPerSecondWithoutFloor: freePerSecond,
  },
  asSet: {
    bareInsertPostingsPerSecond: rate(LINES, bareSetSeconds),
    postingsOfTwoLinesPerSecond: rate(LINES, oneEachSeconds),
    linesPerSecondOnePostingATownship: rate(LINES, townshipSeconds),
    secondsForAMonthOf1000000: Math.round((1_000_000 / LINES) * townshipSeconds),
  },
  check: { postings: check.postings, seconds: Math.round(checkSeconds * 10) / 10 },
})
await close()
await cluster.stop()
rmSync(folder, { recursive: true, force: true })
