import { type RawBuilder, sql } from 'kysely'
import { openAccounts, post, postMany } from '../../engines/ledger/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Refusal } from '../../platform/http/index.ts'
import { SCHEME_WORDS } from '../benefits/index.ts'
import { drawForBatch, releaseBatch as giveBack, reserveForBatch, returnToBudgets } from '../funds/index.ts'
import type { PaymentBatch } from './batches.ts'

/**
 * What payment does to the books of a district. The budgets give what a batch reserved (areas/funds); from there `benefits:SCHEME` holds what persons have
 * received, a line a person (`ref` names the person, batch and line); `receivable` what is asked back, `waived` what was given
 * up. What the bank returns waits where it was drawn, for the reissue. Keys name the payment, so that doing it again changes nothing.
 */
const RECEIVABLE = 'benefits:receivable'
const WAIVED = 'benefits:waived'
export const receivedOf = (scheme: string): string => `benefits:${scheme}`

/** The reservation of one benefit of a batch. */
export const fundKeyOf = (batch: Pick<PaymentBatch, 'id' | 'fundRound'>, scheme: string): string =>
  `batch:${batch.id}:${batch.fundRound}:${scheme}`

/** The same in SQL for a line `l` of a batch `b`: a line that is paid again names what was drawn for it before. */
export const fundKeyIn = sql`coalesce(l.fund_key, 'batch:' || b.id || ':' || b.fund_round || ':' || l.scheme)`

type Entry = { readonly by: string; readonly day: Day }

async function open(tx: Tx, districts: readonly string[], by: string): Promise<void> {
  const owners = [
    { owner: RECEIVABLE, kind: 'receivable' },
    { owner: WAIVED, kind: 'waived' },
    ...Object.keys(SCHEME_WORDS).map((scheme) => ({ owner: receivedOf(scheme), kind: 'benefits' })),
  ]
  const accounts = districts.flatMap((district) =>
    owners.map((each) => ({ district, floor: null, checked: 'batch' as const, ...each })),
  )
  await openAccounts(tx, accounts, { currency: 'fen', by })
}

/** A file that went out: one posting for each township and scheme, a line a person on the benefit, one on the treasury. */
export async function postFile(tx: Tx, batch: PaymentBatch, entry: Entry): Promise<Refusal | undefined> {
  await open(tx, batch.districts, entry.by)
  const sent = sql`
    select district, township, scheme, no, elder_id, amount_fen, fund_key from payments.line
     where district = any (${batch.districts}::text[]) and batch_id = ${batch.id}::uuid and held is null`
  return enter(tx, batch, 'file', entry, sent, 1)
}

/** What the bank gave back of a file: the same lines the other way, found under the return file. */
export async function postReturn(
  tx: Tx,
  batch: PaymentBatch,
  fileId: string,
  entry: Entry,
): Promise<Refusal | undefined> {
  const back = sql`
    select l.district, l.township, l.scheme, l.no, l.elder_id, l.amount_fen, l.fund_key from payments.result r
      join payments.line l on l.district = r.district and l.batch_id = r.batch_id and l.no = r.no
     where r.district = any (${batch.districts}::text[]) and r.batch_id = ${batch.id}::uuid and r.file_id = ${fileId}::uuid and r.outcome = 'failed'`
  return enter(tx, batch, `return:${fileId}`, entry, back, -1)
}

async function enter(
  tx: Tx,
  batch: PaymentBatch,
  what: string,
  { by, day }: Entry,
  lines: RawBuilder<unknown>,
  sign: 1 | -1,
): Promise<Refusal | undefined> {
  const key = (township: string) => sql.raw(`'payments:${batch.id}:${what}:' || ${township} || ':' || scheme`)
  const relation = sql`
    with lines as (${lines})
    select district, ${key('township')} as key, 'benefits:' || scheme as owner, ${sign}::bigint * amount_fen as amount,
           'elder:' || elder_id || ':' || ${batch.id}::text || ':' || no as ref from lines
    union all
    select district, ${key('township')}, 'paying:' || coalesce(fund_key, ${fundKeyOf(batch, '')} || scheme), (${-sign}::bigint * sum(amount_fen))::bigint, null
      from lines group by district, township, scheme, fund_key`
  const heading = { currency: 'fen' as const, day, kind: sign === 1 ? 'payment' : 'paymentReturned', by }
  const posted = await postMany(tx, heading, relation)
  return posted.ok ? undefined : posted.refusal
}

export type ClawbackMoney = {
  readonly district: string
  readonly id: string
  readonly elder: string
  readonly by: string
  readonly day: Day
}

