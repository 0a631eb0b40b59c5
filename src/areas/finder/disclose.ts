import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { elevated, newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { findHome, mayActFor } from '../residency/index.ts'
import type { NewDisclosure } from './contract.ts'
import { refusals } from './refusals.ts'
import { DISCLOSURES, type DisclosureKind } from './words.ts'

/** Publishes a fact of a facility: its operator what operators answer for, the district everything. A later one of the same kind replaces the former. */
export async function disclose(
  tx: Tx,
  who: Principal,
  { facility, kind, says, on }: NewDisclosure,
  { today, requestId }: { readonly today: Day; readonly requestId: string },
): Promise<Result<true>> {
  if (!Object.hasOwn(DISCLOSURES, kind)) return refuse(refusals.kindUnknown())
  const declared = DISCLOSURES[kind as DisclosureKind]
  if (on > today) return refuse(refusals.dayAhead())
  const home = await findHome(tx, facility.district, facility.id, today)
  if (home === undefined || !mayActFor(who, home)) return refuse(refusals.unknown())
  const government = who.grants.some(
    ({ role, division }) => role === 'districtOfficer' && division === facility.district,
  )
  if (!government && declared.by === 'government') return refuse(refusals.notByOperator())
  await elevated(tx, async () => {
    if (!declared.many)
      await sql`
        update finder.disclosure set superseded_at = clock_timestamp()
         where district = ${home.district} and facility_id = ${home.id}::uuid and kind = ${kind} and superseded_at is null`.execute(
        tx,
      )
    await sql`
      insert into finder.disclosure (district, id, facility_id, township, village, kind, says, on_day, told_by, example, recorded_by)
      values (${home.district}, ${newId()}::uuid, ${home.id}::uuid, ${home.township}, ${home.village}, ${kind}, ${says},
        ${on}::date, ${government ? 'government' : 'operator'}, ${home.example}, ${who.account})`.execute(tx)
  })
  await record(tx, {
    district: home.district,
    account: who.account,
    action: 'finder.disclose',
    object: 'facility',
    objectId: home.id,
    after: { kind, says, on },
    requestId,
  })
  return ok(true)
}
