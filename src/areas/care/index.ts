import type { Area } from '../../platform/http/index.ts'
import { careRoutes } from './routes.ts'

/** Daily care in homes (O04): plans, tasks, medicines, night rounds, meals, incidents, hand-over. */
export const care: Area = { name: 'care', routes: careRoutes }
export { fillDemonstrationCare } from './demonstration.ts'
