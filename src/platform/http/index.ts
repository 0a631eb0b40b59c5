export { mountAccounts } from './accounts.ts'
export { areaApp, principalOf } from './area-app.ts'
export { mountHealth, type Readiness } from './health.ts'
export { type IdempotentCall, once } from './idempotency.ts'
export type { AppEnv, Area, AreaApp, Platform } from './platform.ts'
export {
  commonRefusals,
  type FieldFault,
  ok,
  orRefuse,
  problemOf,
  problemResponse,
  type Refusal,
  Refused,
  type Result,
  refuse,
} from './problem.ts'
export { serverApp } from './server-app.ts'
