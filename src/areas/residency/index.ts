import type { Area } from '../../platform/http/index.ts'
import { residencyRoutes } from './routes.ts'

export { type BoardBed, bedBoard } from './beds.ts'
export { fillDemonstrationResidency } from './demonstration.ts'
export { findHome, type Home, mayActFor } from './home.ts'
export { type FreeBeds, freeBeds, type NearFree, nursingBedsNear, type Occupancy, occupancyOf } from './occupancy.ts'
export { operatorsAround } from './operators-around.ts'
export { type PublicPlace, publicQueue, readQueue } from './read-queue.ts'
export {
  type Contract,
  contractsOf,
  type Resident,
  type ResidentQuery,
  residentsOn,
} from './residents.ts'

export const residency: Area = { name: 'residency', routes: residencyRoutes }
