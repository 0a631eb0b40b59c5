import { sql } from 'kysely'
import type { Tx } from '../db/index.ts'

/** Whether a second factor was shown in a session. */
export async function isProven(tx: Tx, session: string): Promise<boolean> {
  const { rows } = await sql`select 1 from session_proof where session_id = ${session}`.execute(tx)
  return rows.length > 0
}

/** Notes that a second factor was shown in a session; again changes nothing. */
export async function noteProof(tx: Tx, session: string): Promise<void> {
  await sql`insert into session_proof (session_id) values (${session}) on conflict do nothing`.execute(tx)
}
