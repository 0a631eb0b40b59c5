import { sql } from 'kysely'
import { hold, release } from '../../engines/ledger/index.ts'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { addWorkingDays } from '../../platform/clock/working-days.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Settings } from '../../policy/index.ts'
import { ledgerOf, lockAccount } from './accounts.ts'
import type { AskWithdrawal, DecideWithdrawal } from './contract.ts'
import { limitsOn, parameterOf } from './limits.ts'
import { claimOf } from './match.ts'
import { refusals } from './refusals.ts'
import { FEE_KINDS, type FeeKind } from './words.ts'

const holdOf = (id: string): string => `custody:withdrawal:${id}`
type Key = { readonly district: string; readonly facility: string; readonly id: string }

/**
 * A home asks to take money out. What belongs to an elder is held at once, so that two requests never promise the same fen; an emergency
 * may bring its evidence later, within the working days of cn-custody-2025-9. As the system role.
 */
export async function askWithdrawal(
  tx: Tx,
  asked: { by: string; district: string; facility: string; today: Day; settings: Settings },
  of: AskWithdrawal,
): Promise<Result<{ id: string }>> {
  const { by, district, facility, today } = asked
  const account = await lockAccount(tx, district, facility)
  if (account === undefined) return refuse(refusals.accountMissing())
  const ownMoney = of.kind !== 'facility' && of.kind !== 'ownService'
  if (ownMoney !== (of.agreement !== undefined)) return refuse(refusals.agreementNeeded())
  if (of.evidence === undefined && of.kind !== 'emergencyMedical') return refuse(refusals.evidenceNeeded())
  const id = newId()
  if (of.agreement !== undefined) {
    const fits = await fitsAgreement(tx, { district, facility, id: of.agreement }, of.kind)
    if (!fits.ok) return fits
    const held = await hold(tx, {
      district,
      owner: ledgerOf.claim(of.agreement),
      currency: 'fen',
      key: holdOf(id),
      amount: of.amountFen,
      purpose: 'custody.withdrawal',
      by,
    })
    if (!held.ok) return refuse(refusals.notEnough(await claimOf(tx, district, of.agreement)))
  }
  const due = of.evidence === undefined ? evidenceDue(today, district, asked.settings) : ok(null)
  if (!due.ok) return due
  await sql`
    insert into custody.withdrawal (district, id, facility_id, township, village, account_id, kind, agreement_id, amount_fen, purpose, evidence, evidence_due, asked_by)
    values (${district}, ${id}, ${facility}, ${account.township}, ${account.village}, ${account.id}, ${of.kind}, ${of.agreement ?? null},
            ${of.amountFen}, ${of.purpose}, ${of.evidence ?? null}, ${due.value}, ${by})`.execute(tx)
  await record(tx, {
    district,
    account: by,
    action: 'custody.withdrawal.ask',
    object: 'custody.withdrawal',
    objectId: id,
    after: { kind: of.kind, amountFen: of.amountFen },
  })
  return ok({ id })
}

/** An ended contract's money goes back to the elder and nowhere else. */
async function fitsAgreement(tx: Tx, key: Key, kind: string): Promise<Result<true>> {
  const { rows } = await sql<{ kind: FeeKind; endedOn: string | null }>`
    select kind, ended_on as "endedOn" from custody.agreement
     where district = ${key.district} and facility_id = ${key.facility}::uuid and id = ${key.id}::uuid`.execute(tx)
  const [there] = rows
  if (there === undefined) return refuse(refusals.agreementUnknown())
  return there.endedOn !== null && kind !== 'refund' ? refuse(refusals.stillUsed(FEE_KINDS[there.kind])) : ok(true)
}

function evidenceDue(today: Day, district: string, settings: Settings): Result<Day> {
  const days = limitsOn(today, district, settings).evidenceDays
  const due = days === null ? undefined : addWorkingDays(today, days)
  return due?.known ? ok(due.value) : refuse(refusals.limitUnset(parameterOf('evidenceDays').name))
}

/** The bank's answer to a request. What it refuses is free again for the elder. As the system role; the caller has checked that it is this bank's. */
export async function decideWithdrawal(
  tx: Tx,
  by: string,
  key: Key,
  of: DecideWithdrawal,
): Promise<Result<{ done: boolean }>> {
  const moved = await moveAsked(tx, key, of.approve ? 'approved' : 'refused', { by, reason: of.reason ?? null })
  if (!moved.ok) return moved
  if (!of.approve && moved.value.ofElder) await release(tx, { district: key.district, key: holdOf(key.id), by })
  await record(tx, {
    district: key.district,
    account: by,
    action: `custody.withdrawal.${of.approve ? 'approve' : 'refuse'}`,
    object: 'custody.withdrawal',
    objectId: key.id,
    after: of,
  })
  return ok({ done: true })
}

async function moveAsked(
  tx: Tx,
  key: Key,
  to: 'approved' | 'refused',
  { by, reason }: { by: string; reason: string | null },
): Promise<Result<{ ofElder: boolean }>> {
  const { rows } = await sql<{ state: string; askedBy: string; ofElder: boolean }>`
    select state, asked_by as "askedBy", agreement_id is not null as "ofElder" from custody.withdrawal
     where district = ${key.district} and facility_id = ${key.facility}::uuid and id = ${key.id}::uuid for no key update`.execute(
    tx,
  )
  const [there] = rows
  if (there === undefined) return refuse(refusals.withdrawalUnknown())
  if (there.state !== 'asked') return refuse(refusals.withdrawalMoved())
  if (there.askedBy === by) return refuse(refusals.samePerson())
  await sql`
    update custody.withdrawal set state = ${to}, decided_by = ${by}, decided_at = clock_timestamp(), reason = ${reason}
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
  return ok({ ofElder: there.ofElder })
}

/**
 * The home takes a request back that the bank has not paid, or paid by another sum: what it held is free again for the elder. Money that
 * leaves all the same then waits for a person. As the system role.
 */
export async function withdrawRequest(tx: Tx, by: string, key: Key): Promise<Result<{ done: boolean }>> {
  // Behind a file that is being booked, which may just be paying it.
  await lockAccount(tx, key.district, key.facility)
  const { rows } = await sql<{ ofElder: boolean }>`
    update custody.withdrawal set state = 'withdrawn'
     where district = ${key.district} and facility_id = ${key.facility}::uuid and id = ${key.id}::uuid and state in ('asked', 'approved')
    returning agreement_id is not null as "ofElder"`.execute(tx)
  const [moved] = rows
  if (moved === undefined) return refuse(refusals.withdrawalMoved())
  if (moved.ofElder) await release(tx, { district: key.district, key: holdOf(key.id), by })
  await record(tx, {
    district: key.district,
    account: by,
    action: 'custody.withdrawal.withdraw',
    object: 'custody.withdrawal',
    objectId: key.id,
  })
  return ok({ done: true })
}

/** Brings the evidence of an emergency afterwards. As the system role. */
export async function bringEvidence(
  tx: Tx,
  by: string,
  key: Key,
  evidence: string,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<{ id: string }>`
    update custody.withdrawal set evidence = ${evidence}
     where district = ${key.district} and facility_id = ${key.facility}::uuid and id = ${key.id}::uuid and evidence is null returning id`.execute(
    tx,
  )
  if (rows.length === 0) return refuse(refusals.withdrawalMoved())
  await record(tx, {
    district: key.district,
    account: by,
    action: 'custody.withdrawal.evidence',
    object: 'custody.withdrawal',
    objectId: key.id,
    after: { evidence },
  })
  return ok({ done: true })
}
