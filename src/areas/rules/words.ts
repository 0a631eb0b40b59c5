/** The Chinese of W25. In force, period over and not verified since are three things, shown apart. */
export const STANDING_WORDS = {
  inForce: { word: '现行', tone: 'ok' },
  notInForce: { word: '未施行或已停止', tone: 'neutral' },
  outOfJurisdiction: { word: '不适用于本地', tone: 'neutral' },
} as const

export const BASIS_WORDS = {
  document: { word: '文件所定', tone: 'ok' },
  setting: { word: '本区已设', tone: 'ok' },
  unset: { word: '还没有设', tone: 'warn' },
} as const

export const SUBJECT_WORDS = { person: '个人待遇', facility: '机构设施', project: '项目' } as const

export const SETTING_WORDS = {
  draft: { word: '待第二人签署', tone: 'warn' },
  inForce: { word: '已签署', tone: 'ok' },
  superseded: { word: '已被替换', tone: 'neutral' },
  withdrawn: { word: '已撤回', tone: 'neutral' },
} as const

/** A value as people read it. */
export function sayValue(value: unknown, words: Readonly<Record<string, string>>, unit: string | null): string {
  if (value === null || value === undefined) return '未设定'
  if (typeof value === 'boolean') return words[String(value)] ?? (value ? '是' : '否')
  if (Array.isArray(value))
    return value.length === 0 ? '（不选）' : value.map((each) => words[String(each)] ?? String(each)).join('、')
  const shown = words[String(value)] ?? (typeof value === 'object' ? JSON.stringify(value) : String(value))
  return unit === null ? shown : `${shown} ${unit}`
}
