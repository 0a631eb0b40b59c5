import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { record } from '../../platform/audit/index.ts'
import { inScope, newId } from '../../platform/db/index.ts'
import { Refused } from '../../platform/http/index.ts'
import { writeCsv, writeXlsx } from '../../platform/sheets/index.ts'
import { CATEGORIES } from './categories.ts'
import type { ElderFilter, ElderRow } from './contract.ts'
import { listElders, type Surroundings } from './list-elders.ts'
import { refusals } from './refusals.ts'
import { CARE_DEPENDENCY, ID_KINDS, SEX, valueInWords } from './words.ts'

/** More than this needs a purpose and a second person (UX §5), which exports do not have yet: it is refused. */
export const EXPORT_LIMIT = 5000
const AT_ONCE = 1000

export type ListFile = { name: string; type: string; body: Buffer }

const HEAD = [
  '姓名',
  '性别',
  '出生日期',
  '年龄',
  '证件类型',
  '证件号（已遮蔽）',
  '居住地',
  '类别',
  '困难身份',
  '居住状况',
  '能力等级',
  '能力等级起',
  '状态',
]

/**
 * A list as a file, with the same conditions as on the screen: numbers masked and written as text, and a second sheet that says
 * which conditions, who, when, what for and under which number the export stands in the audit.
 */
export async function exportList(
  around: Surroundings,
  filter: ElderFilter,
  how: { format: 'xlsx' | 'csv'; purpose: string },
): Promise<ListFile> {
  const { platform, principal } = around
  if (how.purpose.length < 2) throw new Refused(refusals.purposeMissing())
  const number = newId()
  const { rows, asOf } = await inScope(platform.db, principal.scope, async (tx) => {
    const all: ElderRow[] = []
    let cursor: string | undefined
    let day: string
    do {
      const page = await listElders(tx, around, { ...filter, sort: 'name', limit: AT_ONCE, cursor })
      all.push(...page.rows)
      day = page.asOf
      cursor = page.next ?? undefined
      if (all.length > EXPORT_LIMIT) throw new Refused(refusals.exportTooMany(EXPORT_LIMIT))
    } while (cursor !== undefined)
    const { q, ...conditions } = filter
    await record(tx, {
      district: all[0]?.district ?? '',
      account: principal.account,
      action: 'elder.export',
      object: 'register',
      objectId: number,
      purpose: how.purpose,
      after: { conditions, searched: q !== undefined, rows: all.length, format: how.format },
    })
    return { rows: all, asOf: day }
  })
  const name = `老人台账-${asOf}`
  if (how.format === 'csv') {
    let text = ''
    for await (const line of writeCsv(HEAD, rows.map(cellsOf))) text += line
    return { name: `${name}.csv`, type: 'text/csv; charset=utf-8', body: Buffer.from(text) }
  }
  const stream = new PassThrough()
  const collected = buffer(stream)
  await writeXlsx(stream, [
    {
      name: '名单',
      frozenRows: 1,
      columnWidths: [12, 6, 12, 6, 12, 22, 36, 30, 20, 20, 12, 12, 10],
      rows: [HEAD, ...rows.map(cellsOf)],
    },
    {
      name: '说明',
      columnWidths: [16, 60],
      rows: [
        [
          '条件',
          Object.entries(filter)
            .map(([key, value]) => `${key} = ${key === 'q' ? '（查找内容不写入）' : String(value)}`)
            .join('；') || '无',
        ],
        ['截至', asOf],
        ['人数', rows.length],
        ['导出人', principal.name],
        ['导出时间', platform.now().toISOString()],
        ['用途', how.purpose],
        ['编号', number],
      ],
    },
  ])
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  return { name: `${name}.xlsx`, type, body: await collected }
}

function cellsOf(row: ElderRow): (string | number | null)[] {
  const categories = row.categories.map((code) => CATEGORIES.find((each) => each.code === code)?.label ?? code)
  const level = row.careDependency as keyof typeof CARE_DEPENDENCY | null
  return [
    row.name,
    row.sex === null ? '未采集' : SEX[row.sex],
    row.birthDate ?? '未采集',
    row.age,
    ID_KINDS[row.idKind],
    row.idMasked ?? '',
    row.place,
    categories.join('、'),
    valueInWords('hardship', row.hardship),
    valueInWords('livingArrangement', row.livingArrangement),
    level === null ? '未评估' : CARE_DEPENDENCY[level],
    row.careDependencySince ?? '',
    row.diedOn !== null ? '已离世' : row.movedOut ? '已迁出' : '在册',
  ]
}
