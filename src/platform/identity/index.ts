export type { LibraryAnswer } from './calls.ts'
export { USERNAME } from './library.ts'
export { type ExpandScope, type Identity, openIdentity } from './open-identity.ts'
export { oneTimePassword } from './passwords.ts'
export {
  APPROVED_ROLES,
  CITIZEN_ROLES,
  type Grant,
  hasRole,
  type Identify,
  ORGANISATION_ROLES,
  type Principal,
  ROLES,
  type Role,
  type SecondFactorState,
  STAFF_ROLES,
} from './principal.ts'
export { type QrPath, qrPathOf } from './qr-path.ts'
export { findGuarded } from './sign-in-guard.ts'
export type { Standing } from './standing.ts'
