import { sql } from 'kysely'
import type { Platform, Readiness } from '../platform/http/index.ts'

/** Ready when the database answers. */
export function readinessOf(platform: Platform): Readiness {
  return async () => {
    try {
      await sql`select 1`.execute(platform.db)
      return { ready: true, reasons: [] }
    } catch {
      return { ready: false, reasons: ['the database does not answer'] }
    }
  }
}
