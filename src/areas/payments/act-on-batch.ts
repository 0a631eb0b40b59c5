import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { asSystem, type Db, elevated, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { commonRefusals, ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { findRun, reopenMonth } from '../benefits/index.ts'
import { homeOf, lockPayment, moveBatch, type PaymentBatch, readSignatures, sign } from './batches.ts'
import type { BatchAct } from './contract.ts'
import { BATCH_MOVES, ENDED_HOLDS, type Hold, type Step } from './machine.ts'
import { standingConflicts } from './pairs.ts'
import { hasPostAt } from './post-at.ts'
import { drawMoney, postFile, reserveMoney, returnMoney } from './post-to-ledger.ts'
import { countOvertaken, holdOvertaken } from './refresh-holds.ts'
import { refusals } from './refusals.ts'
import { changeUnsent } from './reopen-batches.ts'
import { BATCH_WORDS, HOLD_WORDS } from './words.ts'

const OFFICES = ['districtOfficer', 'districtFinance'] as const

export type Actor = {
  readonly who: Pick<Principal, 'account' | 'grants'>
  readonly today: Day
  readonly requestId?: string
}

/** Who has signed what before, and who could sign at the payer besides. */
export type Before = {
  readonly signers: ReadonlyMap<string, ReadonlySet<string>>
  /** Accounts with the post that releases, at the payer of the batch. */
  readonly colleagues: readonly string[]
}

/** Reads that, as the system role where the caller is not: names of accounts only. */
export async function readBefore(tx: Tx, batch: PaymentBatch, today: Day): Promise<Before> {
  const signers = await earlierSigners(tx, batch)
  const { rows } = await elevated(tx, () =>
    sql<{ colleagues: string[] }>`
      select payments.holders_of('districtFinance', ${batch.payer}, ${today}::date) as colleagues`.execute(tx),
  )
  return { signers, colleagues: rows[0]?.colleagues ?? [] }
}

/** The run's makers and checkers among them. */
async function earlierSigners(tx: Tx, batch: PaymentBatch): Promise<Map<string, Set<string>>> {
  const by = new Map<string, Set<string>>()
  const add = (step: string, account: string) => by.set(step, (by.get(step) ?? new Set()).add(account))
  for (const each of await readSignatures(tx, batch)) add(each.step, each.account)
  const run = batch.runId === null ? undefined : await findRun(tx, batch.runId)
  if (run === undefined) return by
  add('makeRun', run.madeBy)
  const { rows } = await sql<{ kind: string; account: string }>`
    select kind, account from benefits.act where district = any (${run.districts}::text[]) and run_id = ${run.id}::uuid and kind in ('confirm', 'review')`.execute(
    tx,
  )
  for (const each of rows) add(each.kind === 'confirm' ? 'check' : 'review', each.account)
  return by
}

/** Whether this person may take the step now; the refusal says why not. `borrowed` is a signature that the district lends. */
export function mayTake(
  batch: PaymentBatch,
  step: Exclude<Step, 'make'>,
  who: Actor['who'],
  { signers, colleagues }: Before,
): Result<{ borrowed: boolean }> {
  const move = BATCH_MOVES[step]
  // The post counts at the payer of the batch: a neighbour who sees some of its townships moves none of its money.
  const own = hasPostAt(who, batch.payer, ...move.roles)
  const lends = move.lends !== undefined && hasPostAt(who, batch.payer, move.lends)
  if (!own && !lends) return refuse(refusals.notAllowed())
  if (!move.from.includes(batch.state)) return refuse(refusals.wrongState(BATCH_WORDS[batch.state].word))
  const isBarred = (account: string) => move.notBy.some((before) => signers.get(before)?.has(account))
  if (isBarred(who.account)) return refuse(refusals.secondPerson())
  // A signature is lent to an office that has nobody else for it, not beside one that has.
  if (!own && colleagues.some((each) => !isBarred(each))) return refuse(refusals.lentOnly())
  return ok({ borrowed: !own })
}

async function take(
  tx: Tx,
  id: string,
  step: Exclude<Step, 'make'>,
  { who, today }: Actor,
): Promise<Result<{ batch: PaymentBatch; borrowed: boolean }>> {
  const batch = await lockPayment(tx, id)
  if (batch === undefined) return refuse(commonRefusals.notFound())
  const may = mayTake(batch, step, who, await readBefore(tx, batch, today))
  return may.ok ? ok({ batch, borrowed: may.value.borrowed }) : may
}

/** Finance confirms, closes or cancels a batch; a clerk holds a line back or lets it go. As the system role: the caller has checked the scope. */
export async function actOnBatch(tx: Tx, id: string, act: BatchAct, actor: Actor): Promise<Result<{ done: boolean }>> {
  if (act.kind === 'hold' || act.kind === 'letGo') return holdLine(tx, id, act, actor)
  if (act.kind === 'refresh') return refresh(tx, id, actor)
  const taken = await take(tx, id, act.kind, actor)
  if (!taken.ok) return taken
  const { batch } = taken.value
  const problem =
    act.kind === 'confirm'
      ? await problemBeforePaying(tx, batch)
      : act.kind === 'close'
        ? await unanswered(tx, batch)
        : undefined
  if (problem !== undefined) return refuse(problem)
  if (act.kind === 'confirm') {
    const short = await reserve(tx, batch, actor)
    if (short !== undefined) return refuse(short)
  }
  if (act.kind === 'cancel') {
    // Nothing has gone out: the money is free, the lines are due again, and the month may be computed again.
    if (batch.state === 'confirmed') await returnMoney(tx, batch, actor.who.account)
    await sql`delete from payments.line where district = any (${batch.districts}::text[]) and batch_id = ${id}::uuid`.execute(
      tx,
    )
    if (batch.runId !== null) await reopenMonth(tx, batch.runId)
  }
  await moveBatch(tx, id, BATCH_MOVES[act.kind].to)
  await sign(tx, batch, act.kind, actor.who.account)
  await tell(tx, batch, actor, `payments.${act.kind}`)
  return ok({ done: true })
}

/** All of the money or none of it: a benefit that is short leaves nothing set aside for the others. */
async function reserve(tx: Tx, batch: PaymentBatch, { who, today }: Actor): Promise<Refusal | undefined> {
  await sql`savepoint reserving_batch`.execute(tx)
  await sql`update payments.batch set fund_round = fund_round + 1 where id = ${batch.id}::uuid`.execute(tx)
  const short = await reserveMoney(tx, { ...batch, fundRound: batch.fundRound + 1 }, { by: who.account, day: today })
  await sql
    .raw(short === undefined ? 'release savepoint reserving_batch' : 'rollback to savepoint reserving_batch')
    .execute(tx)
  return short
}

async function problemBeforePaying(tx: Tx, batch: PaymentBatch): Promise<Refusal | undefined> {
  if (batch.lines === 0) return refusals.nothingToPay()
  const changed = await countOvertaken(tx, batch)
  if (changed > 0) return refusals.linesChanged(changed)
  const { pairs, duplicates } = await standingConflicts(tx, batch)
  if (pairs > 0) return refusals.pairsStand(pairs)
  return duplicates > 0 ? refusals.duplicatesStand(duplicates) : undefined
}

async function unanswered(tx: Tx, batch: PaymentBatch): Promise<Refusal | undefined> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from payments.result where district = any (${batch.districts}::text[]) and batch_id = ${batch.id}::uuid`.execute(
    tx,
  )
  const left = batch.lines - (rows[0]?.n ?? 0)
  return left > 0 ? refusals.resultsMissing(left) : undefined
}

/** Whether the second signature may be given, asked before the file is ordered. */
export async function mayRelease(tx: Tx, id: string, actor: Actor): Promise<Result<{ done: boolean }>> {
  const taken = await take(tx, id, 'release', actor)
  if (!taken.ok) return taken
  const problem = await problemBeforePaying(tx, taken.value.batch)
  return problem === undefined ? ok({ done: true }) : refuse(problem)
}

export type Writer = (tx: Tx, batch: PaymentBatch) => Promise<{ fileId: string; seal: string }>

/**
 * The second signature: writes the file, seals it and posts it to the ledger, in one transaction with the batch locked. Killed, nothing has gone out and it is
 * done again; done already, it says so and changes nothing.
 */
export async function releaseBatch(db: Db, id: string, actor: Actor, write: Writer): Promise<Result<PaymentBatch>> {
  return asSystem(db, async (tx): Promise<Result<PaymentBatch>> => {
    const before = await lockPayment(tx, id)
    if (before?.seal) return ok(before)
    const taken = await take(tx, id, 'release', actor)
    if (!taken.ok) return taken
    const { batch, borrowed } = taken.value
    const problem = await problemBeforePaying(tx, batch)
    if (problem !== undefined) return refuse(problem)
    const { fileId, seal } = await write(tx, batch)
    const entry = { by: actor.who.account, day: actor.today }
    const unposted = (await drawMoney(tx, batch, entry)) ?? (await postFile(tx, batch, entry))
    if (unposted !== undefined) throw new Error(`the ledger refused a payment file: ${unposted.code}`)
    await sql`
      update payments.batch set state = 'filed', version = version + 1, seal = ${seal}, file_id = ${fileId}::uuid where id = ${id}::uuid`.execute(
      tx,
    )
    await sign(tx, batch, 'release', actor.who.account, borrowed)
    await tell(tx, batch, actor, 'payments.release', { seal, lines: batch.lines, amountFen: batch.amountFen, borrowed })
    const done = await lockPayment(tx, id)
    return ok(done ?? batch)
  })
}

async function holdLine(
  tx: Tx,
  id: string,
  act: BatchAct & { kind: 'hold' | 'letGo' },
  actor: Actor,
): Promise<Result<{ done: boolean }>> {
  const batch = await lockPayment(tx, id)
  if (batch === undefined) return refuse(commonRefusals.notFound())
  const { rows } = await sql<{ held: Hold | null; elder_id: string; township: string }>`
    select held, elder_id::text, township from payments.line where district = ${act.district} and batch_id = ${id}::uuid and no = ${act.no}`.execute(
    tx,
  )
  const line = rows[0]
  if (line === undefined) return refuse(refusals.lineUnknown())
  if (!hasPostAt(actor.who, line.township, 'townshipClerk') && !hasPostAt(actor.who, batch.payer, ...OFFICES))
    return refuse(refusals.notAllowed())
  const isOpen = batch.state === 'made' || batch.state === 'confirmed'
  if (act.kind === 'hold' && (!isOpen || line.held !== null))
    return refuse(refusals.wrongState(BATCH_WORDS[batch.state].word))
  if (act.kind === 'letGo') {
    if (line.held === null || ENDED_HOLDS.includes(line.held)) return refuse(refusals.lineEnded())
    // A reason that the batch itself found goes away with its cause, not by a press.
    if (line.held !== 'asked') return refuse(refusals.causeStands(HOLD_WORDS[line.held].word))
  }
  const held = act.kind === 'hold' ? 'asked' : isOpen ? null : 'letGo'
  const change = async () => {
    await sql`
      update payments.line set held = ${held}, held_note = ${act.kind === 'hold' ? act.reason : null}, held_by = ${actor.who.account}
       where district = ${act.district} and batch_id = ${id}::uuid and no = ${act.no}`.execute(tx)
  }
  if (isOpen) await changeUnsent(tx, [id], actor.who.account, change)
  else await change()
  await record(tx, {
    district: act.district,
    account: actor.who.account,
    action: `payments.${act.kind}`,
    object: 'elder',
    objectId: line.elder_id,
    after: { batch: id, no: act.no, reason: act.kind === 'hold' ? act.reason : null },
    ...(actor.requestId && { requestId: actor.requestId }),
  })
  return ok({ done: true })
}

/** Takes out what was held or told after the batch was made; money that was set aside is free again, and finance confirms the new sums. */
async function refresh(tx: Tx, id: string, actor: Actor): Promise<Result<{ done: boolean }>> {
  const batch = await lockPayment(tx, id)
  if (batch === undefined) return refuse(commonRefusals.notFound())
  if (!hasPostAt(actor.who, batch.payer, ...OFFICES)) return refuse(refusals.notAllowed())
  if (batch.state !== 'made' && batch.state !== 'confirmed')
    return refuse(refusals.wrongState(BATCH_WORDS[batch.state].word))
  await changeUnsent(tx, [id], actor.who.account, () => holdOvertaken(tx, batch))
  await tell(tx, batch, actor, 'payments.refresh')
  return ok({ done: true })
}

async function tell(
  tx: Tx,
  batch: PaymentBatch,
  actor: Actor,
  action: string,
  after: Record<string, unknown> = {},
): Promise<void> {
  await record(tx, {
    district: homeOf(batch),
    account: actor.who.account,
    action,
    object: 'payments.batch',
    objectId: batch.id,
    after: { month: batch.month, ...after },
    ...(actor.requestId && { requestId: actor.requestId }),
  })
  await announceChange(tx, {
    kind: 'payments',
    id: batch.id,
    version: batch.version + 1,
    district: homeOf(batch),
    townships: batch.townships,
  })
}
