/** The Chinese of this area: schemes, reasons, outcomes. Shared by the server, the screens and the command line. */

export const SCHEME_WORDS: Readonly<Record<string, string>> = {
  'old-age-allowance': '高龄津贴',
  'care-subsidy': '养老服务补贴',
  'extreme-hardship-care-subsidy': '特困照料护理补贴',
  'disability-voucher': '失能老年人消费券',
}

export const KIND_WORDS = { new: '新增', stopped: '停发', amountChanged: '调整' } as const
export type ChangeKind = keyof typeof KIND_WORDS

/** Why a line changed; a fact that differs is named by the fact. */
export const REASON_WORDS: Readonly<Record<string, string>> = {
  age: '年龄到档',
  died: '已离世',
  left: '迁出或不再属于本地',
  joined: '新入册或迁入',
  otherScheme: '改享另一项待遇',
  otherSchemeEnded: '另一项待遇停止',
  overlapUnset: '两项能否同享尚未设定',
  factMissing: '情况变为不明',
  factCompleted: '补齐了情况',
  claimed: '申请已批准或已同意',
  claimEnded: '还没有申请或同意',
  ruleChanged: '规则或标准调整',
  birthDate: '出生日期更正',
  hardship: '困难类别变化',
  careDependency: '能力评估等级变化',
  livingArrangement: '居住状况变化',
  disabilityGrade: '残疾等级变化',
  specialOneChildFamily: '计划生育特殊家庭变化',
  householdDivision: '户籍地变化',
  diedOn: '死亡记录变化',
  merged: '两份档案并为一人',
  transferred: '已转往其他区县',
  late: '情况后来才登记',
}

export const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  granted: '可以享受',
  notMet: '暂不符合',
  undetermined: '缺少情况',
  blocked: '参数未设定',
  excluded: '就另一项享受',
  notInForce: '当月未施行',
  unclaimed: '符合条件，尚未申请',
}

const FACT_WORDS: Readonly<Record<string, string>> = {
  birthDate: '出生日期',
  hardship: '困难类别',
  careDependency: '能力评估等级',
  livingArrangement: '居住状况',
  householdDivision: '户籍地',
  diedOn: '死亡记录',
  disabilityGrade: '残疾等级',
  specialOneChildFamily: '计划生育特殊家庭',
}

/** `unknown:careDependency` → `还缺：能力评估等级`. */
export function sayReason(reason: string): string {
  const [kind = '', rest = ''] = reason.split(/:(.*)/s)
  if (kind === 'met') return '符合条件'
  if (kind === 'unknown') return `还缺：${factsInWords(rest)}`
  if (kind === 'excluded') return `与${SCHEME_WORDS[rest] ?? rest}不同时享受`
  if (kind === 'unclaimed') return '符合条件，还没有申请或同意'
  if (kind === 'parameter') return '两项能否同时享受，区县尚未设定'
  if (kind === 'notMet') return `不符合：${factsInWords(rest)}`
  return REASON_WORDS[reason] ?? reason
}

/** `birthDate+careDependency` → `出生日期、能力评估等级`. */
const factsInWords = (names: string): string =>
  names
    .split('+')
    .map((name) => FACT_WORDS[name] ?? REASON_WORDS[name] ?? '其他情况')
    .join('、')

/** Where a batch stands (JOURNEYS 0.3); payment's states come with payments. */
export const STATE_WORDS = { made: '乡镇核对', confirmed: '区县复核', reviewed: '待财政确认' } as const

/** How each outcome is shown; red stays with what blocks. */
export const OUTCOME_TONES: Readonly<Record<string, 'ok' | 'neutral' | 'warn' | 'info'>> = {
  granted: 'ok',
  notMet: 'neutral',
  undetermined: 'warn',
  blocked: 'warn',
  excluded: 'info',
  unclaimed: 'info',
  notInForce: 'neutral',
}

/** What a line that could not be decided asks of somebody (W05). */
export const MATTER_WORDS = {
  undetermined: { word: '补充情况', tone: 'warn' },
  excluded: { word: '两项不同享', tone: 'info' },
  blocked: { word: '等待设定', tone: 'warn' },
  unclaimed: { word: '可主动告知', tone: 'info' },
} as const
