import { sql } from 'kysely'
import { type Score, score } from '../../engines/instrument/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { gbt42195 } from '../../policy/instruments/gbt42195.ts'
import type { FilledAnswers } from './field-contract.ts'
import { keepInstrument } from './keep-instrument.ts'

/** A sheet that was made, confirmed and settled before this installation kept such things; its level stands in the register already. */
export type PastSheet = {
  readonly elderId: string
  readonly firstAccount: string
  readonly secondAccount: string
  readonly on: Day
  readonly minutes: number
  readonly answers: FilledAnswers
  readonly placeKind: string
}

/**
 * Writes closed orders with their confirmed sheets and dated results, some hundreds in three statements. As the system role. Gives the ids of
 * the sheets in the order asked. The pair's accounts must belong to assessors of the district.
 */
export async function insertHistory(
  tx: Tx,
  district: string,
  sheets: readonly PastSheet[],
  { reviewer, months }: { reviewer: string; months: number },
): Promise<string[]> {
  if (sheets.length === 0) return []
  const digest = await keepInstrument(tx, gbt42195)
  const rows = sheets.map((sheet) => {
    const scored: Score = score(gbt42195, sheet.answers)
    return {
      id: newId(),
      order: newId(),
      number: `PD-${sheet.on.slice(0, 4)}-${newId().slice(-12)}`,
      elder: sheet.elderId,
      first: sheet.firstAccount,
      second: sheet.secondAccount,
      on: sheet.on,
      minutes: sheet.minutes,
      place: { kind: sheet.placeKind, at: null, because: 'off', identityCheck: 'idCard' },
      answers: sheet.answers,
      score: scored,
      total: scored.total,
      preliminary: scored.preliminaryLevel,
      final: scored.finalLevel,
      questions: sheet.minutes < 5 ? ['整份评估用时不到 5 分钟'] : [],
    }
  })
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(id uuid, "order" uuid, number text, elder uuid, first text,
    second text, "on" date, minutes integer, place jsonb, answers jsonb, score jsonb, total smallint, preliminary smallint, final smallint,
    questions text[])`
  await sql`
    insert into assessment.work_order (district, id, number, elder_id, township, village, reason, instrument, state, agency_id, organisation,
           first_id, second_id, first_account, second_account, planned_on, assigned_by, assigned_at, ordered_by, ordered_at)
    select e.district, w."order", w.number, e.id, e.township, e.village, 'first', 'gbt42195', 'closed', f.agency_id, f.organisation, f.id, s.id,
           f.account, s.account, w."on", ${reviewer}, w."on", ${reviewer}, w."on"
      from ${given} join elders.elder e on e.district = ${district} and e.id = w.elder
      join assessment.assessor f on f.district = ${district} and f.account = w.first
      join assessment.assessor s on s.district = ${district} and s.account = w.second`.execute(tx)
  await sql`
    insert into assessment.assessment (district, id, work_order_id, elder_id, township, village, instrument, version, digest, reason, state,
           assessed_on, started_at, finished_at, organisation, first_id, second_id, first_account, second_account, informant, place, basics,
           answers, device, upload_digest, score, total, preliminary_level, final_level, questions, second, reviewed_by, reviewed_at, recorded_by)
    select o.district, w.id, o.id, o.elder_id, o.township, o.village, 'gbt42195', ${gbt42195.version}, ${digest}, 'first', 'confirmed', w."on",
           w."on" + time '09:00', w."on" + time '09:00' + make_interval(mins => w.minutes), o.organisation, o.first_id, o.second_id,
           o.first_account, o.second_account, '{"name": "家属", "relation": "child"}', w.place,
           '{"education": null, "living": null, "marital": null, "payers": [], "incomes": [], "healthIssues": [], "medicines": ""}', w.answers,
           '{}', ''::bytea, w.score, w.total, w.preliminary, w.final, w.questions, '{"agrees": true, "note": ""}', ${reviewer}, w."on" + 1, w.first
      from ${given} join assessment.work_order o on o.district = ${district} and o.id = w."order"`.execute(tx)
  await sql`
    insert into assessment.result (district, id, elder_id, township, village, level, from_day, valid_until, origin, source_id, recorded_by)
    select a.district, gen_random_uuid(), a.elder_id, a.township, a.village, a.final_level, a.assessed_on,
           (a.assessed_on + make_interval(months => ${months}))::date, 'assessment', a.id, ${reviewer}
      from ${given} join assessment.assessment a on a.district = ${district} and a.id = w.id where a.final_level is not null
    on conflict (district, elder_id, from_day) where ended_at is null do nothing`.execute(tx)
  return rows.map((row) => row.id)
}

/** Calm circumstances: nothing that changes a level. */
export const calm = (items: Record<string, number>): FilledAnswers => ({
  items,
  coma: false,
  diagnoses: [],
  eventsLast30Days: {},
})
