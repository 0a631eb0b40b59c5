import type { StateWords } from '../../ui/status.tsx'
import type { Batch, Group, ReportCard, Row } from './calls.ts'
import { type Field, fieldLabels } from './list-kinds.ts'

export const kindWords: Record<Batch['kind'], string> = {
  ledger: '老年人台账',
  deaths: '死亡名单（公安）',
  cremations: '火化名单（殡葬）',
  disability: '残疾人证名单（残联）',
  hardship: '困难人员名单（救助）',
}

export const stateWords: StateWords<Batch['state']> = {
  draft: { word: '草稿', tone: 'neutral' },
  committed: { word: '已提交', tone: 'ok' },
  rolledBack: { word: '已回退', tone: 'neutral' },
}

export const classWords: StateWords<Row['class']> = {
  block: { word: '阻断', tone: 'danger' },
  confirm: { word: '确认', tone: 'warn' },
  clean: { word: '可提交', tone: 'ok' },
}

export const outcomeWords: Record<NonNullable<Row['outcome']>, string> = {
  added: '新增',
  changed: '更新',
  unchanged: '无变化',
  unknown: '台账中没有',
  differing: '姓名不同',
}

export const gradeWords: Record<ReportCard['grade'], string> = {
  excellent: '优',
  good: '良',
  fair: '中',
  poor: '需要改进',
}

/** What the sender of a list can do, so that a kind of finding does not come again. */
export const adviceWords: Record<Group['code'], string> = {
  required: '补填姓名和居住的村（社区）',
  idChecksum: '按证件核对身份证号',
  idDamagedBySpreadsheet: '把身份证号一列设为文本格式后再填写',
  idBirthdateMismatch: '出生日期按身份证填写',
  sexMismatch: '性别按身份证填写',
  dateInvalid: '日期写成 1944-03-12 的样子',
  divisionUnknown: '村（社区）写现在的全称',
  phoneInvalid: '电话填 11 位手机号，或区号加座机号',
  hardshipUnknown: '困难类型用特困、低保、低保边缘等统一说法',
  livingArrangementUnknown: '居住状况用空巢、独居、留守等统一说法',
  duplicateInFile: '一位老人只填一行',
  duplicateInRegister: '搬来的老人先办转入，离世的不再填报',
}

export const hardshipWords: Record<string, string> = {
  extreme: '特困',
  subsistence: '低保',
  subsistenceMargin: '低保边缘',
  lowIncome: '低收入',
  unstableAfterPoverty: '脱贫不稳定户',
  proneToPoverty: '边缘易致贫户',
  registeredPoor: '建档立卡',
}

export const livingWords: Record<string, string> = {
  emptyNest: '空巢',
  alone: '独居',
  leftBehind: '留守',
  kinless: '孤寡',
  withFamily: '与家人同住',
  institution: '机构居住',
}

const valueWords: Record<string, string> = {
  ...hardshipWords,
  ...livingWords,
  male: '男',
  female: '女',
  bereaved: '独生子女死亡',
  disabledChild: '独生子女伤残',
  none: '不是',
  visual: '视力',
  hearing: '听力',
  speech: '言语',
  physical: '肢体',
  intellectual: '智力',
  mental: '精神',
  multiple: '多重',
}
const grades: Record<string, string> = { '1': '一级', '2': '二级', '3': '三级', '4': '四级' }
/** Kinds of facts that are no column of their own. */
const factWords: Record<string, string> = { death: '死亡日期', residence: '住在' }

/** A field or kind of fact in words; a code that has none is shown as it is. */
export const fieldWord = (field: string): string => fieldLabels[field as Field] ?? factWords[field] ?? field

/** A value of the register in words: sets joined, a disability with its grade, nothing as 未采集, an empty set as 无. */
export function valueWord(value: unknown): string {
  if (value === null || value === undefined || value === '') return '未采集'
  if (Array.isArray(value) && value.length === 2 && value[1] in grades)
    return `${valueWord(value[0])}${grades[value[1]]}`
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.map(valueWord).join('、')
  if (typeof value === 'object') return Object.values(value).map(valueWord).join(' ')
  const text = String(value)
  return valueWords[text] ?? text
}
