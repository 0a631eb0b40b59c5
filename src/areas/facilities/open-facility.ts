import { sql } from 'kysely'
import { type Day, day } from '../../platform/clock/day.ts'
import type { Scope, Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { type DivisionTree, districtOf } from '../divisions/index.ts'
import { bedFault, labelled } from './act-on-facility.ts'
import { checkAgainstRegister } from './check-values.ts'
import type { NewFacility } from './contract.ts'
import { refusals } from './refusals.ts'
import { registerFacility } from './register-facility.ts'

/** The place of a township or village key that is in force and lies in the scope. */
export function placeIn(tree: DivisionTree, scope: Scope, key: string, on: Day) {
  const division = tree.get(key)
  if (division === undefined || !tree.isWithin(key, key, on)) return undefined
  if (division.level !== 'township' && division.level !== 'village') return undefined
  const place = {
    district: districtOf(key),
    township: key.slice(0, 9),
    village: division.level === 'village' ? key : null,
  }
  const within =
    scope.districts.includes(place.district) ||
    scope.townships.includes(place.township) ||
    (place.village !== null && scope.villages.includes(place.village))
  return within ? place : undefined
}

/** Files a facility at the counter or from a sheet. As the system role; the caller may write there. */
export async function openFacility(
  tx: Tx,
  by: string,
  { today, tree, scope, example = false }: { today: Day; tree: DivisionTree; scope: Scope; example?: boolean },
  given: NewFacility,
): Promise<Result<{ id: string; number: string; district: string }>> {
  const place = placeIn(tree, scope, given.division, today)
  if (place === undefined) return refuse(refusals.placeUnknown())
  const values = await checkAgainstRegister(tx, given.attributes)
  if (!values.ok) return values
  if (given.from > today) return refuse(refusals.notYet())
  const fault = bedFault(
    given.kind,
    given.beds.map((each) => each.kind),
  )
  if (fault) return refuse(fault)
  // Two clerks with the same list: the second waits here and is told of the first one's record.
  await sql`select pg_advisory_xact_lock(7245, hashtext(${`${place.township} ${given.name}`}))`.execute(tx)
  const { rows } = await sql`
    select 1 from facilities.facility where district = ${place.district} and township = ${place.township} and name = ${given.name}`.execute(
    tx,
  )
  if (rows.length > 0) return refuse(refusals.nameTaken(given.name))
  const made = await registerFacility(tx, by, today, {
    ...place,
    kind: given.kind,
    name: given.name,
    point: given.point,
    from: day(given.from),
    attributes: values.value,
    beds: labelled(0, given.beds),
    source: given.source,
    example,
  })
  return ok({ ...made, district: place.district })
}
