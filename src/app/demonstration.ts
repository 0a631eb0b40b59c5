import { sql } from 'kysely'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'

/** The demonstration district: 巴南区, whose own document the catalogue carries. */
export const DEMONSTRATION_DISTRICT = '500113'
export const DEMONSTRATION_SEED = 2026

/** One step of the demonstration; it leaves the same state however often it runs. */
export type Step = { name: string; words: string; run: (platform: Platform) => Promise<unknown> }

/** Runs the steps that this installation has not reached yet; each is recorded when it is complete. */
export async function prepareDemonstration(
  platform: Platform,
  steps: readonly Step[],
  say: (line: string) => void,
): Promise<void> {
  for (const step of steps) {
    if (await isReached(platform, step.name)) continue
    const began = performance.now()
    await step.run(platform)
    await asSystem(platform.db, (tx) =>
      sql`insert into platform.milestone (name) values (${`demonstration.${step.name}`}) on conflict do nothing`.execute(
        tx,
      ),
    )
    say(`${step.words} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  }
}

/** The names of the steps that are still missing; empty when the demonstration is complete. */
export async function missingSteps(platform: Platform, steps: readonly Step[]): Promise<string[]> {
  const { rows } = await asSystem(platform.db, (tx) =>
    sql<{ name: string }>`select name from platform.milestone where name like 'demonstration.%'`.execute(tx),
  )
  const reached = new Set(rows.map((row) => row.name))
  return steps.filter((step) => !reached.has(`demonstration.${step.name}`)).map((step) => step.name)
}

async function isReached(platform: Platform, name: string): Promise<boolean> {
  return !(await missingSteps(platform, [{ name, words: '', run: async () => {} }])).includes(name)
}
