import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { operatorsAround as operatorsOfHomes } from '../residency/index.ts'
import { operatorsAround } from '../subsidies/index.ts'
import type { Candidate, Situation } from './fit-pair.ts'
import { settingsOn } from './settings.ts'

/** An order as the choice of its pair needs it. */
export type OrderToAssign = {
  readonly district: string
  readonly id: string
  readonly elderId: string
  readonly aboutId: string | null
}

/** The assessors of a district (or of one agency) with what speaks for and against each, for one order. As the system role. */
export async function readCandidates(
  tx: Tx,
  order: OrderToAssign,
  on: Day,
  agencyId?: string,
): Promise<{ candidates: Candidate[]; situation: Situation }> {
  const { district, elderId, aboutId } = order
  const { rows } = await sql<Candidate>`
    select s.id::text, s.name, s.agency_id::text as "agencyId", g.name as agency, s.account, case when g.standing = 'active' then s.standing else g.standing end as standing,
           s.background, s.certified_from as "certifiedFrom", s.certified_until as "certifiedUntil",
           array_remove(array[g.credit_code, s.employer_code], null) as employers,
           array(select c.note from assessment.conflict c where c.district = s.district and c.assessor_id = s.id and c.elder_id = ${elderId}::uuid) as told,
           exists (select 1 from elders.contact k where k.district = s.district and k.elder_id = ${elderId}::uuid and k.ended_at is null
                      and k.name = s.name) as kin,
           exists (select 1 from assessment.assessment a where a.district = s.district and a.id = ${aboutId}::uuid
                      and s.id in (a.first_id, a.second_id)) as "madeBefore",
           (select count(*)::int from assessment.work_order o where o.district = s.district and o.state = 'assigned'
               and s.account in (o.first_account, o.second_account)) as load
      from assessment.assessor s join assessment.agency g on g.district = s.district and g.id = s.agency_id
     where s.district = ${district} and (${agencyId ?? null}::uuid is null or s.agency_id = ${agencyId ?? null}::uuid)
     order by s.name, s.id`.execute(tx)
  const settingOf = await settingsOn(tx, district, on)
  const needs = settingOf('assessment-pair-needs-clinical')
  return {
    candidates: rows,
    situation: {
      on,
      operators: [
        ...(await operatorsOfHomes(tx, district, elderId, on)),
        ...(await operatorsAround(tx, district, elderId, on)),
      ],
      needsClinical: typeof needs === 'boolean' ? needs : undefined,
    },
  }
}
