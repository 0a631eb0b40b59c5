import type { Area } from '../../platform/http/index.ts'
import { networkRoutes } from './routes.ts'

/** Networks, new estates, projects and contracts of facilities. */
export const networks: Area = { name: 'networks', routes: networkRoutes }
export { fillDemonstrationNetworks } from './demonstration.ts'
