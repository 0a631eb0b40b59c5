import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type IssueParts, issuePaper } from '../../platform/documents/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { SCHEME_WORDS } from '../benefits/index.ts'
import { homeOf, type PaymentBatch } from './batches.ts'
import { viewBatch } from './view-batch.ts'
import { BATCH_KIND_WORDS, STEP_WORDS } from './words.ts'

const SIGNED = ['check', 'review', 'make', 'confirm', 'release'] as const

/** The cover of a batch as a paper: sums by benefit, the seal, and every signature that it needs. The same batch keeps its paper. */
export async function issueCover(
  tx: Tx,
  parts: IssueParts,
  batch: PaymentBatch,
  { who, today, requestId }: { who: Principal; today: Day; requestId: string },
): Promise<{ number: string; href: string }> {
  const view = await viewBatch(tx, batch, who, today)
  const { rows } = await sql<{ scheme: string; persons: number; fen: number }>`
    select scheme, count(distinct payee)::int as persons, sum(amount_fen)::bigint as fen from payments.line
     where district = any (${batch.districts}::text[]) and batch_id = ${batch.id}::uuid and held is null group by scheme order by scheme`.execute(
    tx,
  )
  const office = await sql<{ name: string }>`select name from divisions.division where key = ${batch.payer}`.execute(tx)
  const [year, month] = batch.month.split('-').map(Number)
  const { number, href } = await issuePaper(tx, parts, {
    kind: 'batchCover',
    district: homeOf(batch),
    subject: {
      object: 'paymentBatch',
      objectId: batch.id,
      href: `/w/payments?month=${batch.month.slice(0, 7)}&batch=${batch.id}`,
    },
    data: {
      office: office.rows[0]?.name ?? batch.payer,
      example: batch.basis.example,
      batchNumber: batch.id,
      title: `${BATCH_KIND_WORDS[batch.kind]}批次`,
      period: `${year} 年 ${month} 月`,
      lines: rows.map((each) => ({
        label: SCHEME_WORDS[each.scheme] ?? each.scheme,
        persons: each.persons,
        amountFen: each.fen,
      })),
      ...(batch.seal === null ? {} : { seal: batch.seal }),
      signatures: SIGNED.map((step) => {
        const signed = view.signatures.findLast((each) => each.step === step)
        return {
          role: STEP_WORDS[step],
          ...(signed === undefined
            ? {}
            : { by: signed.account, ...(signed.at === null ? {} : { at: signed.at.slice(0, 10) }) }),
        }
      }),
    },
    account: who.account,
  })
  await record(tx, {
    district: homeOf(batch),
    account: who.account,
    action: 'payments.cover',
    object: 'payments.batch',
    objectId: batch.id,
    after: { number },
    requestId,
  })
  return { number, href }
}
