import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { commonRefusals, ok, type Result, refuse } from '../../platform/http/index.ts'
import { hasRole, type Principal } from '../../platform/identity/index.ts'
import type { Act, Batch } from './contract.ts'
import { readBatch } from './read-batch.ts'
import { refusals } from './refusals.ts'
import { findRun, type Run } from './runs.ts'

/**
 * What people do with a run, each act a row that stays: open a line, hold it back with a reason, let it go, confirm a township's
 * changes, review the whole. The township confirms; the district reviews when every sampled line has been opened and every township with
 * changes has confirmed; whoever made the run, or confirmed a part of it, never reviews it.
 */
export async function actOnRun(
  tx: Tx,
  runId: string,
  act: Act,
  who: Principal,
  requestId: string,
): Promise<Result<{ done: boolean }>> {
  const run = await findRun(tx, runId)
  if (run === undefined) return refuse(commonRefusals.notFound())
  if (act.kind === 'confirm') return confirm(tx, run, act.township, who, requestId)
  if (act.kind === 'review') return review(tx, run, who, requestId)
  const place = await sql<{ township: string }>`
    select township from benefits.entitlement
     where district = ${act.district} and run_id = ${runId}::uuid and elder_id = ${act.elder}::uuid and scheme = ${act.scheme}
    union select township from benefits.change
     where district = ${act.district} and run_id = ${runId}::uuid and elder_id = ${act.elder}::uuid and scheme = ${act.scheme}`.execute(
    tx,
  )
  const township = place.rows[0]?.township
  if (township === undefined) return refuse(refusals.lineUnknown())
  if (act.kind !== 'open' && !hasRole(who, 'townshipClerk', 'districtOfficer')) return refuse(refusals.notAllowed())
  const { kind, district, elder, scheme } = act
  await add(
    tx,
    run,
    { district, township, kind, elder, scheme, reason: act.kind === 'hold' ? act.reason : null },
    who,
    requestId,
  )
  return ok({ done: true })
}

async function confirm(
  tx: Tx,
  run: Run,
  township: string,
  who: Principal,
  requestId: string,
): Promise<Result<{ done: boolean }>> {
  if (!hasRole(who, 'townshipClerk', 'districtOfficer')) return refuse(refusals.notAllowed())
  const batch = await readBatch(tx, run)
  const place = batch.townships.find((each) => each.township === township)
  if (place === undefined) return refuse(refusals.divisionUnknown(township))
  if (place.confirmedBy !== null) return refuse(refusals.alreadyDone())
  await add(tx, run, { district: township.slice(0, 6), township, kind: 'confirm' }, who, requestId)
  return ok({ done: true })
}

async function review(tx: Tx, run: Run, who: Principal, requestId: string): Promise<Result<{ done: boolean }>> {
  // The post counts at the payer: a neighbour who sees some of its townships would review only those.
  const isPayers = who.grants.some((grant) => grant.role === 'districtOfficer' && grant.division === run.payer)
  if (!isPayers) return refuse(refusals.notAllowed())
  const batch = await readBatch(tx, run)
  if (batch.reviewedBy !== null) return refuse(refusals.alreadyDone())
  if (isInvolved(batch, who.account)) return refuse(refusals.makerCannotReview())
  const waiting = batch.townships.filter((each) => each.changes > 0 && each.confirmedBy === null).length
  if (waiting > 0) return refuse(refusals.changesNotConfirmed(waiting))
  const left = batch.sample.size - batch.sample.opened
  if (left > 0) return refuse(refusals.sampleNotOpened(left))
  const district = run.districts[0] ?? run.payer
  await add(tx, run, { district, township: '', kind: 'review' }, who, requestId)
  return ok({ done: true })
}

const isInvolved = (batch: Batch, account: string): boolean =>
  batch.run.madeBy === account || batch.townships.some((each) => each.confirmedBy === account)

type Row = {
  district: string
  township: string
  kind: Act['kind']
  elder?: string
  scheme?: string
  reason?: string | null
}

async function add(tx: Tx, run: Run, row: Row, who: Principal, requestId: string): Promise<void> {
  const { district, township, kind, elder = null, scheme = null, reason = null } = row
  await sql`
    insert into benefits.act (district, id, run_id, township, kind, elder_id, scheme, reason, account)
    values (${district}, ${newId()}::uuid, ${run.id}::uuid, ${township}, ${kind}, ${elder}::uuid, ${scheme}, ${reason}, ${who.account})`.execute(
    tx,
  )
  await announceChange(tx, { kind: 'benefits', id: run.id, version: run.version, district, townships: [township] })
  await record(tx, {
    district,
    account: who.account,
    action: `benefits.${kind}`,
    object: elder === null ? 'benefits.run' : 'elder',
    objectId: elder ?? run.id,
    after: { run: run.id, township, scheme, reason },
    requestId,
  })
}
