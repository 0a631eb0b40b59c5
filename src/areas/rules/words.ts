/** The Chinese of W25. In force, period over and not verified since are three things, shown apart. */
export const STANDING_WORDS = {
  inForce: { word: '现行', tone: 'ok' },
  notInForce: { word: '未施行或已停止', tone: 'neutral' },
  outOfJurisdiction: { word: '不适用于本地', tone: 'neutral' },
} as const

/** Where a value comes from: set here, or taken over from the place above. */
export const ORIGIN_WORDS = {
  here: { word: '本级已设', tone: 'ok' },
  city: { word: '沿用全市设定', tone: 'ok' },
  nation: { word: '沿用全国设定', tone: 'ok' },
  unset: { word: '还没有设', tone: 'warn' },
} as const

export const originOf = (setIn: string | null, division: string): keyof typeof ORIGIN_WORDS =>
  setIn === null ? 'unset' : setIn === division ? 'here' : setIn === '000000' ? 'nation' : 'city'

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
