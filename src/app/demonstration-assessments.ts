import { fillDemonstrationAssessments } from '../areas/assessment/index.ts'
import { exampleCreditCode } from '../areas/facilities/index.ts'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT as district } from './demonstration.ts'
import { DEMONSTRATION_AGENCY } from './demonstration-accounts.ts'

/** Sheets behind the levels of the register, a drifting assessor, orders, disputes, a draw, results from elsewhere. All or nothing. */
export const ensureDemonstrationAssessments = (platform: Platform): Promise<void> =>
  asSystem(platform.db, (tx) =>
    fillDemonstrationAssessments(tx, {
      district,
      today: platform.today(),
      maker: 'demo-maker',
      reviewer: 'demo-district',
      agencies: [DEMONSTRATION_AGENCY, exampleCreditCode(district, 92)],
      pair: ['demo-assessor', 'demo-assessor2'],
    }),
  )
