export * from '../engines/rulebook/index.ts'
export {
  type Accepts,
  type Document,
  findDocument,
  findParameter,
  type ParameterRow,
  parameters,
  sayClause,
} from './catalogue.ts'
export { type CountyQuota, countyQuota, countyQuotaSource } from './county-quotas.ts'
export { type Exclusion, exclusions, type Overlap } from './exclusions.ts'
export { type FacilityStandard, facilityStandard } from './facility-standards.ts'
export { findInstrument, instruments } from './instruments/index.ts'
export { type Opening, type OpeningLine, openingOf } from './opening.ts'
export { placesByKey, readDivision } from './places.ts'
export { type Asked, type ResolvedParameter, resolveParameter, ruleContext } from './resolve.ts'
export { findRule, listRules, type RuleFilter, type RuleSummary, summaryOf } from './rule-list.ts'
export { noSettings, problemWithValue, type Setting, type Settings } from './settings.ts'
export { lastVerifiedOn, type Verification, type Verifications } from './verified.ts'
export { type Answers, type Benefit, type Receivable, whatCanIReceive } from './what-can-i-receive.ts'
