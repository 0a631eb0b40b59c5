import { sql } from 'kysely'
import { openAccounts } from '../../engines/ledger/index.ts'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Settings } from '../../policy/index.ts'
import { lockFacility, readFacility } from '../facilities/index.ts'
import { ledgerOf } from './accounts.ts'
import type { Agree, EndAgreement } from './contract.ts'
import { capOf, limitsOn, parameterOf } from './limits.ts'
import { refusals } from './refusals.ts'
import { newPrepaymentsStopped } from './steps.ts'

type Asked = {
  readonly by: string
  readonly district: string
  readonly facility: string
  readonly today: Day
  readonly settings: Settings
  readonly example?: boolean
}

/**
 * Registers what an elder pays in advance under a contract. Refused above the cap of the kind of fee on the day of signing, where a cap is
 * unset, where the home's kind may not take the fee, and while prepayments are stopped. As the system role.
 */
export async function agree(tx: Tx, asked: Asked, of: Agree): Promise<Result<{ id: string }>> {
  const { district, facility, by } = asked
  if (of.signedOn > asked.today) return refuse(refusals.daysInvalid('签订日期在今天之后。'))
  if (of.endsOn !== undefined && of.endsOn < of.signedOn)
    return refuse(refusals.daysInvalid('到期日期在签订日期之前。'))
  const home = await lockFacility(tx, { district, id: facility })
  if (home === undefined) return refuse(refusals.facilityUnknown())
  if (await newPrepaymentsStopped(tx, district, facility)) return refuse(refusals.prepaymentStopped())
  const known = await sql`
    select 1 from elders.elder where district = ${of.elder.district} and id = ${of.elder.id}::uuid`.execute(tx)
  if (known.rows.length === 0) return refuse(refusals.elderUnknown())
  const signed = of.signedOn as Day
  const facts = await readFacility(tx, { district, id: facility }, signed)
  const ownership = facts?.attributes.ownership?.value
  const cap = capOf(
    of,
    typeof ownership === 'string' ? ownership : undefined,
    limitsOn(signed, district, asked.settings),
  )
  if (cap.allowed === 'unset') return refuse(refusals.limitUnset(parameterOf(cap.limit).name))
  if (!cap.allowed) {
    const { name } = parameterOf(cap.limit)
    return refuse(cap.barred ? refusals.barred(name) : refusals.overCap(name, cap.mostFen))
  }
  const id = newId()
  const made = await sql`
    insert into custody.agreement (district, id, facility_id, township, village, elder_id, contract, kind, agreed_fen, base_fen, signed_on, ends_on, example, recorded_by)
    values (${district}, ${id}, ${facility}, ${home.township}, ${home.village}, ${of.elder.id}, ${of.contract}, ${of.kind}, ${of.agreedFen},
            ${of.baseFen}, ${of.signedOn}, ${of.endsOn ?? null}, ${asked.example ?? false}, ${by})
    on conflict (district, facility_id, contract, kind) do nothing returning id`.execute(tx)
  if (made.rows.length === 0) return refuse(refusals.agreementExists())
  await openAccounts(tx, [{ district, owner: ledgerOf.claim(id), kind: 'custodyClaim', floor: 0 }], {
    currency: 'fen',
    by,
  })
  await record(tx, {
    district,
    account: by,
    action: 'custody.agree',
    object: 'custody.agreement',
    objectId: id,
    after: { facility, contract: of.contract, kind: of.kind, agreedFen: of.agreedFen },
  })
  return ok({ id })
}

/** Ends an agreement: from that day what is left of it is due back to the elder. As the system role. */
export async function endAgreement(
  tx: Tx,
  by: string,
  key: { district: string; facility: string; id: string; today: Day },
  of: EndAgreement,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<{ endedOn: string | null; signedOn: string }>`
    select ended_on as "endedOn", signed_on as "signedOn" from custody.agreement
     where district = ${key.district} and facility_id = ${key.facility}::uuid and id = ${key.id}::uuid for no key update`.execute(
    tx,
  )
  const [there] = rows
  if (there === undefined) return refuse(refusals.agreementUnknown())
  if (there.endedOn !== null) return refuse(refusals.agreementEnded())
  if (of.on < there.signedOn || of.on > key.today)
    return refuse(refusals.daysInvalid(`终止日期应在 ${there.signedOn} 至 ${key.today} 之间。`))
  await sql`
    update custody.agreement set ended_on = ${of.on}, ended_by = ${by}
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
  await record(tx, {
    district: key.district,
    account: by,
    action: 'custody.agreement.end',
    object: 'custody.agreement',
    objectId: key.id,
    after: of,
  })
  return ok({ done: true })
}

/**
 * Ends everything that was agreed in advance under contracts of a home, when the person has left or died: what is left is due back from that
 * day, and an overdue refund is found without anybody remembering to end each of them. As the system role.
 */
export async function endAgreementsOf(
  tx: Tx,
  by: string,
  of: { readonly district: string; readonly facility: string; readonly contracts: readonly string[]; readonly on: Day },
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update custody.agreement set ended_on = greatest(signed_on, ${of.on}::date), ended_by = ${by}
     where district = ${of.district} and facility_id = ${of.facility}::uuid and contract = any (${of.contracts}::text[]) and ended_on is null
    returning id::text`.execute(tx)
  for (const { id } of rows)
    await record(tx, {
      district: of.district,
      account: by,
      action: 'custody.agreement.end',
      object: 'custody.agreement',
      objectId: id,
      after: { on: of.on },
    })
}
