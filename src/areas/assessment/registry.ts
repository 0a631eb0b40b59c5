import { sql } from 'kysely'
import type { z } from 'zod'
import { record } from '../../platform/audit/index.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { refusals } from './refusals.ts'
import type { AddAgency, AddAssessor, AddConflict, SetStanding } from './registry-contract.ts'

/** Enters an agency in a district. As the system role. */
export async function addAgency(
  tx: Tx,
  account: string,
  given: z.infer<typeof AddAgency>,
): Promise<Result<{ id: string }>> {
  const id = newId()
  const { rows } = await sql<{ id: string }>`
    insert into assessment.agency (district, id, name, credit_code, organisation, qualification, recorded_by)
    values (${given.district}, ${id}, ${given.name}, ${given.creditCode}, ${given.organisation}, ${given.qualification}, ${account})
    on conflict (district, organisation) do nothing returning id`.execute(tx)
  if (rows[0] === undefined) return refuse(refusals.agencyTaken())
  await record(tx, {
    district: given.district,
    account,
    action: 'assessment.addAgency',
    object: 'assessmentAgency',
    objectId: id,
    after: { name: given.name, organisation: given.organisation },
  })
  return ok({ id })
}

/** Enters an assessor with the certificate; an account belongs to one assessor of a district. */
export async function addAssessor(
  tx: Tx,
  account: string,
  given: z.infer<typeof AddAssessor>,
): Promise<Result<{ id: string }>> {
  if (given.certifiedUntil <= given.certifiedFrom) return refuse(refusals.periodReversed())
  const { rows: agencies } = await sql<{ organisation: string }>`
    select organisation from assessment.agency where district = ${given.district} and id = ${given.agencyId}::uuid for share`.execute(
    tx,
  )
  const agency = agencies[0]
  if (agency === undefined) return refuse(refusals.agencyUnknown())
  const id = newId()
  const { rows } = await sql<{ id: string }>`
    insert into assessment.assessor (district, id, agency_id, account, name, background, employer_code, certificate_no, certified_from,
           certified_until, trained_on, organisation, recorded_by)
    values (${given.district}, ${id}, ${given.agencyId}::uuid, ${given.account ?? null}, ${given.name}, ${given.background},
            ${given.employerCode ?? null}, ${given.certificateNo}, ${given.certifiedFrom}::date, ${given.certifiedUntil}::date,
            ${given.trainedOn ?? null}::date, ${agency.organisation}, ${account})
    on conflict (district, account) where account is not null do nothing returning id`.execute(tx)
  if (rows[0] === undefined) return refuse(refusals.accountTaken())
  await record(tx, {
    district: given.district,
    account,
    action: 'assessment.addAssessor',
    object: 'assessor',
    objectId: id,
    after: { agency: given.agencyId, certificate: given.certificateNo, until: given.certifiedUntil },
  })
  return ok({ id })
}

/** Suspends, removes or takes back an agency or an assessor, with the reason. Orders in hand stay where they are until given to others. */
export async function setStanding(
  tx: Tx,
  account: string,
  given: z.infer<typeof SetStanding>,
): Promise<Result<{ id: string }>> {
  const table = given.kind === 'agency' ? 'assessment.agency' : 'assessment.assessor'
  const { rows } = await sql<{ id: string; before: string }>`
    with before as (select id, standing from ${sql.table(table)} where district = ${given.district} and id = ${given.id}::uuid for update)
    update ${sql.table(table)} t set standing = ${given.standing}, reason = ${given.reason}
      from before where t.district = ${given.district} and t.id = before.id
    returning t.id::text, before.standing as before`.execute(tx)
  const changed = rows[0]
  if (changed === undefined)
    return refuse(given.kind === 'agency' ? refusals.agencyUnknown() : refusals.assessorUnknown())
  await record(tx, {
    district: given.district,
    account,
    action: 'assessment.setStanding',
    object: given.kind === 'agency' ? 'assessmentAgency' : 'assessor',
    objectId: given.id,
    purpose: given.reason,
    before: { standing: changed.before },
    after: { standing: given.standing },
  })
  return ok({ id: given.id })
}

/** Notes that an assessor must not assess a person. */
export async function addConflict(
  tx: Tx,
  account: string,
  given: z.infer<typeof AddConflict>,
): Promise<Result<{ id: string }>> {
  const { rows } = await sql<{ id: string }>`
    insert into assessment.conflict (district, assessor_id, elder_id, kind, note, township, village, recorded_by)
    select e.district, s.id, e.id, ${given.kind}, ${given.note}, e.township, e.village, ${account}
      from elders.elder e join assessment.assessor s on s.district = e.district and s.id = ${given.assessorId}::uuid
     where e.district = ${given.district} and e.id = ${given.elderId}::uuid
    on conflict (district, assessor_id, elder_id) do update set kind = excluded.kind, note = excluded.note
    returning assessor_id::text as id`.execute(tx)
  if (rows[0] === undefined) return refuse(refusals.elderUnknown())
  await record(tx, {
    district: given.district,
    account,
    action: 'assessment.addConflict',
    object: 'assessor',
    objectId: given.assessorId,
    after: { elder: given.elderId, kind: given.kind },
  })
  return ok(rows[0])
}
