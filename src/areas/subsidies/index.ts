import type { Area } from '../../platform/http/index.ts'
import { subsidyRoutes } from './routes.ts'

/** Money for facilities (W11): construction, operation, childcare slots and rent, the pooled reward of township centres. */
export const subsidies: Area = { name: 'subsidies', routes: subsidyRoutes }
export { fillDemonstrationSubsidies } from './demonstration.ts'
export { operatorsAround } from './evidence.ts'
