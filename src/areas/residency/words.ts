/** The Chinese of residency: states, kinds, risks. Shared by the server and the screens, so it imports nothing. */

export const APPLICATION_WORDS = {
  waiting: { word: '轮候中', tone: 'info' },
  offered: { word: '已邀约', tone: 'warn' },
  admitted: { word: '已入住', tone: 'ok' },
  withdrawn: { word: '已撤回', tone: 'neutral' },
  closed: { word: '已终止', tone: 'neutral' },
} as const

export const OFFER_WORDS = {
  open: { word: '等待答复', tone: 'warn' },
  accepted: { word: '已接受', tone: 'ok' },
  used: { word: '已入住', tone: 'ok' },
  declined: { word: '已放弃', tone: 'neutral' },
  passed: { word: '已过号', tone: 'neutral' },
  cancelled: { word: '已取消', tone: 'neutral' },
} as const

export const BED_WORDS = {
  free: { word: '空床', tone: 'ok' },
  offered: { word: '已邀约', tone: 'warn' },
  occupied: { word: '在住', tone: 'info' },
  away: { word: '外出或住院', tone: 'warn' },
  closed: { word: '停用', tone: 'neutral' },
} as const

export const BED_KINDS = { ordinary: '普通床', nursing: '护理型', dementia: '失智专区' } as const
export const STAY_KINDS = { long: '长期入住', short: '短期入住', respite: '喘息服务' } as const
export const CHANNELS = { sms: '短信', call: '电话', visit: '上门', family: '联系家属' } as const
export const PAYERS = { self: '本人', family: '家属', government: '政府供养' } as const
export const SIGNERS = { self: '本人', guardian: '监护人', supporter: '赡养人', government: '供养管理单位' } as const
export const ENDS = { left: '离院', transferred: '转到其他机构', died: '去世' } as const
export const AWAY_KINDS = { hospital: '住院', leave: '请假外出' } as const
export const WISHES = { central: '愿意集中供养', scattered: '愿意分散供养' } as const

export const GROUP_WORDS: Readonly<Record<number, string>> = {
  1: '供养对象中失能、失智、残疾',
  2: '其他供养对象',
  3: '经济困难的孤寡、失能、高龄、失独',
  4: '社会老年人',
}

/** The nine risks of the instrument `admission-risks`, and its three answers in the order of their points. */
export const RISKS = {
  choking: '噎食',
  ingestion: '食品药品误食',
  pressureInjury: '压疮',
  burns: '烫伤',
  bedFall: '坠床',
  fall: '跌倒',
  harm: '他伤和自伤',
  wandering: '走失',
  activity: '文娱活动意外',
} as const
export type Risk = keyof typeof RISKS

export const RISK_LEVELS = { none: '未见风险', watch: '需关注', high: '高风险' } as const
export type RiskLevel = keyof typeof RISK_LEVELS

/** The daily self-check round. `high` items are opened one by one each day; the others may be ticked in the list. */
export const CHECK_ITEMS = {
  fireExits: { word: '消防通道畅通', zone: '公共区域', high: true, every: 'day' },
  gas: { word: '燃气、用电安全', zone: '厨房', high: true, every: 'day' },
  foodSamples: { word: '食品留样', zone: '厨房', high: false, every: 'day' },
  medicine: { word: '药品存放和发放', zone: '护理区', high: false, every: 'day' },
  nightRounds: { word: '夜间巡查记录', zone: '居住区', high: false, every: 'day' },
  monthlySample: { word: '本月抽查', zone: '全院', high: false, every: 'month' },
  quarterlyNotice: { word: '本季通报整改', zone: '全院', high: false, every: 'quarter' },
} as const
export type CheckItem = keyof typeof CHECK_ITEMS

/** The items that are due on a day: those of the month on its first day, those of the quarter on the first of January, April, July, October. */
export function checksOn(on: string): CheckItem[] {
  const first = on.endsWith('-01')
  const quarter = first && ['01', '04', '07', '10'].includes(on.slice(5, 7))
  return (Object.keys(CHECK_ITEMS) as CheckItem[]).filter((item) => {
    const { every } = CHECK_ITEMS[item]
    return every === 'day' || (every === 'month' && first) || (every === 'quarter' && quarter)
  })
}

export const COUNT_PROBLEMS: Readonly<Record<string, string>> = {
  nursingAboveBeds: '护理型床位多于床位总数',
  occupiedAboveBeds: '在住人数多于床位数',
  noNightStaff: '夜间没有值班人员，会提醒区民政',
  countDiffers: '清点人数与系统记录不一致',
}
