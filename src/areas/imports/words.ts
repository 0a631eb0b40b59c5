import type { StateWords } from '../../ui/status.tsx'
import type { Batch, Row } from './calls.ts'
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
}

/** A field in words; a code that has none is shown as it is. */
export const fieldWord = (field: string): string => fieldLabels[field as Field] ?? field

/** A value of the register in words: sets joined, nothing as 未采集, an empty set as 无. */
export function valueWord(value: unknown): string {
  if (value === null || value === undefined || value === '') return '未采集'
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.map(valueWord).join('、')
  if (typeof value === 'object') return Object.values(value).map(valueWord).join(' ')
  const text = String(value)
  return valueWords[text] ?? text
}
