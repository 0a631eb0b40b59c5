import { sql } from 'kysely'
import { type Instrument, mostPoints, type Score } from '../../engines/instrument/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Sheet } from './contract.ts'
import type { Basics, FilledAnswers } from './field-contract.ts'
import { namesOfSettings } from './settings.ts'
import {
  EDUCATION,
  HEALTH_ISSUES,
  IDENTITY_CHECKS,
  INCOMES,
  type INFORMANT_RELATIONS,
  LIVING,
  MARITAL,
  MEDICAL_PAYERS,
  PLACE_KINDS,
  type Reason,
} from './words.ts'

type Row = {
  district: string
  id: string
  orderId: string
  elderId: string
  state: string
  reason: Reason
  digest: string
  content: Instrument
  assessedOn: Day
  minutes: number
  first: string
  second: string
  firstCertificate: string
  secondCertificate: string
  informant: { name: string; relation: keyof typeof INFORMANT_RELATIONS }
  place: { kind: keyof typeof PLACE_KINDS; at: object | null; identityCheck: keyof typeof IDENTITY_CHECKS }
  basics: Basics
  answers: FilledAnswers
  seconds: Record<string, number>
  notes: { item: string; words: string }[]
  score: Score
  questions: string[]
  said: { items?: Record<string, number> } | null
  reviewNote: string | null
  validUntil: Day | null
  last: Record<string, number> | null
  evidence: Sheet['evidence']
}

/**
 * A filled form with the words of its own version, its result, and what was kept beside it; undefined where the transaction sees none. The
 * earlier answers stand beside only after both assessors have answered.
 */
export async function readSheet(tx: Tx, key: { district: string; id: string }): Promise<Sheet | undefined> {
  const { rows } = await sql<Row>`
    select a.district, a.id::text, a.work_order_id::text as "orderId", a.elder_id::text as "elderId", a.state, a.reason, a.digest, i.content,
           a.assessed_on as "assessedOn", ceil(extract(epoch from a.finished_at - a.started_at) / 60)::int as minutes,
           coalesce(f.name, a.first_account) as first, coalesce(s.name, a.second_account) as second,
           coalesce(f.certificate_no, '') as "firstCertificate", coalesce(s.certificate_no, '') as "secondCertificate",
           a.informant, a.place, a.basics, a.answers, a.seconds, a.notes, a.score, a.questions, a.second as said, a.review_note as "reviewNote",
           (select r.valid_until from assessment.result r where r.district = a.district and r.source_id = a.id and r.ended_at is null
             order by r.from_day desc limit 1) as "validUntil",
           case when a.state = 'awaitingSecond' then null else (
             select b.answers -> 'items' from assessment.assessment b
              where b.district = a.district and b.elder_id = a.elder_id and b.instrument = a.instrument and b.id <> a.id
                and b.state in ('confirmed', 'disputed') and b.assessed_on <= a.assessed_on order by b.assessed_on desc, b.id desc limit 1) end as last,
           coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'whose', e.whose, 'fileId', e.file_id,
                       'takenAt', to_char(e.taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by e.id)
                       from assessment.evidence e where e.district = a.district and e.assessment_id = a.id), '[]') as evidence
      from assessment.assessment a join assessment.instrument i on i.digest = a.digest
      left join assessment.assessor f on f.district = a.district and f.id = a.first_id
      left join assessment.assessor s on s.district = a.district and s.id = a.second_id
     where a.district = ${key.district} and a.id = ${key.id}::uuid`.execute(tx)
  return rows[0] === undefined ? undefined : sheetOf(rows[0])
}

function sheetOf(row: Row): Sheet {
  const form = row.content
  const level = (at: number | null): string | null => (at === null ? null : (form.levels[at] ?? null))
  const notes = new Map(row.notes.map((note) => [note.item, note.words]))
  return {
    district: row.district,
    id: row.id,
    orderId: row.orderId,
    state: row.state,
    reason: row.reason,
    title: form.title,
    version: form.version,
    source: form.source,
    readings: [...(form.readings ?? [])],
    assessedOn: row.assessedOn,
    minutes: row.minutes,
    first: row.first,
    second: row.second,
    firstCertificate: row.firstCertificate,
    secondCertificate: row.secondCertificate,
    informant: row.informant,
    placeWords: `${PLACE_KINDS[row.place.kind]}，${IDENTITY_CHECKS[row.place.identityCheck]}，${row.place.at === null ? '没有定位' : '有定位'}`,
    sections: form.sections.map((section) => ({
      code: section.code,
      label: section.label,
      most: mostPoints(section),
      points: row.score.sections[section.code] ?? null,
      items: section.items.map((item) => {
        const points = row.answers.items[item.code] ?? null
        const own = row.said?.items?.[item.code]
        return {
          code: item.code,
          label: item.label,
          most: Math.max(...item.options.map((option) => option.points)),
          points,
          chosen: item.options.find((option) => option.points === points)?.label ?? null,
          second: own === undefined || own === points ? null : own,
          last: row.last?.[item.code] ?? null,
          seconds: row.seconds[item.code] ?? null,
          note: notes.get(item.code) ?? null,
        }
      }),
    })),
    circumstances: circumstancesOf(form, row.answers),
    basics: basicsOf(row.basics),
    total: row.score.total,
    preliminaryLevel: level(row.score.preliminaryLevel),
    finalLevel: level(row.score.finalLevel),
    adjustments: row.score.adjustments.map((each) => ({
      label: each.label,
      from: level(each.from) ?? '',
      to: level(each.to) ?? '',
      source: each.source,
    })),
    blockedBy: namesOfSettings(row.score.missing),
    questions: row.questions,
    evidence: row.evidence,
    reviewNote: row.reviewNote,
    validUntil: row.validUntil,
  }
}

/** What was stated beside the items, in words; what nobody stated is named as such. */
function circumstancesOf(form: Instrument, answers: FilledAnswers): Sheet['circumstances'] {
  return (form.circumstances ?? []).map((each) => {
    const stated = answers[each.code]
    if (stated === undefined) return { label: each.label, says: '未说明' }
    if (typeof stated === 'boolean') return { label: each.label, says: stated ? '是' : '否' }
    if (Array.isArray(stated)) return { label: each.label, says: stated.length === 0 ? '无' : stated.join('、') }
    const counts = Object.entries(stated as Record<string, number>).filter(([, count]) => count > 0)
    const words = counts.map(
      ([kind, count]) => `${each.kinds?.find((one) => one.code === kind)?.label ?? kind} ${count} 次`,
    )
    return { label: each.label, says: words.length === 0 ? '无' : words.join('、') }
  })
}

function basicsOf(basics: Basics): Sheet['basics'] {
  const many = (words: Readonly<Record<string, string>>, keys: readonly string[]) =>
    keys.length === 0 ? '未填' : keys.map((key) => words[key] ?? key).join('、')
  return [
    { label: '文化程度', says: basics.education === null ? '未填' : EDUCATION[basics.education] },
    { label: '居住情况', says: basics.living === null ? '未填' : LIVING[basics.living] },
    { label: '婚姻状况', says: basics.marital === null ? '未填' : MARITAL[basics.marital] },
    { label: '医疗费用支付', says: many(MEDICAL_PAYERS, basics.payers) },
    { label: '经济来源', says: many(INCOMES, basics.incomes) },
    { label: '健康问题', says: many(HEALTH_ISSUES, basics.healthIssues) },
    { label: '用药', says: basics.medicines === '' ? '未填' : basics.medicines },
  ]
}
