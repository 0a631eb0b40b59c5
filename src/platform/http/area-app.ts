import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Principal, Role } from '../identity/index.ts'
import { hasRole, STAFF_ROLES } from '../identity/index.ts'
import type { AppEnv, AreaApp } from './platform.ts'
import { commonRefusals, problemResponse, Refused } from './problem.ts'

/** An area's own router: what does not fit the contract is refused with field paths in Chinese. */
export function areaApp(): AreaApp {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result, c) => {
      if (result.success) return undefined
      const fields = result.error.issues.map((issue) => ({
        path: issue.path.join('.'),
        message: /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : '这一项的格式不对，请检查后重新填写。',
      }))
      return problemResponse(commonRefusals.invalid(fields), c.get('requestId'))
    },
  })
}

/**
 * The signed-in principal, with one of the roles where roles are named. Where none is named, any member of staff: whoever holds no grant
 * today (none yet, all over, a one-time code not yet changed) is nobody here.
 */
export function principalOf(c: Context<AppEnv>, ...roles: Role[]): Principal {
  const principal = c.get('principal')
  if (principal === undefined) throw new Refused(commonRefusals.notSignedIn())
  if (!hasRole(principal, ...(roles.length > 0 ? roles : STAFF_ROLES))) throw new Refused(commonRefusals.notAllowed())
  return principal
}

/** Whoever is signed in, staff or citizen: for what everybody may ask about themselves. */
export function anyoneSignedIn(c: Context<AppEnv>): Principal {
  const principal = c.get('principal')
  if (principal === undefined) throw new Refused(commonRefusals.notSignedIn())
  return principal
}

/** Ends the request unless one of the roles is held in this very district: a city's eyes are no hand of a district. */
export function needGrantIn(who: Principal, roles: readonly Role[], district: string): void {
  if (!who.grants.some((grant) => roles.includes(grant.role) && grant.division === district))
    throw new Refused(commonRefusals.notAllowed())
}
