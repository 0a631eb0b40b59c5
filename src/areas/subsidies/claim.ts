import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { computeClaim } from './compute.ts'
import type { ClaimOrder, Computed } from './computed.ts'
import { refusals } from './refusals.ts'

export type ClaimKey = { readonly district: string; readonly id: string }

type Prepared = { readonly id: string; readonly number: string; readonly amountFen: number }

/**
 * Computes a claim and keeps it with every item and the cards of that moment. One open claim at a time for a place and subsidy. As the system role; the
 * caller has checked that the person may.
 */
export async function prepareClaim(
  tx: Tx,
  account: string,
  order: ClaimOrder,
  note: string,
): Promise<Result<Prepared>> {
  const { district, rule, place, from, to } = order
  // Two officers at once: the second waits here and then sees the first one's claim.
  await sql`select pg_advisory_xact_lock(7144, hashtext(${`${district} ${place?.id ?? ''} ${rule}`}))`.execute(tx)
  const open = await sql<{ number: string }>`
    select number from subsidies.claim where district = ${district} and rule = ${rule} and state in ('prepared', 'verified')
       and place_id is not distinct from ${place?.id ?? null}::uuid`.execute(tx)
  if (open.rows[0] !== undefined) return refuse(refusals.openClaim(open.rows[0].number))
  const computed = await computeClaim(tx, order)
  if (!computed.ok) return computed
  const id = newId()
  const { amountFen, items, cards, months } = computed.value
  const example = (place?.example ?? false) || cards.some((card) => card.example)
  const number = await nextNumber(tx, district, from.slice(0, 4))
  await sql`
    insert into subsidies.claim (district, id, number, rule, place_id, from_month, to_month, state, amount_fen, card, note, example, prepared_by)
    values (${district}, ${id}, ${number}, ${rule}, ${place?.id ?? null}::uuid, ${from}, ${to}, 'prepared', ${amountFen},
            ${JSON.stringify({ cards, months })}::jsonb, ${note}, ${example}, ${account})`.execute(tx)
  if (!(await insertItems(tx, district, id, items))) return refuse(refusals.paidBefore())
  await record(tx, {
    district,
    account,
    action: 'subsidy.prepare',
    object: 'subsidies.claim',
    objectId: id,
    after: { number, rule, amountFen },
  })
  return ok({ id, number, amountFen })
}

async function nextNumber(tx: Tx, district: string, year: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(7145, hashtext(${district}))`.execute(tx)
  const { rows } = await sql<{ next: number }>`
    select count(*)::int + 1 as next from subsidies.claim where district = ${district} and number like ${`B${year}-%`}`.execute(
    tx,
  )
  return `B${year}-${String(rows[0]?.next ?? 1).padStart(4, '0')}`
}

/** False when an item has been counted in another claim meanwhile; the caller's transaction is then given up. */
async function insertItems(tx: Tx, district: string, claim: string, items: Computed['items']): Promise<boolean> {
  const rows = items.map((item) => ({ ...item, subject_id: item.subjectId, amount_fen: item.amountFen }))
  const { rows: made } = await sql<{ made: number }>`
    with made as (
      insert into subsidies.item (district, claim_id, rule, subject, subject_id, month, counted, reason, amount_fen)
      select ${district}, ${claim}::uuid, rule, subject, subject_id, month, counted, reason, amount_fen
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as i(rule text, subject text, subject_id text, month date, counted boolean, reason text, amount_fen bigint)
      on conflict do nothing returning 1)
    select count(*)::int as made from made`.execute(tx)
  return made[0]?.made === items.length
}

type Standing = {
  readonly state: string
  readonly preparedBy: string
  readonly verifiedBy: string | null
  readonly amountFen: number
  readonly rule: string
}

async function lockClaim(tx: Tx, { district, id }: ClaimKey): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select state, prepared_by as "preparedBy", verified_by as "verifiedBy", amount_fen as "amountFen", rule
      from subsidies.claim where district = ${district} and id = ${id}::uuid for update`.execute(tx)
  return rows[0]
}

/** An officer has looked at the evidence, in the field by sample, and says what was found. */
export async function verifyClaim(
  tx: Tx,
  account: string,
  key: ClaimKey,
  checked: string,
): Promise<Result<{ done: boolean }>> {
  const claim = await lockClaim(tx, key)
  if (claim === undefined) return refuse(refusals.claimUnknown())
  if (claim.state !== 'prepared') return refuse(refusals.wrongState())
  await sql`
    update subsidies.claim set state = 'verified', verified_by = ${account}, verified_at = clock_timestamp(), checked = ${checked}
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
  await note(tx, account, key, 'subsidy.verify', { checked })
  return ok({ done: true })
}

export type InstalmentPlan = readonly { readonly dueWhen: string; readonly amountFen: number }[]

/** The second person approves and fixes the instalments; together they are the amount. A rent reduction moves no money of ours and has none. */
export async function approveClaim(
  tx: Tx,
  account: string,
  key: ClaimKey,
  plan: InstalmentPlan,
): Promise<Result<{ done: boolean }>> {
  const claim = await lockClaim(tx, key)
  if (claim === undefined) return refuse(refusals.claimUnknown())
  if (claim.state !== 'verified') return refuse(refusals.wrongState())
  if (claim.preparedBy === account || claim.verifiedBy === account) return refuse(refusals.samePerson())
  const paid = claim.rule === 'banan-childcare-rent-reduction' ? [] : plan
  const sum = paid.reduce((total, each) => total + each.amountFen, 0)
  if (claim.rule !== 'banan-childcare-rent-reduction' && sum !== claim.amountFen)
    return refuse(refusals.instalmentsDiffer())
  await sql`
    update subsidies.claim set state = 'approved', approved_by = ${account}, approved_at = clock_timestamp()
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
  await sql`
    insert into subsidies.instalment (district, claim_id, no, due_when, amount_fen)
    select ${key.district}, ${key.id}::uuid, ordinality, value ->> 'dueWhen', (value ->> 'amountFen')::bigint
      from jsonb_array_elements(${JSON.stringify(paid)}::jsonb) with ordinality`.execute(tx)
  await note(tx, account, key, 'subsidy.approve', { plan: paid })
  return ok({ done: true })
}

/** Sends a claim back with a reason; its items stand no longer, so that they can be claimed again. */
export async function returnClaim(
  tx: Tx,
  account: string,
  key: ClaimKey,
  reason: string,
): Promise<Result<{ done: boolean }>> {
  const claim = await lockClaim(tx, key)
  if (claim === undefined) return refuse(refusals.claimUnknown())
  if (claim.state !== 'prepared' && claim.state !== 'verified') return refuse(refusals.wrongState())
  await sql`
    update subsidies.item set standing = false where district = ${key.district} and claim_id = ${key.id}::uuid`.execute(
    tx,
  )
  await sql`
    update subsidies.claim set state = 'returned', reason = ${reason} where district = ${key.district} and id = ${key.id}::uuid`.execute(
    tx,
  )
  await note(tx, account, key, 'subsidy.return', { reason })
  return ok({ done: true })
}

const note = (
  tx: Tx,
  account: string,
  { district, id }: ClaimKey,
  action: string,
  after: Record<string, unknown>,
): Promise<void> => record(tx, { district, account, action, object: 'subsidies.claim', objectId: id, after })
