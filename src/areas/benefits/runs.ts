import { type RawBuilder, sql } from 'kysely'
import type { Day, Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Basis, ParameterUsed, Scheme } from './basis.ts'
import type { Batch } from './scope.ts'

/** A run as it stands in the table; instants are texts as the database writes them, so that no microsecond is lost. */
export type Run = {
  id: string
  payer: string
  division: string
  month: Month
  /** What the person rows of its townships lead with. */
  districts: string[]
  townships: string[]
  version: number
  state: 'running' | 'sealed'
  cutOff: string
  basisDigest: string
  comparedTo: string | null
  digest: string | null
  madeBy: string
  sealedAt: string | null
}

const COLUMNS = sql`id::text, payer, division, month::text as month, districts, townships, version, state, cut_off::text as "cutOff",
  basis_digest as "basisDigest", compared_to::text as "comparedTo", digest, made_by as "madeBy", sealed_at::text as "sealedAt"`

async function readRuns(tx: Tx, where: RawBuilder<unknown>): Promise<Run[]> {
  return (await sql<Run>`select ${COLUMNS} from benefits.run where ${where}`.execute(tx)).rows
}

/** The latest sealed run of exactly this division and month. */
export const findSealed = async (tx: Tx, division: string, month: Month): Promise<Run | undefined> =>
  (
    await readRuns(
      tx,
      sql`division = ${division} and month = ${month}::date and state = 'sealed' order by version desc limit 1`,
    )
  )[0]

/** The run that was begun and not finished. */
export const findUnfinished = async (tx: Tx, division: string, month: Month): Promise<Run | undefined> =>
  (await readRuns(tx, sql`division = ${division} and month = ${month}::date and state = 'running'`))[0]

export const findRun = async (tx: Tx, id: string): Promise<Run | undefined> =>
  (await readRuns(tx, sql`id = ${id}::uuid`))[0]

/** Locks a run against another process that would finish it too. */
export const lockRun = async (tx: Tx, id: string): Promise<Run | undefined> =>
  (await readRuns(tx, sql`id = ${id}::uuid for update`))[0]

/** What speaks for a division in a month: its own latest run, or that of the district that answers for it, whichever knew more. */
export const findCovering = async (
  tx: Tx,
  batch: Pick<Batch, 'division' | 'payer'>,
  month: Month,
): Promise<Run | undefined> =>
  (
    await readRuns(
      tx,
      sql`division in (${batch.division}, ${batch.payer}) and month = ${month}::date and state = 'sealed' order by cut_off desc, version desc limit 1`,
    )
  )[0]

/** The latest sealed run of every earlier month that covers the batch, oldest first. */
export const earlierRuns = (tx: Tx, batch: Pick<Batch, 'division' | 'payer'>, month: Month): Promise<Run[]> =>
  readRuns(
    tx,
    sql`state = 'sealed' and month < ${month}::date and id in (
      select distinct on (month) id from benefits.run
       where division in (${batch.division}, ${batch.payer}) and state = 'sealed' order by month, cut_off desc, version desc)
      order by month`,
  )

/** The first later month that has been sealed for the division, which closes this one. */
export const findLaterMonth = async (tx: Tx, division: string, month: Month): Promise<Month | undefined> =>
  (
    await sql<{ month: Month }>`
      select month::text as month from benefits.run
       where division = ${division} and month > ${month}::date and state = 'sealed' order by month limit 1`.execute(tx)
  ).rows[0]?.month

export async function insertRun(tx: Tx, run: Run): Promise<void> {
  await sql`
    insert into benefits.run (id, payer, division, month, districts, townships, version, state, cut_off, basis_digest, compared_to, made_by)
    values (${run.id}::uuid, ${run.payer}, ${run.division}, ${run.month}::date, ${run.districts}::text[],
            ${run.townships}::text[], ${run.version}, 'running', ${run.cutOff}::timestamptz,
            ${run.basisDigest}, ${run.comparedTo}::uuid, ${run.madeBy})`.execute(tx)
}

export async function removeUnfinished(tx: Tx, id: string): Promise<void> {
  await sql`delete from benefits.run where id = ${id}::uuid and state = 'running'`.execute(tx)
}

export async function sealRun(tx: Tx, id: string, digest: string): Promise<void> {
  await sql`
    update benefits.run set state = 'sealed', digest = ${digest}, sealed_at = statement_timestamp() where id = ${id}::uuid`.execute(
    tx,
  )
}

/** Writes how each scheme stands in the run. */
export async function insertSchemes(tx: Tx, runId: string, basis: Basis): Promise<void> {
  const rows = basis.schemes.map((each) => ({
    scheme: each.scheme,
    form: each.form,
    state: each.state,
    version: each.version,
    blocked_by: each.blockedBy,
    parameters: each.parameters,
  }))
  await sql`
    insert into benefits.run_scheme (run_id, scheme, form, state, version, blocked_by, parameters)
    select ${runId}::uuid, scheme, form, state, version, blocked_by, parameters
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(scheme text, form text, state text, version text, blocked_by text[], parameters jsonb)`.execute(tx)
}

export type RunScheme = {
  runId: string
  scheme: Scheme
  form: 'money' | 'voucher'
  state: 'evaluated' | 'blocked' | 'notInForce'
  version: string
  blockedBy: string[]
  parameters: ParameterUsed[]
}

export async function readSchemes(tx: Tx, runIds: readonly string[]): Promise<RunScheme[]> {
  const { rows } = await sql<RunScheme>`
    select run_id::text as "runId", scheme, form, state, version, blocked_by as "blockedBy", parameters
      from benefits.run_scheme where run_id = any (${[...runIds]}::uuid[]) order by scheme`.execute(tx)
  return rows
}

/** `2026-11` of a month's first day. */
export const showMonth = (month: Month | Day): string => month.slice(0, 7)

/** Whether the district has reviewed a run (W06). */
export const isReviewed = async (tx: Tx, run: Run): Promise<boolean> =>
  (
    await sql`select 1 from benefits.act where district = any (${run.districts}::text[]) and run_id = ${run.id}::uuid and kind = 'review' limit 1`.execute(
      tx,
    )
  ).rows.length > 0

/** One at a time decides about a division's month: whoever begins or seals a run, and whoever gives it to payment. */
export async function lockMonth(tx: Tx, division: string, month: Month): Promise<void> {
  await sql`select pg_advisory_xact_lock(7140, hashtext(${`${division} ${month}`}))`.execute(tx)
}

/** Gives a month to payment: it is not computed again, what comes later is the difference of a later month. */
export async function closeMonth(tx: Tx, runId: string, by: string): Promise<void> {
  await sql`insert into benefits.closing (run_id, by) values (${runId}::uuid, ${by}) on conflict do nothing`.execute(tx)
}

/** Opens a month again whose payment was cancelled before anything went out. */
export async function reopenMonth(tx: Tx, runId: string): Promise<void> {
  await sql`delete from benefits.closing where run_id = ${runId}::uuid`.execute(tx)
}

/** The run of a division's month, or of the district that answers for it, that has been given to payment. */
export const findClosed = async (
  tx: Tx,
  batch: Pick<Batch, 'division' | 'payer'>,
  month: Month,
): Promise<Run | undefined> =>
  (
    await readRuns(
      tx,
      sql`division in (${batch.division}, ${batch.payer}) and month = ${month}::date and state = 'sealed'
        and exists (select 1 from benefits.closing c where c.run_id = id) order by cut_off desc limit 1`,
    )
  )[0]
