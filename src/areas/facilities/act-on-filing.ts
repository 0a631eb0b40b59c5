import { sql } from 'kysely'
import { type ActorAt, act, addEvidence, type Processes } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type IssueParts, issuePaper } from '../../platform/documents/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { ActOnFiling } from './filing-contract.ts'
import { filingRefusals } from './filing-refusals.ts'
import { FILING_KINDS, type FilingKind, MATERIALS } from './filing-words.ts'

type Around = {
  readonly processes: Processes
  readonly actorAt: ActorAt
  readonly account: string
  readonly today: Day
  readonly parts: IssueParts
  readonly officeOf: (township: string) => string
  readonly requestId?: string
}
type Key = { readonly district: string; readonly id: string }
type Done = Result<{ done: boolean }>

/** One move in a filing; a receipt is printed in the same transaction. As the system role; the caller has seen the filing in scope. */
export async function actOnFiling(tx: Tx, key: Key, order: ActOnFiling, around: Around): Promise<Done> {
  for (const material of order.supplied ?? []) {
    const added = await addEvidence(
      tx,
      key,
      { name: material, standing: 'given', source: MATERIALS[material] },
      `收到${MATERIALS[material]}`,
      { account: around.account, party: 'districtOfficer', today: around.today },
    )
    if (!added.ok) return added
  }
  const moved = await act(
    tx,
    key,
    {
      move: order.move,
      ...(order.reason && { reason: order.reason }),
      ...(order.missing && { missing: order.missing.map((name) => ({ name })) }),
    },
    around,
    // What was handed in just now has changed the case since the page was read.
    (order.supplied ?? []).length > 0 ? undefined : order.revision,
  )
  if (!moved.ok) return moved
  if (order.move === 'receipt') await printReceipt(tx, key, around)
  return ok({ done: true })
}

type Printed = {
  number: string
  kind: FilingKind
  name: string
  operator: string
  township: string
  village: string | null
  submittedOn: Day
  example: boolean
  open: number
}

/** 备案回执: what was filed, by whom, and which departments still look. */
async function printReceipt(tx: Tx, key: Key, around: Around): Promise<void> {
  const { rows } = await sql<Printed>`
    select f.number, f.kind, f.name, o.name as operator, f.township, f.village, f.example,
           (f.submitted_at at time zone 'Asia/Shanghai')::date as "submittedOn",
           (select count(*)::int from facilities.filing_check k where k.district = f.district and k.filing_id = f.id and k.outcome is null) as open
      from facilities.filing f join facilities.organisation o on o.credit_code = f.operator
     where f.district = ${key.district} and f.id = ${key.id}::uuid`.execute(tx)
  const filing = rows[0]
  if (filing === undefined) return
  const issued = await issuePaper(tx, around.parts, {
    kind: 'receipt',
    district: key.district,
    subject: {
      object: 'facilities.filing',
      objectId: key.id,
      href: `/w/filings/${key.district}/${key.id}`,
      township: filing.township,
      ...(filing.village && { village: filing.village }),
    },
    data: {
      office: around.officeOf(filing.township),
      example: filing.example,
      caseNumber: filing.number,
      matter: `${filing.name} · ${FILING_KINDS[filing.kind]}`,
      applicant: filing.operator,
      receivedOn: filing.submittedOn,
      handedIn: Object.values(MATERIALS),
      next: [
        { what: '已备案，设施列入本区养老设施台账并公开' },
        ...(filing.open > 0 ? [{ what: `${filing.open} 个部门继续核查，结果会告知` }] : []),
        { what: '备案不免除消防、建筑、食品、医疗等安全责任，仍须符合现行标准' },
      ],
    },
    account: around.account,
    ...(around.requestId && { requestId: around.requestId }),
  })
  await sql`
    update facilities.filing set receipt = ${issued.href} where district = ${key.district} and id = ${key.id}::uuid`.execute(
    tx,
  )
}

/** A department's answer; when the last one finds nothing, the filing is closed by itself. As the system role. */
export async function answerCheck(
  tx: Tx,
  key: Key,
  answer: { outcome: 'clear' | 'problem'; words: string },
  around: Around,
): Promise<Done> {
  const { rows } = await sql<{ filing: string }>`
    select filing_id::text as filing from facilities.filing_check where district = ${key.district} and id = ${key.id}::uuid for update`.execute(
    tx,
  )
  const filing = rows[0]?.filing
  if (filing === undefined) return refuse(filingRefusals.checkUnknown())
  const moved = await act(tx, key, { move: answer.outcome, reason: answer.words }, around)
  if (!moved.ok) return moved
  await sql`
    update facilities.filing_check set outcome = ${answer.outcome}, words = ${answer.words}, answered_on = ${around.today}::date,
           answered_by = ${around.account}
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
  await closeWhenClear(tx, { district: key.district, id: filing }, around)
  return ok({ done: true })
}

async function closeWhenClear(tx: Tx, filing: Key, around: Around): Promise<void> {
  // The last two answers at once: the second waits here and sees the first.
  const { rows } = await sql<{ state: string }>`
    select state from facilities.filing where district = ${filing.district} and id = ${filing.id}::uuid for update`.execute(
    tx,
  )
  const open = await sql`
    select 1 from facilities.filing_check where district = ${filing.district} and filing_id = ${filing.id}::uuid
       and outcome is distinct from 'clear' limit 1`.execute(tx)
  if (rows[0]?.state !== 'filed' || open.rows.length > 0) return
  const clock: ActorAt = () => ({ account: 'system', roles: [], relations: [{ as: 'clock' }] })
  await act(tx, filing, { move: 'close', reason: '各部门核查完毕，没有发现问题' }, { ...around, actorAt: clock })
}
