import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { orderAssessments } from './orders.ts'
import { refusals } from './refusals.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The hash of a frozen list: of its ids in order, one a line. Shown before the seed is told. */
export const hashOfList = (ids: readonly string[]): string => sha256([...ids].sort().join('\n'))

/**
 * Draws from a frozen list: each id is ranked by the hash of seed and id, the smallest first. Anybody with list and seed gets the same, in
 * whatever order the list is held.
 */
export function drawSample(ids: readonly string[], seed: string, size: number): string[] {
  return [...new Set(ids)]
    .map((id) => ({ id, rank: sha256(`${seed}\n${id}`) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.id < b.id ? -1 : 1))
    .slice(0, size)
    .map((each) => each.id)
}

export type Freeze = { readonly district: string; readonly from: Day; readonly to: Day; readonly size: number }

/** Freezes the results that stand of a period (`to` exclusive) and tells the hash; nothing is drawn yet. As the system role. */
export async function freezeDraw(
  tx: Tx,
  account: string,
  asked: Freeze,
): Promise<Result<{ id: string; hash: string; count: number }>> {
  const { rows } = await sql<{ id: string }>`
    select id::text from assessment.assessment
     where district = ${asked.district} and instrument = 'gbt42195' and state = 'confirmed' and reason <> 'recheck'
       and assessed_on >= ${asked.from}::date and assessed_on < ${asked.to}::date order by id`.execute(tx)
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return refuse(refusals.drawEmpty())
  const id = newId()
  const hash = hashOfList(ids)
  await sql`
    insert into assessment.draw (district, id, from_day, to_day, size, frozen, frozen_hash, frozen_by)
    values (${asked.district}, ${id}::uuid, ${asked.from}::date, ${asked.to}::date, ${Math.min(asked.size, ids.length)}, ${ids}::uuid[],
            ${hash}, ${account})`.execute(tx)
  await record(tx, {
    district: asked.district,
    account,
    action: 'assessment.freezeDraw',
    object: 'assessmentDraw',
    objectId: id,
    after: { count: ids.length, hash },
  })
  return ok({ id, hash, count: ids.length })
}

/** Draws with a seed that was told after the list was frozen, and orders a second look by another pair for each. Once. */
export async function performDraw(
  tx: Tx,
  account: string,
  key: { district: string; id: string },
  seed: { text: string; source: string },
  today: Day,
): Promise<Result<{ picked: number; ordered: number }>> {
  const { rows } = await sql<{ frozen: string[]; size: number; done: boolean }>`
    select frozen::text[] as frozen, size, drawn_at is not null as done from assessment.draw
     where district = ${key.district} and id = ${key.id}::uuid for update`.execute(tx)
  const draw = rows[0]
  if (draw === undefined) return refuse(refusals.drawUnknown())
  if (draw.done) return refuse(refusals.drawDone())
  const picked = drawSample(draw.frozen, seed.text, draw.size)
  const { rows: people } = await sql<{ id: string; elderId: string }>`
    select id::text, elder_id::text as "elderId" from assessment.assessment
     where district = ${key.district} and id = any (${picked}::uuid[])`.execute(tx)
  const elderOf = new Map(people.map((row) => [row.id, row.elderId]))
  let ordered = 0
  const picks: { rank: number; assessmentId: string; orderId: string | null; skipped: string | null }[] = []
  for (const [at, assessmentId] of picked.entries()) {
    const elderId = elderOf.get(assessmentId)
    if (elderId === undefined) continue
    const made = await orderAssessments(tx, {
      district: key.district,
      elderIds: [elderId],
      reason: 'recheck',
      instrument: 'gbt42195',
      placeKind: 'home',
      dueOn: null,
      note: '随机抽查，由另一组评估员独立评估',
      aboutId: assessmentId,
      account,
      today,
    })
    const order = made.made[0]
    if (order !== undefined) ordered++
    picks.push({
      rank: at + 1,
      assessmentId,
      orderId: order?.id ?? null,
      skipped: order === undefined ? (made.skipped[0]?.why ?? 'unknown') : null,
    })
  }
  await sql`
    insert into assessment.draw_pick (district, draw_id, rank, assessment_id, elder_id, township, village, work_order_id, skipped)
    select a.district, ${key.id}::uuid, p.rank, a.id, a.elder_id, a.township, a.village, p."orderId", p.skipped
      from jsonb_to_recordset(${JSON.stringify(picks)}::jsonb) as p(rank integer, "assessmentId" uuid, "orderId" uuid, skipped text)
      join assessment.assessment a on a.district = ${key.district} and a.id = p."assessmentId"`.execute(tx)
  await sql`
    update assessment.draw set seed = ${seed.text}, seed_source = ${seed.source}, drawn_by = ${account}, drawn_at = clock_timestamp()
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
  await record(tx, {
    district: key.district,
    account,
    action: 'assessment.draw',
    object: 'assessmentDraw',
    objectId: key.id,
    after: { seed: seed.text, source: seed.source, picked: picked.length },
  })
  return ok({ picked: picked.length, ordered })
}
