import type { Principal, Role } from '../../platform/identity/index.ts'

/** Whether a person holds a post in this very place: seeing a neighbour's rows, or holding the post elsewhere, moves none of its money. */
export const hasPostAt = (
  who: Pick<Principal, 'grants'>,
  place: string | null | undefined,
  ...roles: readonly Role[]
): boolean => who.grants.some((grant) => roles.includes(grant.role) && grant.division === place)
