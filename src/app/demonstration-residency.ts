import { fillDemonstrationResidency } from '../areas/residency/index.ts'
import { readSettings } from '../areas/rules/index.ts'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT as district } from './demonstration.ts'

/** Residents, waiting lists and daily reports of the demonstration's homes, all or none. */
export const ensureDemonstrationResidency = (platform: Platform): Promise<void> =>
  asSystem(platform.db, async (tx) =>
    fillDemonstrationResidency(tx, {
      district,
      today: platform.today(),
      settings: await readSettings(tx),
      maker: 'demo-maker',
    }),
  )
