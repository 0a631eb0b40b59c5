import { sql } from 'kysely'
import { addMonths, type Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { DrawHead, Registry } from './registry-contract.ts'
import { assessorFigures, FEW } from './statistics.ts'

/** Agencies and assessors of a district with what the sheets of the last twelve months say about them. */
export async function readRegistry(tx: Tx, district: string, today: Day): Promise<Registry> {
  const from = addMonths(today, -12)
  const { rows: agencies } = await sql<Registry['agencies'][number]>`
    select id::text, name, credit_code as "creditCode", organisation, qualification, standing, reason, example
      from assessment.agency where district = ${district} order by name, id`.execute(tx)
  const { rows: entries } = await sql<{
    id: string
    agencyId: string
    account: string | null
    background: string
    certificateNo: string
  }>`
    select id::text, agency_id::text as "agencyId", account, background, certificate_no as "certificateNo"
      from assessment.assessor where district = ${district}`.execute(tx)
  const entryOf = new Map(entries.map((entry) => [entry.id, entry]))
  // What is measured ends today; a sheet of today counts tomorrow.
  const figures = await assessorFigures(tx, district, { from, to: today })
  const assessors = figures.flatMap((row) => {
    const entry = entryOf.get(row.assessorId)
    if (entry === undefined) return []
    const { id: _, ...rest } = entry
    return [{ ...row, ...rest }]
  })
  return { from, to: today, few: FEW, agencies, assessors }
}

/** Draws of a district, newest first, with what became of each pick. */
export async function listDraws(tx: Tx, district: string): Promise<DrawHead[]> {
  const { rows } = await sql<DrawHead>`
    select d.district, d.id::text, d.from_day as "from", d.to_day as "to", d.size, cardinality(d.frozen) as count, d.frozen_hash as hash,
           to_char(d.frozen_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as "frozenAt", d.seed, d.seed_source as "seedSource",
           coalesce((select jsonb_agg(jsonb_build_object('rank', p.rank, 'assessmentId', p.assessment_id, 'orderId', p.work_order_id,
                       'number', o.number, 'state', o.state, 'skipped', p.skipped, 'firstLevel', a.final_level, 'secondLevel', n.final_level)
                       order by p.rank)
                       from assessment.draw_pick p
                       join assessment.assessment a on a.district = p.district and a.id = p.assessment_id
                       left join assessment.work_order o on o.district = p.district and o.id = p.work_order_id
                       left join assessment.assessment n on n.district = p.district and n.work_order_id = p.work_order_id
                        and n.state in ('confirmed', 'replaced')
                      where p.district = d.district and p.draw_id = d.id), '[]') as picks
      from assessment.draw d where d.district = ${district} order by d.frozen_at desc limit 50`.execute(tx)
  return rows
}
