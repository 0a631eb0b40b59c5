/** The closed vocabularies of assessments and their Chinese words; server and screens share this file, so it imports nothing. */

/** GB/T 42195 Annex A names five reasons; a re-check by lot is our own and keeps its pair apart from the first. */
export const REASONS = {
  first: '首次评估',
  routine: '常规评估',
  immediate: '即时评估',
  dispute: '异议复评',
  recheck: '抽查复核',
  other: '其他',
} as const
export type Reason = keyof typeof REASONS

export const INFORMANT_RELATIONS = {
  self: '本人',
  spouse: '配偶',
  child: '子女',
  otherKin: '其他亲属',
  paidCarer: '雇佣照顾者',
  committee: '村（居）委会人员',
  other: '其他',
} as const

export const PLACE_KINDS = { home: '家中', facility: '养老机构', hospital: '医院', other: '其他' } as const

export const IDENTITY_CHECKS = {
  idCard: '查看身份证件',
  socialCard: '查看社保卡',
  vouched: '村（居）委会人员确认',
} as const

export const EDUCATION = {
  none: '文盲',
  primary: '小学',
  juniorMiddle: '初中',
  seniorMiddle: '高中/技校/中专',
  college: '大专及以上',
  unknown: '不详',
} as const
export const LIVING = {
  alone: '独居',
  spouse: '与配偶',
  children: '与子女',
  parents: '与父母',
  siblings: '与兄弟姐妹',
  otherKin: '与其他亲属',
  others: '与非亲属',
  facility: '养老机构',
} as const
export const MARITAL = { single: '未婚', married: '已婚', widowed: '丧偶', divorced: '离婚', untold: '未说明' } as const
export const MEDICAL_PAYERS = {
  employee: '职工医保',
  resident: '城乡居民医保',
  self: '自费',
  civilServant: '公务员补助',
  company: '企业补充保险',
  publicCare: '公费医疗',
  relief: '医疗救助',
  seriousIllness: '大病保险',
} as const
export const INCOMES = {
  pension: '退休金/养老金',
  children: '子女补贴',
  kin: '亲友资助',
  state: '国家普惠型补贴',
  savings: '个人储蓄',
  other: '其他补贴',
} as const
/** Health issues of the form of GB/T 42195 that colour the report and never the level. */
export const HEALTH_ISSUES = {
  pressureInjury: '压力性损伤',
  jointRange: '关节活动受限',
  wound: '伤口',
  tubeFeeding: '胃管',
  catheter: '尿管',
  tracheotomy: '气管切开',
  stoma: '造瘘',
  ventilator: '无创呼吸机',
  dialysis: '透析',
  pain: '疼痛',
  missingTeeth: '牙齿缺失',
  denture: '义齿',
  swallowing: '吞咽困难',
  malnutrition: '营养不良',
  airway: '清理呼吸道无效',
} as const

/** Life of an order: asked, given to two assessors, answered on site, and closed by the review. */
export const ORDER_STATES = {
  open: '待派单',
  assigned: '已派单',
  recorded: '已评估',
  closed: '已办结',
  cancelled: '已取消',
} as const
export type OrderState = keyof typeof ORDER_STATES

/** Life of a filled form. */
export const ASSESSMENT_STATES = {
  awaitingSecond: '待第二人确认',
  submitted: '待复核',
  confirmed: '已生效',
  returned: '已退回重评',
  disputed: '异议处理中',
  replaced: '已被复评替代',
} as const
export type AssessmentState = keyof typeof ASSESSMENT_STATES

export const BACKGROUNDS = {
  medical: '医学',
  nursing: '护理',
  rehabilitation: '康复',
  socialWork: '社会工作',
  other: '其他',
} as const

export const STANDINGS = { active: '在册', suspended: '暂停', removed: '清退' } as const

/** Levels of GB/T 42195 as the register keeps them, from the least to the most severe. */
export const LEVELS = ['none', 'mild', 'moderate', 'severe', 'total'] as const
export type Level = (typeof LEVELS)[number]
export const LEVEL_WORDS = ['能力完好', '轻度失能', '中度失能', '重度失能', '完全失能'] as const

export const DISPUTE_BY = {
  elder: '老人本人',
  family: '家属',
  guardian: '监护人',
  facility: '养老机构',
  office: '经办单位',
} as const

export const DUE_WORDS = { never: '没有评估过', overdue: '已过有效期', soon: '60 天内到期' } as const

export const SKIPPED_WORDS: Readonly<Record<string, string>> = {
  died: '已登记离世',
  open: '已有未办结的评估单',
  merged: '档案已合并',
  unknown: '不在本区县或没有权限',
}

/** Tones of the states, for `Status`. */
export const ORDER_STATUS = {
  open: { word: ORDER_STATES.open, tone: 'warn' },
  assigned: { word: ORDER_STATES.assigned, tone: 'info' },
  recorded: { word: ORDER_STATES.recorded, tone: 'info' },
  closed: { word: ORDER_STATES.closed, tone: 'ok' },
  cancelled: { word: ORDER_STATES.cancelled, tone: 'neutral' },
} as const
export const SHEET_STATUS = {
  awaitingSecond: { word: ASSESSMENT_STATES.awaitingSecond, tone: 'warn' },
  submitted: { word: ASSESSMENT_STATES.submitted, tone: 'warn' },
  confirmed: { word: ASSESSMENT_STATES.confirmed, tone: 'ok' },
  returned: { word: ASSESSMENT_STATES.returned, tone: 'neutral' },
  disputed: { word: ASSESSMENT_STATES.disputed, tone: 'warn' },
  replaced: { word: ASSESSMENT_STATES.replaced, tone: 'neutral' },
} as const
export const RECOGNITION_STATUS = {
  pending: { word: '待决定', tone: 'warn' },
  recognised: { word: '已采信', tone: 'ok' },
  recognisedWithCheck: { word: '采信并抽核', tone: 'ok' },
  refused: { word: '需重评', tone: 'neutral' },
} as const
export const FINDING_STATUS = {
  acceptable: { word: '可以采信', tone: 'ok' },
  wait: { word: '待核', tone: 'warn' },
  reassess: { word: '需重评', tone: 'warn' },
  blocked: { word: '阻断', tone: 'danger' },
} as const
export const MATCH_WORDS = {
  number: '姓名和证件号码一致',
  nameOnly: '只核对了姓名',
  differs: '证件号码不一致',
} as const
export const SCALE_WORDS = {
  gbt42195: 'GB/T 42195-2022',
  mzt039: 'MZ/T 039-2013',
  ltci: '长护失能等级',
  other: '其他量表',
} as const
export const DRIFT_WORDS = {
  notEnough: '份数少，不作比较',
  asPeers: '与同行相近',
  moreSevere: '评得比同行重',
  lessSevere: '评得比同行轻',
} as const
export const SERVICE_MODES = { home: '居家', homeVisit: '居家上门', facility: '机构' } as const
