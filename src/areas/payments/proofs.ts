import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { commonRefusals, ok, type Result, refuse } from '../../platform/http/index.ts'
import { type ElderKey, findPayee } from './accounts.ts'
import type { NewProof, Proof } from './contract.ts'
import { refusals } from './refusals.ts'

/**
 * Records that somebody saw or heard the person on a day, with what it rests on. Areas that see people (visits, assessments) call it in the
 * transaction of their own record. Refused for a day to come and for a person out of scope.
 */
export async function recordProofOfLife(
  tx: Tx,
  { account, today }: { account: string; today: Day },
  key: ElderKey,
  given: NewProof,
): Promise<Result<{ id: string }>> {
  if (given.seenOn > today) return refuse(refusals.proofAhead())
  const person = await findPayee(tx, key)
  if (person === undefined) return refuse(commonRefusals.notFound())
  const id = newId()
  await sql`
    insert into payments.proof_of_life (district, id, elder_id, township, village, kind, seen_on, evidence, recorded_by)
    values (${key.district}, ${id}::uuid, ${key.elder}::uuid, ${person.township}, ${person.village}, ${given.kind}, ${given.seenOn}::date,
            ${given.evidence}, ${account})`.execute(tx)
  await record(tx, {
    district: key.district,
    account,
    action: 'payments.proofOfLife',
    object: 'elder',
    objectId: key.elder,
    after: { kind: given.kind, seenOn: given.seenOn },
  })
  return ok({ id })
}

/** The newest evidence that a person lives, with its age on a day. */
export async function listProofs(tx: Tx, { district, elder }: ElderKey, today: Day): Promise<Proof[]> {
  const { rows } = await sql<Proof>`
    select id::text, kind, seen_on::text as "seenOn", evidence, recorded_by as "recordedBy", (${today}::date - seen_on)::int as "ageDays"
      from payments.proof_of_life where district = ${district} and elder_id = ${elder}::uuid order by seen_on desc, id desc limit 20`.execute(
    tx,
  )
  return rows
}
