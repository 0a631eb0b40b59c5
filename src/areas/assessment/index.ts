import { type Area, areaApp, type Platform } from '../../platform/http/index.ts'
import { fieldRoutes } from './field-routes.ts'
import { listRoutes } from './list-routes.ts'
import { orderRoutes } from './order-routes.ts'
import { recognitionRoutes } from './recognition-routes.ts'
import { registryRoutes } from './registry-routes.ts'

export { fillDemonstrationAssessments } from './demonstration.ts'
export { type LevelThen, levelOn } from './settle-level.ts'

/** Ability assessments (W16, F04): orders, sheets, dated results, recognition, the registry of assessors. */
export const assessments: Area = {
  name: 'assessments',
  routes: (platform: Platform) => {
    const app = areaApp()
    fieldRoutes(platform, app)
    listRoutes(platform, app)
    orderRoutes(platform, app)
    registryRoutes(platform, app)
    recognitionRoutes(platform, app)
    return app
  },
}
// For the journal of the field app, which carries the same records in its own transaction (`src/app/field-assessments.ts`).
export { confirmSecond } from './confirm-second.ts'
export { AssessmentRecord, SecondConfirmation } from './field-contract.ts'
export { readFieldOrders } from './field-orders.ts'
export { keepFile as keepAssessmentFile } from './keep-file.ts'
export { keepRecord as keepAssessment } from './record-assessment.ts'
