import type { Processes } from '../../engines/process/index.ts'
import type { Area } from '../../platform/http/index.ts'
import { casesRoutes } from './cases-routes.ts'
import { applicationRoutes } from './routes.ts'

/** `/api/applications`: applying at the counter, in the village, for somebody else. */
export const applications = (processes: Processes): Area => ({
  name: 'applications',
  routes: (platform) => applicationRoutes(platform, processes),
})

/** `/api/cases` (W05): the work list and the page of every kind of case. */
export const cases = (processes: Processes): Area => ({
  name: 'cases',
  routes: (platform) => casesRoutes(platform, processes),
})

export { type ApplyOrder, type ApplySurroundings, applyFor } from './apply.ts'
export { Intake } from './contract.ts'
export { evidenceOf } from './declare.ts'
export {
  type Delegation,
  delegationsTo,
  endDelegation,
  LONGEST_DELEGATION_DAYS,
  listDelegations,
  type NewDelegation,
  recordDelegation,
} from './delegations.ts'
export { type Draft, readDraft, removeDraft, saveDraft } from './drafts.ts'
export { readElder, readIntake } from './intake.ts'
export { applicationProcesses } from './processes.ts'
export { findByNumber, type Progress, rateCase, readProgress } from './progress.ts'
export { readApplication } from './read-application.ts'
export { applicable, findScheme, titleOf } from './schemes.ts'
export { handedIn, handInFile, keepHandedIn } from './take-evidence.ts'
export { caseWork } from './work.ts'
