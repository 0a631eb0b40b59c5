import { fillDemonstrationCare } from '../areas/care/index.ts'
import { facilitiesRunBy } from '../areas/facilities/index.ts'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT as district } from './demonstration.ts'
import { DEMONSTRATION_OPERATOR } from './demonstration-accounts.ts'

/** A day of care in the homes of `demo-operator`, all or none. */
export const ensureDemonstrationCare = async (platform: Platform): Promise<void> => {
  const [today, now] = [platform.today(), platform.now()]
  const facilities = await facilitiesRunBy(platform.db, [DEMONSTRATION_OPERATOR], today)
  await asSystem(platform.db, (tx) =>
    fillDemonstrationCare(tx, { district, facilities, today, now, carer: 'demo-operator', nurse: 'demo-township' }),
  )
}
