import { sql } from 'kysely'
import { asSystem, type Db, type Tx } from '../db/index.ts'
import { CANONICAL, entryHash, GENESIS, link } from './chain.ts'
import type { Head } from './seal.ts'

export type Fault = {
  /** changed: the entry differs from what was sealed; removed: it is gone; sealRemoved, sealChanged: the chain itself; reordered:
   *  two links changed places; cutOff: links at the end are gone; inserted: it stands before the sealer's place without a link */
  kind: 'changed' | 'removed' | 'sealRemoved' | 'sealChanged' | 'reordered' | 'cutOff' | 'inserted'
  seq?: number
  district?: string
  entry?: string
}

export type Verification = {
  ok: boolean
  sealed: number
  head: Head
  faults: Fault[]
  /** Faults found, also beyond those listed. */
  faultCount: number
  /** Committed entries that no link holds yet: within a second of the last write, or while the server is off. */
  unsealed: { count: number; oldest: string | null; entries: string[] }
}

type Row = {
  seq: number
  district: string
  entry_id: string
  entry_hash: Buffer
  chain_hash: Buffer
  canonical: string | null
}

const PAGE = 4000
const MOST_FAULTS = 100

/**
 * Walks the whole chain in pages and computes every hash again. Reads only; may run beside a server, which goes on sealing.
 * `noted` is a head seen earlier, by this folder or on paper: the chain must still contain it.
 */
export async function verifyAudit(db: Db, key: Buffer, noted?: Head): Promise<Verification> {
  return asSystem(db, async (tx) => {
    await sql`set transaction isolation level repeatable read read only`.execute(tx)
    const faults: Fault[] = []
    let faultCount = 0
    const blame = (fault: Fault) => {
      faultCount++
      if (faults.length < MOST_FAULTS) faults.push(fault)
    }
    // What the link before may have been: one in a sound chain, none known after a hole, several after a changed link.
    let before: Buffer[] = [GENESIS]
    let head: Buffer = GENESIS
    let seq = 0
    let notedSeen = noted === undefined || noted.seq === 0
    // The next page is on its way while this one is computed.
    let coming = readPage(tx, 0)
    for (;;) {
      const page = await coming
      const end = page.at(-1)
      if (page.length === PAGE && end !== undefined) {
        coming = readPage(tx, end.seq)
        coming.catch(() => {})
      }
      for (const row of page) {
        const at = { seq: row.seq, district: row.district, entry: row.entry_id }
        if (row.seq > seq + 1) {
          blame({ kind: 'sealRemoved', seq: seq + 1 })
          before = []
        }
        if (row.canonical === null) blame({ kind: 'removed', ...at })
        else if (!entryHash(row.canonical).equals(row.entry_hash)) blame({ kind: 'changed', ...at })
        const links = before.map((each) => link(key, each, row.seq, row.entry_hash))
        if (before.length === 0 || links.some((each) => each.equals(row.chain_hash))) before = [row.chain_hash]
        else {
          const proper = faultCount < MOST_FAULTS ? await properLink(tx, row, key, before) : undefined
          blame({ kind: proper === undefined ? 'sealChanged' : 'reordered', ...at })
          before = proper === undefined ? [row.chain_hash, ...links.slice(0, 2)] : [proper]
        }
        if (noted?.seq === row.seq) {
          notedSeen = true
          if (noted.hash !== row.chain_hash.toString('hex')) blame({ kind: 'sealChanged', ...at })
        }
        head = row.chain_hash
        seq = row.seq
      }
      if (page.length < PAGE) break
    }
    const state = await sql<{ last_seq: number }>`select last_seq from audit.sealer`.execute(tx)
    const expected = Math.max(state.rows[0]?.last_seq ?? 0, notedSeen ? 0 : (noted?.seq ?? 0))
    if (expected > seq) blame({ kind: 'cutOff', seq: seq + 1 })
    const { inserted, unsealed } = await looseEntries(tx)
    for (const row of inserted) blame({ kind: 'inserted', district: row.district, entry: row.id })
    return {
      ok: faultCount === 0,
      sealed: seq,
      head: { seq, hash: head.toString('hex') },
      faults,
      faultCount,
      unsealed,
    }
  })
}

async function readPage(tx: Tx, after: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select s.seq, s.district, s.entry_id::text, s.entry_hash, s.chain_hash,
           case when e.id is not null then ${sql.raw(CANONICAL)} end as canonical
      from (select * from audit.seal where seq > ${after} order by seq limit ${PAGE}) s
      left join audit.entry e on e.district = s.district and e.id = s.entry_id
     order by s.seq`.execute(tx)
  return rows
}

/** The link that stood here, when another entry of the chain fits this place: the two have changed places. */
async function properLink(tx: Tx, row: Row, key: Buffer, before: readonly Buffer[]): Promise<Buffer | undefined> {
  const { rows } = await sql<{ entry_hash: Buffer; chain_hash: Buffer }>`
    select entry_hash, chain_hash from audit.seal
     where seq <> ${row.seq} and seq between ${row.seq - 5000} and ${row.seq + 5000}`.execute(tx)
  for (const each of before)
    for (const other of rows) {
      const fitting = link(key, each, row.seq, other.entry_hash)
      if (fitting.equals(row.chain_hash) || fitting.equals(other.chain_hash)) return fitting
    }
  return undefined
}

type Loose = { inserted: { district: string; id: string }[]; unsealed: Verification['unsealed'] }

/**
 * Entries without a link. Those that the sealer is past are nobody's but an intruder's; the others wait. Entries are gathered before they
 * are compared, since on Citus they lie elsewhere than the links.
 */
async function looseEntries(tx: Tx): Promise<Loose> {
  const { rows } = await sql<{ inserted: Loose['inserted'] | null } & Loose['unsealed']>`
    with entry as materialized (select e.district, e.id, e.epoch, e.tx, e.at from audit.entry e),
    loose as materialized (
      select e.*, case when e.epoch = s.epoch
                       then pg_visible_in_snapshot(e.tx, s.done)
                         or (s.target is not null and pg_visible_in_snapshot(e.tx, s.target) and (e.tx, e.id) <= (s.cursor_tx, s.cursor_id))
                       else e.epoch > s.epoch or s.earlier_done end as passed
        from entry e cross join audit.sealer s
       where not exists (select 1 from audit.seal l where l.entry_id = e.id)
    )
    select count(*) filter (where not passed)::int as count, min(at) filter (where not passed)::text as oldest,
           coalesce((select jsonb_agg(id) from (select id from loose where not passed order by tx, id limit 20) first), '[]') as entries,
           (select jsonb_agg(jsonb_build_object('district', district, 'id', id))
              from (select district, id from loose where passed order by epoch, tx, id limit ${MOST_FAULTS}) strange) as inserted
      from loose`.execute(tx)
  const row = rows[0]
  const { count = 0, oldest = null, entries = [] } = row ?? {}
  return { inserted: row?.inserted ?? [], unsealed: { count, oldest, entries } }
}
