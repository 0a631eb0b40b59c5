export { mountAccounts } from './accounts.ts'
export { addressOf } from './address.ts'
export { anyoneSignedIn, areaApp, needGrantIn, principalOf } from './area-app.ts'
export { compressAnswers } from './compression.ts'
export { mountDocs } from './docs-page.ts'
export { mountHealth, type Readiness } from './health.ts'
export { type IdempotentCall, once } from './idempotency.ts'
export type { AppEnv, Area, AreaApp, Html, PlainPage, Platform } from './platform.ts'
export {
  commonRefusals,
  type FieldFault,
  ok,
  orRefuse,
  problemOf,
  type Refusal,
  Refused,
  type Result,
  refuse,
} from './problem.ts'
export { limitRequests } from './rate-limit.ts'
export { logRequests } from './request-log.ts'
export { serverApp } from './server-app.ts'
