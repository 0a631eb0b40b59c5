import { sql } from 'kysely'
import { asOwner, type Db } from '../../platform/db/index.ts'

const WORTH_IT = 1000

/**
 * Tells the planner of many new persons at once, instead of waiting a minute for autovacuum: until then lists and runs are planned
 * for an empty register.
 */
export async function refreshStatistics(db: Db, written: number): Promise<void> {
  if (written < WORTH_IT) return
  await asOwner(db, async (tx) => {
    await sql`analyze elders.elder, elders.identity, elders.phone, elders.fact, imports.staged_row, imports.finding`.execute(
      tx,
    )
  })
}
