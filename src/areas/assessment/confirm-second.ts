import { sql } from 'kysely'
import type { z } from 'zod'
import { record } from '../../platform/audit/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { SecondConfirmation } from './field-contract.ts'
import { holdPersonOf } from './hold-person.ts'
import { refusals } from './refusals.ts'

type Said = z.infer<typeof SecondConfirmation>

/**
 * The second assessor's word, in a session of their own: nobody signs for both. Who does not agree sends the order back to the pair; the sheet
 * stays as it was. Said again it changes nothing.
 */
export async function confirmSecond(
  tx: Tx,
  account: string,
  key: { district: string; id: string },
  said: Said,
): Promise<Result<{ id: string; state: 'confirmed' | 'again' }>> {
  await holdPersonOf(tx, 'assessment', key)
  const { rows } = await sql<{ state: string; first: string; second: string; order: string; said: boolean }>`
    select state, first_account as first, second_account as second, work_order_id::text as order, second is not null as said
      from assessment.assessment where district = ${key.district} and id = ${key.id}::uuid for update`.execute(tx)
  const sheet = rows[0]
  if (sheet === undefined || (sheet.second !== account && sheet.first !== account))
    return refuse(refusals.orderUnknown())
  if (sheet.second !== account) return refuse(refusals.samePerson())
  if (sheet.said) return ok({ id: key.id, state: 'again' })
  if (sheet.state !== 'awaitingSecond') return refuse(refusals.wrongState())
  await sql`
    update assessment.assessment set state = ${said.agrees ? 'submitted' : 'returned'}, second = ${JSON.stringify(said)}::jsonb,
           review_note = case when ${said.agrees} then review_note else ${said.note || '第二评估员不同意'} end
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
  if (!said.agrees)
    await sql`update assessment.work_order set state = 'assigned', changed_at = clock_timestamp()
               where district = ${key.district} and id = ${sheet.order}::uuid`.execute(tx)
  await record(tx, {
    district: key.district,
    account,
    action: said.agrees ? 'assessment.confirmSecond' : 'assessment.disagreeSecond',
    object: 'assessment',
    objectId: key.id,
    after: { differing: Object.keys(said.items ?? {}).length },
  })
  return ok({ id: key.id, state: 'confirmed' })
}
