import { createHmac, hash } from 'node:crypto'

/** Where the chain begins. */
export const GENESIS = Buffer.alloc(32)

/**
 * The canonical text of an entry, as an SQL expression over `audit.entry e`: every column, in a form that two different entries
 * never share. It is part of the statement and not of the database, which could otherwise be made to lie.
 */
export const CANONICAL = `jsonb_build_array(e.district, e.id, e.epoch, e.tx::text, (extract(epoch from e.at) * 1000000)::bigint,
  e.account, e.action, e.object, e.object_id, e.purpose, e.before, e.after, e.request_id)::text`

export const entryHash = (canonical: string): Buffer => hash('sha256', canonical, 'buffer')

/** A link: keyed, over the link before, the place in the chain and the entry. */
export const link = (key: Buffer, before: Buffer, seq: number, entry: Buffer): Buffer =>
  createHmac('sha256', key).update(before).update(String(seq)).update(entry).digest()
