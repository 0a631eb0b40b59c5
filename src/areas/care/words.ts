/** The closed vocabularies of daily care and their Chinese words; server and screens share this file. */
export const SHIFTS = { early: '早班', late: '中班', night: '夜班' } as const
export type Shift = keyof typeof SHIFTS
export const OUTCOMES = { done: '已完成', refused: '老人不愿意', notPossible: '没能做' } as const
export const DOSE_OUTCOMES = { given: '已服', refused: '老人拒服', withheld: '遵医嘱停服' } as const
export const MEALS = { breakfast: '早餐', lunch: '午餐', dinner: '晚餐' } as const
/** The nine risks of GB 38600 as events, and what is none of them. */
export const INCIDENTS = {
  choking: '噎食',
  ingestion: '食品药品误食',
  pressureInjury: '压疮',
  burns: '烫伤',
  bedFall: '坠床',
  fall: '跌倒',
  harm: '他伤和自伤',
  wandering: '走失',
  activity: '文娱活动意外',
  other: '其他',
} as const
export type IncidentKind = keyof typeof INCIDENTS
export const HARM = {
  none: '没有伤害',
  light: '轻微，院内处理',
  treated: '就医',
  hospital: '住院',
  death: '死亡',
} as const
export const INCIDENT_STEPS = {
  familyTold: '告知家属',
  directorTold: '报告负责人',
  authorityTold: '报告民政',
  cause: '原因分析',
  learning: '改进措施',
  closed: '结案',
} as const
export type IncidentStep = keyof typeof INCIDENT_STEPS
