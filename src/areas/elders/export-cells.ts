import type { Day } from '../../platform/clock/day.ts'
import type { OutCell } from '../../platform/sheets/index.ts'
import { CATEGORIES } from './categories.ts'
import type { ElderFilter } from './contract.ts'
import { type StoredRow, type Surroundings, toElderRow } from './list-elders.ts'
import { CARE_DEPENDENCY, ID_KINDS, SEX, valueInWords } from './words.ts'

export type Numbers = 'masked' | 'full'

/** The head of an exported list. */
export const headOf = (numbers: Numbers): string[] => [
  '姓名',
  '性别',
  '出生日期',
  '年龄',
  '证件类型',
  numbers === 'full' ? '证件号' : '证件号（已遮蔽）',
  '居住地',
  '类别',
  '困难身份',
  '居住状况',
  '能力等级',
  '能力等级起',
  '状态',
]
export const WIDTHS = [12, 6, 12, 6, 12, 22, 36, 30, 20, 20, 12, 12, 10]

/** One person as a row of an exported list; numbers are texts, and opened only where the purpose allowed it. */
export function cellsOf(
  stored: StoredRow,
  around: Surroundings,
  asOf: Day,
  numbers: Numbers,
): (string | number | null)[] {
  const row = toElderRow(stored, around, asOf)
  const categories = row.categories.map((code) => CATEGORIES.find((each) => each.code === code)?.label ?? code)
  const level = row.careDependency as keyof typeof CARE_DEPENDENCY | null
  const full = numbers === 'full' && stored.id_cipher !== null
  return [
    row.name,
    row.sex === null ? '未采集' : SEX[row.sex],
    row.birthDate ?? '未采集',
    row.age,
    ID_KINDS[row.idKind],
    full ? around.platform.keyring.open(stored.id_cipher as Buffer) : (row.idMasked ?? ''),
    row.place,
    categories.join('、'),
    valueInWords('hardship', row.hardship),
    valueInWords('livingArrangement', row.livingArrangement),
    level === null ? '未评估' : CARE_DEPENDENCY[level],
    row.careDependencySince ?? '',
    row.diedOn !== null ? '已离世' : row.movedOut ? '已迁出' : '在册',
  ]
}

/** The second sheet: which conditions, who, when, what for, under which number. */
export const aboutRows = (
  filter: ElderFilter,
  about: { asOf: string; people: number; by: string; at: Date; purpose: string; number: string; released?: string },
): OutCell[][] => [
  [
    '条件',
    Object.entries(filter)
      .map(([key, value]) => `${key} = ${key === 'q' ? '（查找内容不写入）' : String(value)}`)
      .join('；') || '无',
  ],
  ['截至', about.asOf],
  ['人数', about.people],
  ['导出人', about.by],
  ...(about.released === undefined ? [] : [['放行人', about.released]]),
  ['导出时间', about.at.toISOString()],
  ['用途', about.purpose],
  ['编号', about.number],
]
