/** The closed vocabularies of custody and their Chinese words; server and screens share this file. */
export const FEE_KINDS = { service: '养老服务费', deposit: '押金', membership: '会员费' } as const
export type FeeKind = keyof typeof FEE_KINDS

export const MOVEMENT_KINDS = {
  ...FEE_KINDS,
  use: '机构用款',
  topUp: '机构补足',
  interest: '利息',
  other: '其他',
} as const
export type MovementKind = keyof typeof MOVEMENT_KINDS

export const WITHDRAWAL_KINDS = {
  charge: '抵扣本人费用',
  refund: '退还本人',
  emergencyMedical: '紧急医疗',
  facility: '弥补设施建设资金不足',
  ownService: '发展本机构养老服务',
} as const
export type WithdrawalKind = keyof typeof WITHDRAWAL_KINDS

export const STEP_KINDS = {
  remind: '提示',
  interview: '约谈',
  rectify: '限期整改',
  stopPrepayment: '暂停预收',
  jointAction: '联合处置',
  resume: '恢复预收',
} as const
export type StepKind = keyof typeof STEP_KINDS

export const ALERT_KINDS = {
  belowRequired: '余额低于留存要求',
  overdueRefund: '退费超期',
  overCap: '超过收取上限',
  barredMembership: '不得收取会员费',
  unmatched: '有款项没有对上合同',
  outflow: '单日支出异常',
  missingFeed: '没有收到银行数据',
  noAccount: '收了预收费却没有存管账户',
  evidenceOverdue: '紧急医疗材料超期',
} as const
export type AlertKind = keyof typeof ALERT_KINDS

export const PRICE_ITEMS = {
  bed: '床位费',
  care: '护理费',
  meals: '伙食费',
  deposit: '押金',
  other: '其他项目',
} as const
export const PRICE_UNITS = { month: '元/月', day: '元/天', once: '元/次' } as const
export const PRICE_MODES = {
  free: '自主确定',
  reasonable: '合理确定',
  guided: '政府定价或政府指导价',
  byContract: '按委托运营协议确定',
} as const
export type PriceMode = keyof typeof PRICE_MODES

export const WITHDRAWAL_STATES = {
  asked: { word: '等待银行审核', tone: 'info' },
  approved: { word: '银行已同意', tone: 'ok' },
  refused: { word: '银行未同意', tone: 'warn' },
  paid: { word: '已支付', tone: 'ok' },
  withdrawn: { word: '已撤回', tone: 'neutral' },
} as const

export const HOME_STATES = {
  stopped: { word: '暂停预收', tone: 'warn' },
  noAccount: { word: '没有存管账户', tone: 'warn' },
  low: { word: '低于留存要求', tone: 'warn' },
  waiting: { word: '有款项待对', tone: 'info' },
  quiet: { word: '未见异常', tone: 'ok' },
  unknown: { word: '等待银行数据', tone: 'neutral' },
} as const

/** The one state of a home that matters most. A home without figures is never called quiet. */
export function homeState(of: {
  stopped: boolean
  bank: string | null
  balanceFen: number | null
  requiredFen: number | null
  waiting: number
  alerts: number
}): keyof typeof HOME_STATES {
  if (of.stopped) return 'stopped'
  if (of.bank === null) return 'noAccount'
  if (of.balanceFen === null || of.requiredFen === null) return 'unknown'
  if (of.balanceFen < of.requiredFen) return 'low'
  return of.waiting > 0 || of.alerts > 0 ? 'waiting' : 'quiet'
}
