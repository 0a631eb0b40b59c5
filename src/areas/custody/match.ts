import { sql } from 'kysely'
import { post } from '../../engines/ledger/index.ts'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { ledgerOf } from './accounts.ts'
import { refusals } from './refusals.ts'

/**
 * Says whose money a movement was that named no contract we know, or that left without approval. The ledger moves it from the waiting account
 * to the elder's claim, on the day of the decision; what would take more from a claim than it has is refused. Money that left without
 * approval is taken from an elder only by the district, and by two people: `done` is false while the second is waited for. As the system role.
 */
export async function matchMovement(
  tx: Tx,
  { account: by, oversees }: { readonly account: string; readonly oversees: boolean },
  key: { district: string; facility: string; id: string; today: Day },
  agreement: string,
): Promise<Result<{ done: boolean }>> {
  const { district, facility, id } = key
  const { rows } = await sql<Waiting>`
    select direction, amount_fen as fen, matched, serial, proposed_by as "proposedBy", proposed_agreement::text as proposed from custody.movement
     where district = ${district} and facility_id = ${facility}::uuid and id = ${id}::uuid for no key update`.execute(
    tx,
  )
  const [movement] = rows
  if (movement === undefined) return refuse(refusals.movementUnknown())
  if (movement.matched) return refuse(refusals.movementMatched())
  const owned = await sql<{ kind: string }>`
    select kind from custody.agreement
     where district = ${district} and facility_id = ${facility}::uuid and id = ${agreement}::uuid`.execute(tx)
  const [of] = owned.rows
  if (of === undefined) return refuse(refusals.agreementUnknown())
  if (movement.direction === 'out') {
    if (!oversees) return refuse(refusals.outByDistrict())
    if (movement.proposed !== agreement) return propose(tx, by, key, agreement)
    if (movement.proposedBy === by) return refuse(refusals.samePerson())
  }
  const amount = movement.direction === 'in' ? movement.fen : -movement.fen
  const posted = await post(tx, {
    district,
    key: `custody:match:${id}`,
    currency: 'fen',
    day: key.today,
    kind: 'custody',
    by,
    lines: [
      { owner: ledgerOf.unmatched(facility), amount: -amount, ref: movement.serial },
      { owner: ledgerOf.claim(agreement), amount, ref: movement.serial },
    ],
  })
  if (!posted.ok)
    return movement.direction === 'out' ? refuse(refusals.notEnough(await claimOf(tx, district, agreement))) : posted
  await sql`
    update custody.movement set agreement_id = ${agreement}, kind = ${of.kind}, matched = true, matched_by = ${by}, matched_at = clock_timestamp()
     where district = ${district} and id = ${id}::uuid`.execute(tx)
  await record(tx, {
    district,
    account: by,
    action: 'custody.match',
    object: 'custody.movement',
    objectId: id,
    after: { agreement },
  })
  return ok({ done: true })
}

type Waiting = {
  direction: 'in' | 'out'
  fen: number
  matched: boolean
  serial: string
  proposedBy: string | null
  proposed: string | null
}

/** The first person's word; another one of a second person takes its place and waits in turn. */
async function propose(
  tx: Tx,
  by: string,
  { district, id }: { district: string; id: string },
  agreement: string,
): Promise<Result<{ done: boolean }>> {
  await sql`
    update custody.movement set proposed_agreement = ${agreement}, proposed_by = ${by}
     where district = ${district} and id = ${id}::uuid`.execute(tx)
  await record(tx, {
    district,
    account: by,
    action: 'custody.match.propose',
    object: 'custody.movement',
    objectId: id,
    after: { agreement },
  })
  return ok({ done: false })
}

/** What an elder has under an agreement and is not asked for already, in fen. */
export async function claimOf(tx: Tx, district: string, agreement: string): Promise<number> {
  const { rows } = await sql<{ fen: number }>`
    select (ledger.balance(district, id) - ledger.held(district, id))::bigint as fen from ledger.account
     where district = ${district} and owner = ${ledgerOf.claim(agreement)} and currency = 'fen'`.execute(tx)
  return rows[0]?.fen ?? 0
}
