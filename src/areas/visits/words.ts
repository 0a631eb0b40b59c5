/** Words of this area, as people see them. */
export const BECAUSE: Readonly<Record<string, string>> = {
  alone: '独居',
  emptyNest: '空巢',
  leftBehind: '留守',
  kinless: '孤寡',
  mild: '轻度失能',
  moderate: '中度失能',
  severe: '重度或完全失能',
  severelyDisabled: '重残',
  disabled: '残疾',
  specialOneChildFamily: '计划生育特殊家庭',
  advancedAge: '高龄',
  dementia: '失智',
  hardship: '经济困难',
}

export const OUTCOMES = { seen: '见到本人', notSeen: '未见到', died: '已去世', movedAway: '已搬走' } as const
export const WAYS = { home: '上门', phone: '电话', video: '视频' } as const
export const NOT_SEEN = {
  noAnswer: '敲门无人应',
  atFields: '下地干活',
  withFamily: '在家人处',
  inHospital: '住院',
  inFacility: '住养老机构',
  travelling: '外出',
  refused: '不愿见',
  unknown: '不清楚',
} as const
export const DANGER = {
  unconscious: '叫不应',
  fell: '摔倒受伤',
  seriouslyIll: '病重',
  noFoodOrWater: '断粮断水',
  abuse: '受虐待或被遗弃',
  selfHarm: '有轻生念头',
  fireGasPower: '火、气、电有危险',
  houseUnsafe: '房屋危险',
  lost: '走失',
} as const
export const NEEDS = {
  meal: '助餐',
  cleaning: '助洁',
  bathing: '助浴',
  medicalEscort: '助医',
  mobility: '助行',
  emergency: '助急',
  medicine: '代购药品',
  retrofit: '适老化改造',
  device: '辅具或呼叫设备',
  assessment: '能力评估',
  benefit: '待遇申请',
  mentalCare: '心理关爱',
  familyDuty: '督促赡养',
  guardian: '监护人',
  farmWork: '春种秋收',
  other: '其他',
} as const
export const REFERRAL_STATES = {
  waiting: '待接办',
  returned: '无人接办，已退回',
  taken: '办理中',
  done: '待老人确认',
  confirmed: '已确认解决',
  withdrawn: '不再需要',
} as const
export const CHECK_BECAUSE = { notSeenTwice: '两次未见到本人', dangerSign: '有危险迹象' } as const
export const DRIVERS = {
  specialDifficulty: '规划所列特殊困难老年人',
  visitPriority: '国家所列探访关爱对象',
  either: '两份名单中的任一份',
} as const
export const DOUBTS = {
  distance: '记录位置离住址较远',
  shortStay: '停留时间短',
  impossibleTravel: '两户之间时间太短',
  reusedPhoto: '照片与其他记录相同',
  equalAnswers: '连续几户答案完全相同',
  clock: '手机时间存疑',
} as const
export const ANSWERS = {
  explained: '情况合理',
  corrected: '记录已更正',
  toTrain: '需要培训',
  toVisitAgain: '请重新上门',
} as const
export const PAIR_MODES = { oneToOne: '一对一', grid: '网格化' } as const
export const PARTNER_KINDS = {
  partyMember: '党员',
  cadre: '村（社区）干部',
  volunteer: '志愿者',
  neighbour: '邻居',
  assistant: '养老助理',
  grid: '网格员',
  socialWorker: '社工',
  other: '其他',
} as const
export const PLAN_STATES = { planned: '待巡访', done: '已巡访', notSeen: '未见到', cancelled: '已取消' } as const
export const PLAN_CAUSES: Readonly<Record<string, string>> = {
  notDue: '不再属于名单',
  gone: '去世或离开',
  told: '巡访得知去世或搬走',
  unassigned: '补派巡访人',
  noPost: '原巡访人不在岗',
  moved: '老人搬到别的村',
  away: '巡访人请假',
  overdue: '过期未访，重新排期',
  handedOver: '交接',
}

/** The figures of a question as a sentence, without a verdict. */
export function sayDoubt(kind: keyof typeof DOUBTS, facts: Readonly<Record<string, unknown>>): string {
  const figure = (name: string) => String(facts[name] ?? '')
  switch (kind) {
    case 'distance':
      return `离登记的住址约 ${figure('metres')} m（定位误差约 ${figure('accuracy')} m）`
    case 'shortStay':
      return `停留 ${figure('minutes')} 分钟`
    case 'impossibleTravel':
      return `与另一户相距约 ${figure('metres')} m，间隔 ${figure('minutes')} 分钟`
    case 'reusedPhoto':
      return `${figure('photos')} 张照片也出现在别的记录中`
    case 'equalAnswers':
      return `连续 ${figure('homes')} 户的答案完全相同`
    case 'clock':
      return `手机时间相差约 ${figure('minutes')} 分钟`
  }
}

/** What a re-planning came to. */
export function sayReplanned({ moved, cancelled }: { moved: Record<string, number>; cancelled: number }): string {
  const parts = Object.entries(moved).map(([cause, n]) => `${PLAN_CAUSES[cause] ?? cause} ${n} 次`)
  if (cancelled > 0) parts.push(`去世或离开，取消 ${cancelled} 次`)
  return parts.length === 0 ? '安排都合适，没有需要调整的' : `已调整：${parts.join('，')}`
}

export const ROSTER_WORDS = {
  verified: '村（社区）已核实',
  confirmed: '乡镇（街道）已确认',
  objected: '有异议',
  left: '已退出',
} as const
export const GUARDIAN_WORDS = {
  none: '没有监护人',
  statutory: '法定监护',
  agreed: '意定监护',
  appointed: '指定监护',
  organisation: '委托机构',
} as const
export const CARE_WORDS = {
  screening: '筛查',
  talk: '谈心疏导',
  group: '小组活动',
  crisis: '危机处置',
  referral: '转介',
  followUp: '回访',
} as const
export const CARE_RISK_WORDS = { none: '没有风险', watch: '需要关注', high: '高风险', crisis: '危机' } as const
