import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import type { Settings } from '../../policy/index.ts'
import { lockFacility } from '../facilities/index.ts'

/** A facility with beds for people, as residency needs it. */
export type Home = {
  readonly district: string
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly township: string
  readonly village: string | null
  /** Its waiting list follows the order of the public homes (cq-2017-162 二(九)). */
  readonly isPublic: boolean
  readonly example: boolean
}

/** Who acts, on which day, under which settings of the district. */
export type By = { readonly account: string; readonly today: Day; readonly settings: Settings }

/** Childcare, beds in families' own homes and clinics inside a home are no homes of their own. Over `facilities.facility f`. */
export const isHome = sql`f.kind not in ('nursery', 'familyNursery', 'nurseryGuidanceCentre', 'familyCareBeds', 'internalClinic')`

/** A home that the caller may see; undefined otherwise. */
export async function findHome(tx: Tx, district: string, id: string, on: Day): Promise<Home | undefined> {
  const { rows } = await sql<Home>`
    select f.district, f.id::text, f.name, f.kind, f.township, f.village, f.example,
           f.kind in ('publicHome', 'townshipHome', 'intensiveCareCentre')
             or coalesce(o.value #>> '{}' in ('public', 'publicPrivatelyRun'), false) as "isPublic"
      from facilities.facility f
      left join facilities.attribute o on o.district = f.district and o.facility_id = f.id and o.kind = 'ownership'
           and o.superseded_at is null and o.valid_from <= ${on}::date and (o.valid_to is null or o.valid_to > ${on}::date)
     where f.district = ${district} and f.id = ${id}::uuid
       and ${isHome}`.execute(tx)
  return rows[0]
}

/**
 * Whether somebody may act for a home: its own account, the office of its township, or the district. Seeing it is asked before
 * (`findHome` under the caller's scope); a city's eyes are no hand.
 */
export const mayActFor = (who: Principal, home: Home): boolean =>
  who.grants.some(
    ({ role, division }) =>
      (role === 'operator' && (who.scope.facilities ?? []).includes(home.id)) ||
      (role === 'townshipClerk' && division === home.township) ||
      (role === 'districtOfficer' && division === home.district),
  )

/**
 * Everything that gives or takes a bed of one home happens one after the other, changes of the beds themselves too: whoever comes second
 * sees what the first did and is told so in a sentence. The constraints of the tables hold beside it, whatever a writer forgets.
 */
export async function lockHome(tx: Tx, { district, id }: { district: string; id: string }): Promise<void> {
  await lockFacility(tx, { district, id })
}
