import { readSettings } from '../areas/rules/index.ts'
import { fillDemonstrationVisits } from '../areas/visits/index.ts'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT as district } from './demonstration.ts'
import { processes } from './processes.ts'

/** Two months of welfare visits in the district, one township from close by; all or nothing. */
export const ensureDemonstrationVisits = ({ db, keyring, today }: Platform): Promise<void> =>
  asSystem(db, async (tx) =>
    fillDemonstrationVisits(tx, {
      district,
      township: '500113103',
      helper: 'demo-village',
      today: today(),
      settings: await readSettings(tx),
      keyring,
      processes,
    }),
  )
