import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Instrument } from '../../engines/instrument/index.ts'
import type { Tx } from '../../platform/db/index.ts'

/** Names exactly this text of a form: answers point at it, so that they keep the words that were read out. */
export const digestOf = (instrument: Instrument): string =>
  createHash('sha256').update(JSON.stringify(instrument)).digest('hex')

/** Keeps the text of a form, as the system role; the same text again changes nothing. */
export async function keepInstrument(tx: Tx, instrument: Instrument): Promise<string> {
  const digest = digestOf(instrument)
  await sql`
    insert into assessment.instrument (digest, id, version, content)
    values (${digest}, ${instrument.id}, ${instrument.version}, ${JSON.stringify(instrument)}::jsonb)
    on conflict (digest) do nothing`.execute(tx)
  return digest
}

/** A form as it was when somebody answered it; undefined for a text that this installation never gave out. */
export async function readInstrument(tx: Tx, digest: string): Promise<Instrument | undefined> {
  const { rows } = await sql<{ content: Instrument }>`
    select content from assessment.instrument where digest = ${digest}`.execute(tx)
  return rows[0]?.content
}
