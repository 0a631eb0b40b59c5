import { type RawBuilder, sql } from 'kysely'
import type { Day, Month } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { BatchState, Step } from './machine.ts'

/** A batch as it stands in the table. */
export type PaymentBatch = {
  id: string
  kind: 'monthly' | 'reissue'
  runId: string | null
  payer: string
  division: string
  month: Month
  districts: string[]
  townships: string[]
  state: BatchState
  version: number
  basis: { coolingOffDays: number; proofDays: number; example: boolean; on: Day }
  madeBy: string
  madeAt: string
  lines: number
  amountFen: number
  fundRound: number
  seal: string | null
  fileId: string | null
}

const COLUMNS = sql`id::text, kind, run_id::text as "runId", payer, division, month::text as month, districts, townships, state, version, basis,
  made_by as "madeBy", made_at::text as "madeAt", lines, amount_fen as "amountFen", fund_round as "fundRound", seal, file_id::text as "fileId"`

export async function readBatches(tx: Tx, where: RawBuilder<unknown>): Promise<PaymentBatch[]> {
  return (await sql<PaymentBatch>`select ${COLUMNS} from payments.batch where ${where}`.execute(tx)).rows
}

export const findPayment = async (tx: Tx, id: string): Promise<PaymentBatch | undefined> =>
  (await readBatches(tx, sql`id = ${id}::uuid`))[0]

/** Locks a batch against everybody else who would move it, so that two hundred officers at once take one step. */
export const lockPayment = async (tx: Tx, id: string): Promise<PaymentBatch | undefined> =>
  (await readBatches(tx, sql`id = ${id}::uuid for update`))[0]

/** Where rows of the batch as a whole are kept: the first of its districts. */
export const homeOf = (batch: Pick<PaymentBatch, 'districts' | 'payer'>): string => batch.districts[0] ?? batch.payer

export async function insertPayment(
  tx: Tx,
  batch: Omit<PaymentBatch, 'id' | 'version' | 'madeAt' | 'lines' | 'amountFen' | 'fundRound' | 'seal' | 'fileId'>,
): Promise<string> {
  const id = newId()
  await sql`
    insert into payments.batch (id, kind, run_id, payer, division, month, districts, townships, state, basis, made_by)
    values (${id}::uuid, ${batch.kind}, ${batch.runId}::uuid, ${batch.payer}, ${batch.division}, ${batch.month}::date,
            ${batch.districts}::text[], ${batch.townships}::text[], ${batch.state}, ${JSON.stringify(batch.basis)}::jsonb, ${batch.madeBy})`.execute(
    tx,
  )
  return id
}

export async function moveBatch(tx: Tx, id: string, to: BatchState): Promise<void> {
  await sql`update payments.batch set state = ${to}, version = version + 1 where id = ${id}::uuid`.execute(tx)
}

export type Signature = { step: Step; account: string; borrowed: boolean; at: string }

export async function readSignatures(tx: Tx, batch: PaymentBatch): Promise<Signature[]> {
  const { rows } = await sql<Signature>`
    select step, account, borrowed, at::text as at from payments.signature
     where district = ${homeOf(batch)} and batch_id = ${batch.id}::uuid order by payments.signature.at`.execute(tx)
  return rows
}

export async function sign(
  tx: Tx,
  batch: Pick<PaymentBatch, 'id' | 'districts' | 'payer'>,
  step: Step,
  account: string,
  borrowed = false,
): Promise<void> {
  await sql`
    insert into payments.signature (district, batch_id, step, account, borrowed)
    values (${homeOf(batch)}, ${batch.id}::uuid, ${step}, ${account}, ${borrowed})`.execute(tx)
}

/** Counts lines and sums by township, and for the batch what its file will hold. */
export async function sumBatch(tx: Tx, batch: Pick<PaymentBatch, 'id' | 'districts'>): Promise<void> {
  const mine = sql`district = any (${batch.districts}::text[]) and batch_id = ${batch.id}::uuid`
  await sql`delete from payments.batch_township where ${mine}`.execute(tx)
  await sql`
    insert into payments.batch_township (district, batch_id, township, lines, people, amount_fen, held, held_fen)
    select district, batch_id, township, count(*) filter (where held is null)::int,
           count(distinct payee) filter (where held is null)::int, coalesce(sum(amount_fen) filter (where held is null), 0)::bigint,
           count(*) filter (where held is not null)::int, coalesce(sum(amount_fen) filter (where held is not null), 0)::bigint
      from payments.line where ${mine} group by district, batch_id, township`.execute(tx)
  await sql`
    update payments.batch b set lines = s.lines, amount_fen = s.fen
      from (select coalesce(sum(lines), 0)::int as lines, coalesce(sum(amount_fen), 0)::bigint as fen from payments.batch_township where ${mine}) s
     where b.id = ${batch.id}::uuid`.execute(tx)
}
