import { sql } from 'kysely'
import type { z } from 'zod'
import { score } from '../../engines/instrument/index.ts'
import { record } from '../../platform/audit/index.ts'
import { addMonths, type Day } from '../../platform/clock/day.ts'
import { elevated, newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { findInstrument } from '../../policy/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import { lockElder, shareDistricts } from '../elders/index.ts'
import type { LtcRow, NewLtc } from './recognition-contract.ts'
import { refusals } from './refusals.ts'
import { selfGrade } from './self-grade.ts'
import { namesOfSettings, numberSetting, settingsOn } from './settings.ts'

/** The first of the three severe levels of the long-term care scale. */
const SEVERE = 3

/**
 * Enters somebody into the register of long-term care gradings. A conclusion of the insurance is kept as it was issued; a filled form is read
 * beside it by the verified parts of the scale, and what hangs on an unchecked cell gives no level but names the setting. As the system role.
 */
export async function addLtc(
  tx: Tx,
  account: string,
  given: NewLtc,
): Promise<Result<{ id: string; selfGrade: string | null; level: string | null; blockedBy: string }>> {
  const { district } = given
  await shareDistricts(tx, [district])
  if ((await lockElder(tx, district, given.elderId)) === undefined) return refuse(refusals.elderUnknown())
  const form = findInstrument('ltci')
  if (form === undefined) return refuse(refusals.formUnknown())
  const on = (given.gradedOn ?? given.appliedOn) as Day
  const settingOf = await settingsOn(tx, district, on)
  const scored = given.items === null ? null : score(form, { items: given.items }, settingOf)
  const faults = scored?.missing.filter((code) => !code.startsWith('parameter:')) ?? []
  if (faults.length > 0)
    return refuse(
      refusals.incomplete(
        faults.map((code) => ({ path: `items.${code}`, message: '这一项还没有答，或答案不在选项内。' })),
      ),
    )
  const grade = given.selfCheck === null ? null : selfGrade(given.selfCheck.a, given.selfCheck.b)
  const months = numberSetting(settingOf, 'ltci-conclusion-valid-months')
  const { conclusion } = given
  const until =
    conclusion === null
      ? null
      : (conclusion.validUntil ?? (months === undefined ? null : addMonths(conclusion.on as Day, months)))
  const id = newId()
  await sql`
    insert into assessment.ltc_grading (district, id, elder_id, township, village, applied_on, self_grade, graded_on, agency, conclusion_no,
           concluded_on, level, valid_until, service_mode, answers, score, recorded_by)
    select district, ${id}::uuid, id, township, village, ${given.appliedOn}::date, ${grade}, ${given.gradedOn}::date, nullif(${given.agency}, ''),
           ${conclusion?.no ?? null}, ${conclusion?.on ?? null}::date, ${conclusion?.level ?? null}::smallint, ${until}::date,
           ${given.serviceMode}, ${given.items === null ? null : JSON.stringify(given.items)}::jsonb,
           ${scored === null ? null : JSON.stringify(scored)}::jsonb, ${account}
      from elders.elder where district = ${district} and id = ${given.elderId}::uuid`.execute(tx)
  await record(tx, {
    district,
    account,
    action: 'ltc.add',
    object: 'ltcGrading',
    objectId: id,
    after: { elder: given.elderId, conclusion: conclusion?.no ?? null, level: conclusion?.level ?? null },
  })
  const own = scored === null || scored.finalLevel === null ? null : (form.levels[scored.finalLevel] ?? null)
  return ok({ id, selfGrade: grade, level: own, blockedBy: namesOfSettings(scored?.missing ?? []) })
}

type Row = z.infer<typeof LtcRow>
type Stored = Omit<Row, 'name' | 'placeName' | 'level' | 'severe' | 'ownLevel' | 'blockedBy'> & {
  township: string
  village: string | null
  at: number | null
  score: { finalLevel: number | null; missing: string[] } | null
}

/** The register of long-term care gradings in the caller's scope, newest first; `severe` is the insurance's 重度失能 list. */
export async function listLtc(
  tx: Tx,
  tree: DivisionTree,
  filter: { only?: 'severe' | 'waiting' | undefined; after?: string | undefined; limit: number },
  today: Day,
): Promise<{ rows: Row[]; next: string | null }> {
  const { rows } = await sql<Stored>`
    select district, id::text, elder_id::text as "elderId", township, village, applied_on as "appliedOn", self_grade as "selfGrade",
           graded_on as "gradedOn", agency, conclusion_no as "conclusionNo", concluded_on as "concludedOn", level as at,
           valid_until as "validUntil", service_mode as "serviceMode", score
      from assessment.ltc_grading
     where (${filter.only !== 'severe'} or level >= ${SEVERE}) and (${filter.only !== 'waiting'} or conclusion_no is null)
       and (${filter.after ?? null}::uuid is null or id < ${filter.after ?? null}::uuid)
     order by id desc limit ${filter.limit + 1}`.execute(tx)
  const page = rows.slice(0, filter.limit)
  const names = await elevated(tx, () =>
    sql<{ id: string; name: string }>`
      select e.id::text, e.name from jsonb_to_recordset(${JSON.stringify(page.map(({ district, elderId }) => ({ district, id: elderId })))}::jsonb)
             as w(district text, id uuid) join elders.elder e on e.district = w.district and e.id = w.id`.execute(tx),
  )
  const nameOf = new Map(names.rows.map((row) => [row.id, row.name]))
  const levels = findInstrument('ltci')?.levels ?? []
  const word = (at: number | null | undefined): string | null =>
    at === null || at === undefined ? null : (levels[at] ?? null)
  return {
    rows: page.map(({ township, village, at, score: own, ...row }) => ({
      ...row,
      name: nameOf.get(row.elderId) ?? '（档案已迁出）',
      placeName: tree
        .path(village ?? township, today)
        .split(' / ')
        .slice(-2)
        .join(' '),
      level: word(at),
      severe: at !== null && at >= SEVERE,
      ownLevel: word(own?.finalLevel),
      blockedBy: namesOfSettings(own?.missing ?? []),
    })),
    next: rows.length > filter.limit ? (page.at(-1)?.id ?? null) : null,
  }
}