/** Cases were opened (temporary table `owing`): what each person received too much, by benefit, is now owed. */
export async function postClawbacks(
  tx: Tx,
  run: { readonly id: string; readonly districts: readonly string[] },
  { by, day }: Entry,
): Promise<Refusal | undefined> {
  const { rows } = await sql`select 1 from owing limit 1`.execute(tx)
  if (rows.length === 0) return undefined
  await open(tx, run.districts, by)
  const relation = sql`
    select o.district, 'clawback:' || o.id || ':open' as key, 'benefits:' || c.scheme as owner, sum(c.fen)::bigint as amount, 'elder:' || o.elder_id as ref
      from owing o join payments.correction c on c.district = o.district and c.run_id = ${run.id}::uuid and c.elder_id = o.elder_id
       and c.kind = 'clawback' and c.state = 'approved' group by o.district, o.id, o.elder_id, c.scheme
    union all
    select district, 'clawback:' || id || ':open', ${RECEIVABLE}, fen, 'elder:' || elder_id from owing`
  const posted = await postMany(tx, { currency: 'fen', day, kind: 'clawback', by }, relation)
  return posted.ok ? undefined : posted.refusal
}

/** Money came back: it goes to the budgets that had paid, month by month in the order of the case. `entry` is the row that tells of it. */
export async function postReceipt(
  tx: Tx,
  of: ClawbackMoney,
  entry: string,
  parts: readonly { fundKey: string; fen: number }[],
): Promise<Refusal | undefined> {
  for (const [at, { fundKey, fen }] of parts.entries()) {
    const { district, day, by } = of
    const returnKey = `clawback:${of.id}:receipt:${entry}:${at}`
    const posted = await returnToBudgets(tx, {
      district,
      key: fundKey,
      returnKey,
      from: RECEIVABLE,
      amountFen: fen,
      day,
      by,
    })
    if (!posted.ok) return posted.refusal
  }
  return undefined
}

/** Lines that were drawn for and gave way before they reached anybody: their money goes back to the budgets that paid. */
export async function returnSuperseded(
  tx: Tx,
  of: Entry & { district: string; fundKey: string; fen: number; first: string },
): Promise<Refusal | undefined> {
  const { district, fundKey, fen, first, day, by } = of
  const posted = await returnToBudgets(tx, {
    district,
    key: fundKey,
    returnKey: `superseded:${first}`,
    from: `paying:${fundKey}`,
    amountFen: fen,
    day,
    by,
  })
  return posted.ok ? undefined : posted.refusal
}

/** What two people gave up is no longer owed. */
export function postWaiver(tx: Tx, of: ClawbackMoney, fen: number): Promise<Refusal | undefined> {
  const ref = `elder:${of.elder}`
  return postOne(tx, of, 'waiver', 'waiver', [
    { owner: RECEIVABLE, amount: -fen, ref },
    { owner: WAIVED, amount: fen, ref },
  ])
}

async function postOne(
  tx: Tx,
  { district, id, by, day }: ClawbackMoney,
  what: string,
  kind: string,
  lines: { owner: string; amount: number; ref: string }[],
): Promise<Refusal | undefined> {
  const posted = await post(tx, { district, key: `clawback:${id}:${what}`, currency: 'fen', day, kind, by, lines })
  return posted.ok ? undefined : posted.refusal
}

/** What a batch takes from each benefit's budgets; lines that are paid again draw on what was drawn before. */
async function needed(tx: Tx, batch: PaymentBatch): Promise<{ district: string; scheme: string; fen: number }[]> {
  const { rows } = await sql<{ district: string; scheme: string; fen: number }>`
    select district, scheme, sum(amount_fen)::bigint as fen from payments.line
     where district = any (${batch.districts}::text[]) and batch_id = ${batch.id}::uuid and held is null and fund_key is null
     group by district, scheme order by district, scheme`.execute(tx)
  return rows
}

/** Sets the money of a batch aside before anybody is paid: stops, by name, where a budget would be overdrawn. */
export async function reserveMoney(tx: Tx, batch: PaymentBatch, { by, day }: Entry): Promise<Refusal | undefined> {
  for (const { district, scheme, fen } of await needed(tx, batch)) {
    const held = await reserveForBatch(tx, {
      district,
      key: fundKeyOf(batch, scheme),
      purpose: scheme,
      day,
      amountFen: fen,
      by,
    })
    if (!held.ok) return held.refusal
  }
  return undefined
}

/** Gives the money back that a batch had set aside and not drawn. */
export async function returnMoney(tx: Tx, batch: PaymentBatch, by: string): Promise<void> {
  for (const { district, scheme } of await needed(tx, batch))
    await giveBack(tx, { district, key: fundKeyOf(batch, scheme), by })
}

/** Takes the money of a batch out of the budgets, to be paid from one account a benefit. */
export async function drawMoney(tx: Tx, batch: PaymentBatch, { by, day }: Entry): Promise<Refusal | undefined> {
  for (const { district, scheme } of await needed(tx, batch)) {
    const drawn = await drawForBatch(tx, { district, key: fundKeyOf(batch, scheme), day, by })
    if (!drawn.ok) return drawn.refusal
  }
  return undefined
}
