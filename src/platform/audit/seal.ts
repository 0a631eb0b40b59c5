import { sql } from 'kysely'
import { asOwner, asSystem, type Db, type Tx } from '../db/index.ts'
import { CANONICAL, entryHash, link } from './chain.ts'

const LOCK = 7_316_061
const FROM_THE_START = sql`cursor_tx = '0', cursor_id = '00000000-0000-0000-0000-000000000000'`

export type Head = { seq: number; hash: string }

type State = {
  epoch: number
  earlier_done: boolean
  done: string
  target: string | null
  cursor_tx: string
  cursor_id: string
  last_seq: number
  last_hash: Buffer
}
type Waiting = { district: string; id: string; tx: string; canonical: string }

/**
 * Links the next committed entries, at most `batch`. Only one process seals at a time: undefined means that another one does.
 * Nobody is waited for: what a long transaction has written is sealed once it commits, and what others commit meanwhile before it.
 */
export async function sealBatch(
  db: Db,
  key: Buffer,
  batch = 5000,
): Promise<{ sealed: number; head: Head } | undefined> {
  return asSystem(db, async (tx) => {
    const lock = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${LOCK}::bigint) as got`.execute(tx)
    if (!lock.rows[0]?.got) return undefined
    // The planner cannot know how little of the index it needs, and would sort everything that waits.
    await sql`select set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)`.execute(tx)
    const state = await readState(tx)
    const target = state.target ?? (await nextTarget(tx))
    const earlier = await entries(
      tx,
      sql`e.epoch < ${state.epoch} and not exists (select 1 from audit.seal s where s.entry_id = e.id)`,
      batch,
      // Whatever an earlier epoch left unsealed came with the restored data; it is looked for only until none is left.
      !state.earlier_done,
    )
    const current = await entries(
      tx,
      sql`e.epoch = ${state.epoch} and (e.tx, e.id) > (${state.cursor_tx}::xid8, ${state.cursor_id}::uuid)
          and e.tx >= pg_snapshot_xmin(${state.done}::pg_snapshot) and e.tx < pg_snapshot_xmax(${target}::pg_snapshot)
          and pg_visible_in_snapshot(e.tx, ${target}::pg_snapshot) and not pg_visible_in_snapshot(e.tx, ${state.done}::pg_snapshot)`,
      batch - earlier.length,
      earlier.length < batch,
    )
    if (!state.earlier_done && earlier.length < batch)
      await sql`update audit.sealer set earlier_done = true`.execute(tx)
    const head = await append(tx, key, state, [...earlier, ...current])
    const last = current.at(-1)
    if (earlier.length + current.length >= batch)
      await sql`
        update audit.sealer set target = ${target}::pg_snapshot, cursor_tx = ${last?.tx ?? state.cursor_tx}::xid8,
               cursor_id = ${last?.id ?? state.cursor_id}::uuid`.execute(tx)
    else await sql`update audit.sealer set done = ${target}::pg_snapshot, target = null, ${FROM_THE_START}`.execute(tx)
    return { sealed: earlier.length + current.length, head }
  })
}

/**
 * Begins a new epoch when the data came from another cluster or database (a restore): its transaction ids mean nothing here. Done as the
 * owner at each start, before anything else writes much; entries in flight are waited for.
 */
export async function recogniseCluster(db: Db): Promise<'same' | 'first' | 'restored'> {
  return asOwner(db, async (tx) => {
    await sql`lock table audit.sealer in share row exclusive mode`.execute(tx)
    const { rows } = await sql<{ before: string | null; now: string; epoch: number }>`
      select system_identifier as before, epoch,
             (select c.system_identifier || ':' || d.oid from pg_control_system() c, pg_database d
               where d.datname = current_database()) as now
        from audit.sealer`.execute(tx)
    const row = rows[0]
    if (row === undefined) throw new Error('audit.sealer has lost its row')
    if (row.before === row.now) return 'same'
    if (row.before === null) {
      await sql`update audit.sealer set system_identifier = ${row.now}`.execute(tx)
      return 'first'
    }
    await sql`lock table audit.entry in share row exclusive mode`.execute(tx)
    const epoch = row.epoch + 1
    await sql.raw(`alter table audit.entry alter column epoch set default ${Number(epoch)}`).execute(tx)
    await sql`
      update audit.sealer set epoch = ${epoch}, system_identifier = ${row.now}, earlier_done = false, done = '1:1:', target = null,
             noted = null, ${FROM_THE_START}`.execute(tx)
    return 'restored'
  })
}

/**
 * What is to be sealed: everything committed by now. Where a commit reaches several nodes (Citus) it is over here a moment before it is over
 * there; then it is everything that was committed when the round before looked.
 */
async function nextTarget(tx: Tx): Promise<string> {
  const { rows } = await sql<{ target: string }>`
    with before as materialized (select noted from audit.sealer), now as (
      update audit.sealer set noted = pg_current_snapshot() where current_setting('yiyang.one_role', true) = 'on' returning 1
    )
    select case when exists (select 1 from now) then coalesce(before.noted, '1:1:') else pg_current_snapshot() end::text as target
      from before`.execute(tx)
  if (rows[0] === undefined) throw new Error('audit.sealer has lost its row')
  return rows[0].target
}

async function readState(tx: Tx): Promise<State> {
  const { rows } = await sql<State>`
    select epoch, earlier_done, done::text, target::text, cursor_tx::text, cursor_id::text, last_seq, last_hash from audit.sealer`.execute(
    tx,
  )
  if (rows[0] === undefined) throw new Error('audit.sealer has lost its row')
  return rows[0]
}

async function entries(tx: Tx, where: ReturnType<typeof sql>, limit: number, wanted: boolean): Promise<Waiting[]> {
  if (!wanted || limit <= 0) return []
  const { rows } = await sql<Waiting>`
    select e.district, e.id::text, e.tx::text, ${sql.raw(CANONICAL)} as canonical
      from audit.entry e where ${where} order by e.epoch, e.tx, e.id limit ${limit}`.execute(tx)
  return rows
}

async function append(tx: Tx, key: Buffer, state: State, waiting: readonly Waiting[]): Promise<Head> {
  let seq = state.last_seq
  let hash = state.last_hash
  if (waiting.length === 0) return { seq, hash: hash.toString('hex') }
  const rows = waiting.map((entry) => {
    const own = entryHash(entry.canonical)
    hash = link(key, hash, ++seq, own)
    return [seq, entry.district, entry.id, own.toString('hex'), hash.toString('hex')] as const
  })
  await sql`
    insert into audit.seal (seq, district, entry_id, entry_hash, chain_hash)
    select seq, district, id, decode(own, 'hex'), decode(chain, 'hex')
      from unnest(${rows.map((row) => row[0])}::bigint[], ${rows.map((row) => row[1])}::text[],
                  ${rows.map((row) => row[2])}::uuid[], ${rows.map((row) => row[3])}::text[],
                  ${rows.map((row) => row[4])}::text[]) as r(seq, district, id, own, chain)`.execute(tx)
  await sql`update audit.sealer set last_seq = ${seq}, last_hash = ${hash}`.execute(tx)
  return { seq, hash: hash.toString('hex') }
}
