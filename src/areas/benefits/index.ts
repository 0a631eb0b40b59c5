import type { Area } from '../../platform/http/index.ts'
import { benefitsJobs } from './jobs.ts'
import { benefitsRoutes } from './routes.ts'

/** Entitlements of a month (W06) and the 依据卡 of one person. */
export const benefitsArea: Area = { name: 'benefits', routes: benefitsRoutes, jobs: benefitsJobs }

export { type Basis, basisOf, type Scheme } from './basis.ts'
export { cardOf, cardsUnder } from './card.ts'
export { type NewClaim, recordClaims } from './claims.ts'
export { type PersonColumns, readColumns } from './columns.ts'
export { SchemeCard } from './contract.ts'
export { cardsToday, type DecidedToday, decideToday } from './decide-today.ts'
export { withoutNestedLoops } from './evaluate.ts'
export {
  type ElderKey,
  explainPerson,
  explainUnder,
  findDistrict,
  type Line,
  linesOf,
  readPersonFacts,
  settleLines,
} from './explain.ts'
export { sayValue as sayFact } from './nearest-change.ts'
export { readBatch } from './read-batch.ts'
export { type RunResult, runMonth } from './run-month.ts'
export { closeMonth, findCovering, findRun, isReviewed, lockMonth, type Run, reopenMonth } from './runs.ts'
export { type Batch, batchesOf, dayThatCounts } from './scope.ts'
export { REASON_WORDS, SCHEME_WORDS, sayReason } from './words.ts'
export { benefitWork } from './work.ts'
