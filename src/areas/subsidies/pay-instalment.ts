import { sql } from 'kysely'
import { openAccounts, post } from '../../engines/ledger/index.ts'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { drawForBatch, reserveForBatch } from '../funds/index.ts'
import type { ClaimKey } from './claim.ts'
import { placeFactsOn } from './evidence.ts'
import { refusals } from './refusals.ts'

type Due = {
  readonly amountFen: number
  readonly releasedBy: string | null
  readonly paidBy: string | null
  readonly place: string | null
  readonly number: string
}

async function lockInstalment(tx: Tx, { district, id }: ClaimKey, no: number): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select i.amount_fen as "amountFen", i.released_by as "releasedBy", i.paid_by as "paidBy", c.place_id as place, c.number
      from subsidies.instalment i join subsidies.claim c on c.district = i.district and c.id = i.claim_id
     where i.district = ${district} and i.claim_id = ${id}::uuid and i.no = ${no} for update of i`.execute(tx)
  return rows[0]
}

/** Confirms with evidence that an instalment is due: the first of the two persons on its payment. */
export async function releaseInstalment(
  tx: Tx,
  account: string,
  key: ClaimKey,
  no: number,
  evidence: string,
): Promise<Result<{ done: boolean }>> {
  const due = await lockInstalment(tx, key, no)
  if (due === undefined) return refuse(refusals.instalmentUnknown())
  if (due.releasedBy !== null) return refuse(refusals.alreadyDone())
  await sql`
    update subsidies.instalment set released_by = ${account}, evidence = ${evidence}
     where district = ${key.district} and claim_id = ${key.id}::uuid and no = ${no}`.execute(tx)
  await record(tx, {
    district: key.district,
    account,
    action: 'subsidy.release',
    object: 'subsidies.claim',
    objectId: key.id,
    after: { no, evidence },
  })
  return ok({ done: true })
}

/**
 * Pays an instalment, as the second person: each rule's part from its own budgets, reserved and drawn in the same transaction, so that it stops before an
 * overdraft, and posted to the account of the place (of the district for a pool). Not while a serious-dishonesty mark is active. A refusal
 * may leave a part reserved: the caller gives up its transaction.
 */
export async function payInstalment(
  tx: Tx,
  account: string,
  key: ClaimKey,
  no: number,
  day: Day,
): Promise<Result<{ done: boolean }>> {
  const { district, id } = key
  const due = await lockInstalment(tx, key, no)
  if (due === undefined) return refuse(refusals.instalmentUnknown())
  if (due.paidBy !== null) return refuse(refusals.alreadyDone())
  if (due.releasedBy === null) return refuse(refusals.evidenceFirst())
  if (due.releasedBy === account) return refuse(refusals.payerIsConfirmer())
  if (due.place !== null) {
    const facts = await placeFactsOn(tx, { district, id: due.place }, day)
    if (facts.some((fact) => fact.name === 'seriousDishonesty' && fact.value === true))
      return refuse(refusals.dishonest())
  }
  const to = due.place === null ? `pool:${district}` : `place:${due.place}`
  await openAccounts(tx, [{ district, owner: to, kind: 'subsidy.received', floor: null }], {
    currency: 'fen',
    by: account,
  })
  for (const part of await partsOf(tx, key, no)) {
    const batch = { district, key: `claim:${id}:${no}:${part.rule}`, by: account }
    const reserved = await reserveForBatch(tx, { ...batch, purpose: part.rule, day, amountFen: part.amountFen })
    if (!reserved.ok) return reserved
    const drawn = await drawForBatch(tx, { ...batch, day, memo: due.number })
    if (!drawn.ok) return drawn
    const posted = await post(tx, {
      district,
      key: `pay:${batch.key}`,
      currency: 'fen',
      day,
      kind: 'subsidy.pay',
      memo: due.number,
      by: account,
      lines: [
        { owner: drawn.value.owner, amount: -part.amountFen, ref: id },
        { owner: to, amount: part.amountFen, ref: id },
      ],
    })
    if (!posted.ok) return posted
  }
  await sql`
    update subsidies.instalment set paid_by = ${account}, paid_on = ${day}
     where district = ${district} and claim_id = ${id}::uuid and no = ${no}`.execute(tx)
  await record(tx, {
    district,
    account,
    action: 'subsidy.pay',
    object: 'subsidies.claim',
    objectId: id,
    after: { no, amountFen: due.amountFen },
  })
  return ok({ done: true })
}

/**
 * What each rule pays of an instalment: the claim's sums by rule, cut at the instalment's place in the whole, so that all instalments together pay
 * each rule's sum to the fen.
 */
async function partsOf(tx: Tx, { district, id }: ClaimKey, no: number): Promise<{ rule: string; amountFen: number }[]> {
  const { rows } = await sql<{ rule: string; amountFen: number }>`
    with rule as (
      select rule, sum(amount_fen)::numeric as amount from subsidies.item where district = ${district} and claim_id = ${id}::uuid and counted group by 1),
    span as (
      select rule, amount, sum(amount) over (order by rule) - amount as began from rule),
    cut as (
      select coalesce(sum(amount_fen) filter (where no < ${no}), 0)::numeric as low, coalesce(sum(amount_fen) filter (where no <= ${no}), 0)::numeric as high,
             sum(amount_fen)::numeric as whole
        from subsidies.instalment where district = ${district} and claim_id = ${id}::uuid)
    select rule, (floor((began + amount) * high / whole) - floor(began * high / whole)
                - floor((began + amount) * low / whole) + floor(began * low / whole))::bigint as "amountFen"
      from span cross join cut order by rule`.execute(tx)
  return rows.filter((row) => row.amountFen > 0)
}
