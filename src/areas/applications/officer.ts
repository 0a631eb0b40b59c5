import type { Actor, ActorAt, Deputy } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'

const WHOLE_CITY = '500000'

/**
 * How a signed-in officer stands to a case. A role counts where its grant lies: a clerk of one township is no clerk of another, though as a
 * village worker they may see a case there. Grants whose keys say nothing about the place (zones, districts that took others over) count
 * wherever row security shows the case at all.
 */
export const officerAt =
  (principal: Principal, deputies: readonly Deputy[], today: Day): ActorAt =>
  (of) => {
    const away = of.handler
    const stands = deputies.some(
      (each) => each.deputy === principal.account && each.account === away && each.from <= today && today < each.until,
    )
    const roles = rolesAt(principal, of)
    const actor: Actor = {
      account: principal.account,
      roles,
      relations: roles.includes('villageWorker') ? [{ as: 'helper' }] : [],
    }
    return stands && away !== null ? { ...actor, onBehalfOf: away } : actor
  }

function rolesAt({ grants }: Principal, place: { readonly township: string; readonly village: string | null }): Role[] {
  const at = place.village ?? place.township
  const here = grants.filter(
    ({ division }) => division === WHOLE_CITY || (division !== undefined && at.startsWith(division)),
  )
  return [...new Set((here.length > 0 ? here : grants).map((grant) => grant.role))]
}
