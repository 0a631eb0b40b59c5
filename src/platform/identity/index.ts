export type { LibraryAnswer } from './calls.ts'
export { SHORTEST_PASSWORD, USERNAME } from './library.ts'
export { type ExpandScope, type Identity, openIdentity, type SecondFactorState } from './open-identity.ts'
export { oneTimePassword } from './passwords.ts'
export {
  APPROVED_ROLES,
  type Grant,
  hasRole,
  type Identify,
  ORGANISATION_ROLES,
  PERSON_ROLES,
  type Principal,
  ROLES,
  type Role,
  SECOND_FACTOR_ROLES,
} from './principal.ts'
export type { Standing } from './standing.ts'
