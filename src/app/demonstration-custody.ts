import { fillDemonstrationCustody } from '../areas/custody/index.ts'
import { contractsOf } from '../areas/residency/index.ts'
import { readSettings } from '../areas/rules/index.ts'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT as district } from './demonstration.ts'
import { DEMONSTRATION_BANK } from './demonstration-accounts.ts'

/** Prepayments of six homes with the bank's files of sixty days, all or none. */
export const ensureDemonstrationCustody = (platform: Platform): Promise<void> =>
  asSystem(platform.db, async (tx) =>
    fillDemonstrationCustody(tx, {
      district,
      contractsOf: (facility) => contractsOf(tx, district, facility, platform.today()),
      today: platform.today(),
      now: platform.now(),
      settings: await readSettings(tx),
      officer: 'demo-district',
      operator: 'demo-operator',
      bank: { account: 'demo-bank', code: DEMONSTRATION_BANK },
    }),
  )
