import type { Area } from '../../platform/http/index.ts'
import { exportJobs, exportSweeps } from './export-job.ts'
import { duplicateHandlers, duplicateJobs } from './look-for-duplicates.ts'
import { routes } from './routes.ts'

export { RULE_COLUMNS } from './categories.ts'
export { searchDuplicates } from './duplicates.ts'
export { followResidence } from './follow-residence.ts'
export { type FactToKeep, keepFact } from './keep-fact.ts'
export { fixCutOff, lockElder, shareDistricts } from './locks.ts'
export { type NameKeys, nameKeys } from './names.ts'
export { holdsThen, type Moment, type PersonFactsRow, peopleThen, personFacts } from './person-facts.ts'
export { checkCharacter, type ResidentId, type ResidentIdFault, readResidentId } from './resident-id.ts'
export { type FactRow, type FactSet, type FactToSet, readFacts, setFacts } from './set-facts.ts'

export const elders: Area = {
  name: 'elders',
  routes,
  jobs: (platform) => [...duplicateJobs(platform), ...exportJobs(platform)],
  handlers: duplicateHandlers,
  sweeps: exportSweeps,
}
export { type Reach, reachOfDivision, reachOfScope } from './places.ts'
export { requestTransfer } from './transfer.ts'
export { FACT_KINDS, valueInWords } from './words.ts'
export { elderWork } from './work.ts'
