import { fillDemonstrationDisclosures } from '../areas/finder/index.ts'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT as district } from './demonstration.ts'

/** What homes and government publish of the facilities. */
export const ensureDemonstrationDisclosures = (platform: Platform): Promise<void> =>
  asSystem(platform.db, (tx) =>
    fillDemonstrationDisclosures(tx, { district, today: platform.today(), by: 'demo-maker' }),
  )
