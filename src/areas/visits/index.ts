import type { Processes } from '../../engines/process/index.ts'
import type { Area } from '../../platform/http/index.ts'
import { visitRoutes } from './routes.ts'

/** `/api/visits`: plans, records from the field, pairs, referrals (W17, F01–F03). */
export const visits = (processes: Processes): Area => ({
  name: 'visits',
  routes: (platform) => visitRoutes(platform, processes),
})

export { visitProcesses } from './processes.ts'
export { type RecordAround, recordVisit } from './record-visit.ts'
export { VisitRecord } from './contract.ts'
export { readMonth } from './read-month.ts'
export { takeFile } from './take-file.ts'
