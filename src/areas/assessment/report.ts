import { sql } from 'kysely'
import { ageOn, type Day } from '../../platform/clock/day.ts'
import { maskIdNumber } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { issuePaper } from '../../platform/documents/index.ts'
import { ok, type Platform, type Result, refuse } from '../../platform/http/index.ts'
import { currentTree } from '../divisions/index.ts'
import { readSheet } from './read-sheet.ts'
import { refusals } from './refusals.ts'
import { numberSetting, settingsOn } from './settings.ts'
import { ASSESSMENT_STATES, INFORMANT_RELATIONS, REASONS } from './words.ts'

/** Issues 能力评估报告 of a sheet that has a level: a paper with number and check code, drawn at the first reading. */
export async function issueReport(
  tx: Tx,
  platform: Platform,
  account: string,
  key: { district: string; id: string },
): Promise<Result<{ number: string; href: string }>> {
  const sheet = await readSheet(tx, key)
  if (sheet === undefined) return refuse(refusals.sheetUnknown())
  if (sheet.finalLevel === null || sheet.preliminaryLevel === null)
    return refuse(refusals.levelMissing(sheet.blockedBy))
  const { rows } = await sql<{
    elderId: string
    number: string
    agency: string
    example: boolean
    name: string
    sex: string | null
    birthDate: Day | null
    idCipher: Buffer | null
    township: string
    village: string | null
  }>`
    select o.elder_id::text as "elderId", o.number, g.name as agency, coalesce(e.synthetic, false) as example, e.name, e.sex,
           e.birth_date as "birthDate", e.id_cipher as "idCipher", o.township, o.village
      from assessment.work_order o join assessment.agency g on g.district = o.district and g.id = o.agency_id
      join elders.elder e on e.district = o.district and e.id = o.elder_id
     where o.district = ${key.district} and o.id = ${sheet.orderId}::uuid`.execute(tx)
  const of = rows[0]
  if (of === undefined) return refuse(refusals.elderUnknown())
  const tree = await currentTree(platform.db, platform.now().getTime())
  const days = numberSetting(await settingsOn(tx, key.district, platform.today()), 'assessment-objection-days')
  const { number, href } = await issuePaper(tx, platform, {
    kind: 'assessment',
    district: key.district,
    account,
    subject: {
      object: 'assessment',
      objectId: key.id,
      href: `/w/assessments/orders/${key.district}/${sheet.orderId}`,
      township: of.township,
      ...(of.village === null ? {} : { village: of.village }),
      elderId: of.elderId,
    },
    data: {
      office: of.agency,
      example: of.example,
      orderNumber: of.number,
      title: sheet.title,
      standard: sheet.source,
      person: [
        { label: '姓名', value: of.name },
        { label: '性别', value: of.sex === 'male' ? '男' : of.sex === 'female' ? '女' : '未采集' },
        { label: '年龄', value: of.birthDate === null ? '未采集' : `${ageOn(platform.today(), of.birthDate)} 岁` },
        {
          label: '证件号码',
          value: of.idCipher === null ? '未采集' : maskIdNumber(platform.keyring.open(of.idCipher)),
        },
        { label: '居住地', value: tree.path(of.village ?? of.township, platform.today()) },
      ],
      circumstances: [
        { label: '评估原因', value: REASONS[sheet.reason] },
        { label: '评估日期', value: sheet.assessedOn },
        { label: '地点', value: sheet.placeWords },
        { label: '信息提供者', value: `${sheet.informant.name}（${INFORMANT_RELATIONS[sheet.informant.relation]}）` },
        ...sheet.basics.map((each) => ({ label: each.label, value: each.says })),
        ...sheet.circumstances.map((each) => ({ label: each.label, value: each.says })),
      ],
      assessors: [
        { name: sheet.first, certificate: sheet.firstCertificate },
        { name: sheet.second, certificate: sheet.secondCertificate },
      ],
      sections: sheet.sections.map((section) => ({
        label: section.label,
        points: section.points ?? 0,
        most: section.most,
        items: section.items.map((item) => ({
          code: item.code,
          label: item.label,
          chosen: item.chosen ?? '未答',
          points: item.points ?? 0,
          most: item.most,
        })),
      })),
      ...(sheet.total === null ? {} : { total: sheet.total }),
      preliminaryLevel: sheet.preliminaryLevel,
      adjustments: sheet.adjustments.map((each) => `${each.label}：${each.from} → ${each.to}（${each.source}）`),
      finalLevel: sheet.finalLevel,
      state: ASSESSMENT_STATES[sheet.state as keyof typeof ASSESSMENT_STATES] ?? sheet.state,
      ...(sheet.validUntil === null ? {} : { validUntil: sheet.validUntil as Day }),
      readings: sheet.readings,
      remedy: `对结果有异议的，${days === undefined ? '' : `可在收到报告后 ${days} 天内，`}向村（社区）或区县民政部门提出，由另一组评估员复评。`,
    },
  })
  return ok({ number, href })
}
