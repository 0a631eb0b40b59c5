import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { elevated, newId, type Tx } from '../../platform/db/index.ts'
import { orRefuse } from '../../platform/http/index.ts'
import * as visits from '../visits/index.ts'
import type { FamilyPart } from './contract.ts'

type Place = {
  readonly district: string
  readonly id: string
  readonly township: string
  readonly village: string | null
}

/** Parts of the visits are kept by that area, which reads by them. */
const OF_VISITS: readonly string[] = ['visits', 'condition', 'needs'] satisfies FamilyPart[]
const isOfVisits = (part: FamilyPart): part is visits.FamilyPart => OF_VISITS.includes(part)
/** As long as the elder has said nothing: what a delegation is for. */
const WITHOUT_A_WORD: readonly FamilyPart[] = ['benefits', 'cases', 'readers']

/** What an elder lets the family see. In the caller's scope, or as the system role after the tie was checked. */
export async function familyParts(
  tx: Tx,
  { district, id }: { readonly district: string; readonly id: string },
): Promise<readonly FamilyPart[]> {
  const { rows } = await sql<{ parts: FamilyPart[] }>`
    select parts from portal.family_choice where district = ${district} and elder_id = ${id}::uuid and superseded_at is null
     order by recorded_at desc limit 1`.execute(tx)
  const ofVisits = await elevated(tx, () => visits.familyParts(tx, { district, id }))
  return [...ofVisits, ...(rows[0]?.parts ?? WITHOUT_A_WORD)]
}

/** Keeps what the elder has chosen, with how they said it; the choice before stays on record. */
export async function chooseFamilyParts(
  tx: Tx,
  { district, id, township, village }: Place,
  {
    parts,
    how,
  }: { readonly parts: readonly FamilyPart[]; readonly how: 'self' | 'present' | 'signed' | 'voice' | 'message' },
  by: { readonly account: string; readonly requestId: string },
): Promise<void> {
  await sql`
    update portal.family_choice set superseded_at = clock_timestamp()
     where district = ${district} and elder_id = ${id}::uuid and superseded_at is null`.execute(tx)
  await sql`
    insert into portal.family_choice (district, id, elder_id, township, village, parts, agreed_how, recorded_by)
    values (${district}, ${newId()}::uuid, ${id}::uuid, ${township}, ${village}, ${parts.filter((part) => !isOfVisits(part))}::text[], ${how}, ${by.account})`.execute(
    tx,
  )
  const choice = { parts: parts.filter(isOfVisits), how, account: by.account }
  orRefuse(await elevated(tx, () => visits.chooseFamilyParts(tx, { district, id }, choice)))
  await record(tx, {
    district,
    account: by.account,
    action: 'portal.familyChoice',
    object: 'elder',
    objectId: id,
    after: { parts, how },
    requestId: by.requestId,
  })
}
