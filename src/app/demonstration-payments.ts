import { sql } from 'kysely'
import { batchesOf, findCovering, runMonth } from '../areas/benefits/index.ts'
import { treeOfDataset } from '../areas/divisions/index.ts'
import { setFacts, shareDistricts } from '../areas/elders/index.ts'
import {
  fillDemonstrationAccounts,
  payDemonstrationMonth,
  reissueDemonstration,
  settleDemonstration,
} from '../areas/payments/index.ts'
import { readSettings } from '../areas/rules/index.ts'
import { addMonths, type Day, firstOfMonth, lastOfMonth, type Month } from '../platform/clock/day.ts'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT } from './demonstration.ts'

const CLOSED_MONTHS = 3
const SIGNERS = {
  clerk: 'demo-township',
  maker: 'demo-maker',
  reviewer: 'demo-district',
  finance: 'demo-finance',
  second: 'demo-finance2',
}

/**
 * Pays the closed months: with answers of the bank, some payments returned, a reissue, and a death that is told after two months were paid. Each
 * part finds what an interrupted start has done of it.
 */
export async function ensureDemonstrationPayments(platform: Platform): Promise<void> {
  const tree = treeOfDataset()
  const current = firstOfMonth(platform.today()) as Month
  const months = Array.from(
    { length: CLOSED_MONTHS },
    (_, at) => firstOfMonth(addMonths(current as string as Day, at - CLOSED_MONTHS)) as Month,
  )
  for (const [at, month] of months.entries()) {
    const batches = batchesOf(tree, DEMONSTRATION_DISTRICT, month)
    const batch = batches.ok ? batches.value[0] : undefined
    if (batch === undefined) throw new Error('the demonstration district has no batch')
    const run = await asSystem(platform.db, (tx) => findCovering(tx, batch, month))
    if (run === undefined) throw new Error('a closed month of the demonstration has not been run')
    await fillDemonstrationAccounts(platform, run, SIGNERS)
    const last = at === CLOSED_MONTHS - 1
    const paid = await payDemonstrationMonth(platform, run.id, SIGNERS, lastOfMonth(month), last ? 4 : 3)
    if (at === 1) await reissueDemonstration(platform, batch, paid, SIGNERS, lastOfMonth(month))
    if (last) await tellDeathLate(platform, run.id, months[1] ?? month)
  }
  const batches = batchesOf(tree, DEMONSTRATION_DISTRICT, current)
  const settings = await asSystem(platform.db, (tx) => readSettings(tx))
  for (const batch of batches.ok ? batches.value : []) {
    const made = await runMonth(platform.db, { batch, month: current, settings, account: SIGNERS.maker })
    if (!made.ok) throw new Error(made.refusal.message)
    await settleDemonstration(platform, made.value.run.id, SIGNERS)
  }
}

/** One person whose death in the middle month is told only now, after the months since were paid. */
async function tellDeathLate(platform: Platform, runId: string, month: Month): Promise<void> {
  await asSystem(platform.db, async (tx) => {
    const { rows } = await sql<{ district: string; elder: string }>`
      select l.district, l.elder_id::text as elder from payments.line l join payments.batch b on b.id = l.batch_id and b.run_id = ${runId}::uuid
        join payments.result r on r.district = l.district and r.batch_id = l.batch_id and r.no = l.no and r.outcome = 'paid'
       where l.kind = 'current' and l.scheme = 'old-age-allowance' order by l.no limit 1`.execute(tx)
    const found = rows[0]
    if (found === undefined) return
    const on = `${month.slice(0, 8)}18` as Day
    const known =
      await sql`select 1 from elders.fact where district = ${found.district} and elder_id = ${found.elder}::uuid and kind = 'death' and superseded_at is null`.execute(
        tx,
      )
    if (known.rows.length > 0) return
    await shareDistricts(tx, [found.district])
    await setFacts(tx, found.district, SIGNERS.maker, [
      { elderId: found.elder, kind: 'death', value: [on], validFrom: on, validTo: null, source: { kind: 'clerk' } },
    ])
  })
}
