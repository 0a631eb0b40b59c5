import type { Processes } from '../../engines/process/index.ts'
import type { Area } from '../../platform/http/index.ts'
import { followHandlers, followSweeps } from './follow-persons.ts'
import { visitRoutes } from './routes.ts'

/** `/api/visits`: plans, records from the field, pairs, referrals (W17, F01–F03). */
export const visits = (processes: Processes): Area => ({
  name: 'visits',
  routes: (platform) => visitRoutes(platform, processes),
  handlers: followHandlers,
  sweeps: followSweeps,
})

export { VisitRecord } from './contract.ts'
export { fillDemonstrationVisits } from './demonstration.ts'
export { chooseFamilyParts, type FamilyPart, familyParts, type VisitsForFamily, visitsForFamily } from './family.ts'
export { visitProcesses } from './processes.ts'
export { readMonth } from './read-month.ts'
export { type RecordAround, recordVisit } from './record-visit.ts'
export { takeFile } from './take-file.ts'
export { visitWork } from './work.ts'
