import { batchesOf, runMonth } from '../areas/benefits/index.ts'
import { treeOfDataset } from '../areas/divisions/index.ts'
import { readSettings, setDemonstrationValues } from '../areas/rules/index.ts'
import { addMonths, type Day, firstOfMonth, type Month } from '../platform/clock/day.ts'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT } from './demonstration.ts'

const CLOSED_MONTHS = 3
const MAKER = 'demo-maker'

/** Sets the open amounts of the demonstration district with two signatures, marked 示例; a second run changes nothing. */
export async function ensureDemonstrationSettings(platform: Platform): Promise<void> {
  const month = firstOfMonth(platform.today()) as string as Day
  const from = addMonths(month, -12)
  const signed = { division: DEMONSTRATION_DISTRICT, from, maker: MAKER, checker: 'demo-district', consentFrom: month }
  await asSystem(platform.db, (tx) => setDemonstrationValues(tx, signed))
}

/** Runs the last closed months and the current one, so that there is something to compare; a second run changes nothing. */
export async function ensureDemonstrationRuns(platform: Platform): Promise<void> {
  const tree = treeOfDataset()
  const settings = await asSystem(platform.db, (tx) => readSettings(tx))
  for (let back = CLOSED_MONTHS; back >= 0; back--) {
    const month = firstOfMonth(addMonths(firstOfMonth(platform.today()) as string as Day, -back)) as Month
    const batches = batchesOf(tree, DEMONSTRATION_DISTRICT, month)
    if (!batches.ok) throw new Error(batches.refusal.message)
    for (const batch of batches.value) {
      const made = await runMonth(platform.db, { batch, month, settings, account: MAKER })
      if (!made.ok) throw new Error(made.refusal.message)
    }
  }
}
