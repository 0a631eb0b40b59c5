import { sql } from 'kysely'
import type { Platform, Readiness } from '../platform/http/index.ts'
import { missingSteps, type Step } from './demonstration.ts'

/** Ready when the database answers and, where a demonstration is wanted, every step of it is complete. */
export function readinessOf(platform: Platform, steps: readonly Step[]): Readiness {
  let complete = steps.length === 0
  return async () => {
    try {
      await sql`select 1`.execute(platform.db)
      if (complete) return { ready: true, reasons: [] }
      const missing = await missingSteps(platform, steps)
      complete = missing.length === 0
      return { ready: complete, reasons: missing.map((name) => `the demonstration is not complete: ${name}`) }
    } catch {
      return { ready: false, reasons: ['the database does not answer'] }
    }
  }
}
