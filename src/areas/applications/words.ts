/** The Chinese of this area, shared by server and screens. */
export const CHANNEL_WORDS: Readonly<Record<string, string>> = {
  self: '本人网上申请',
  delegate: '家属代办',
  village: '村（社区）代办',
  counter: '窗口受理',
  proactive: '主动告知',
}

export const CONSENT_WORDS: Readonly<Record<string, string>> = {
  present: '本人到场',
  signed: '书面同意',
  voice: '电话或录音同意',
  message: '短信确认',
  delegation: '按委托书',
  online: '本人登录后在线确认',
}

/** As what somebody acted, on the timeline. */
export const PARTY_WORDS: Readonly<Record<string, string>> = {
  townshipClerk: '乡镇（街道）经办',
  districtOfficer: '区县民政',
  cityOfficer: '市级民政',
  villageWorker: '村（社区）养老助理',
  applicant: '申请人',
  delegate: '家属',
  helper: '代办人',
  clock: '到期自动',
}

export const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  granted: '已批准',
  refused: '未批准',
  withdrawn: '已撤回',
}

export const STANDING_WORDS = {
  given: { word: '已交', tone: 'ok' },
  held: { word: '免交', tone: 'ok' },
  rejected: { word: '要重交', tone: 'warn' },
  missing: { word: '还差', tone: 'warn' },
} as const

export const RELATION_WORDS: Readonly<Record<string, string>> = {
  spouse: '配偶',
  child: '子女',
  childInLaw: '儿媳、女婿',
  grandchild: '孙辈',
  sibling: '兄弟姐妹',
  guardian: '监护人',
  other: '其他亲属',
}

/** Why a case shows no last day. */
export function sayNoDeadline(note: string | null): string {
  if (note === null) return '没有期限'
  const [kind, what] = note.split(':')
  if (kind === 'calendar') return `${what} 年放假安排尚未公布，暂不推算`
  return '期限未设定'
}
