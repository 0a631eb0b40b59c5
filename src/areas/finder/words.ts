/** Closed vocabularies of the public side of facilities; server and screens share this file, so it imports nothing. */

/** Whose word a public fact is. */
export const SOURCES = {
  register: '机构台账',
  records: '按在院记录计算',
  operator: '机构填报',
  government: '政府核验',
} as const
export type Source = keyof typeof SOURCES

/** What may be told of a facility; `by`: whether its operator may, or the government alone. `many`: each stands beside the others. */
export const DISCLOSURES = {
  filing: { label: '备案编号', by: 'government', many: false },
  rating: { label: '等级评定', by: 'government', many: false },
  inspection: { label: '检查', by: 'government', many: true },
  penalty: { label: '行政处罚', by: 'government', many: true },
  complaints: { label: '投诉率', by: 'government', many: false },
  refund: { label: '退费规则', by: 'operator', many: false },
  hospital: { label: '签约医院', by: 'operator', many: false },
} as const satisfies Record<string, { label: string; by: 'operator' | 'government'; many: boolean }>
export type DisclosureKind = keyof typeof DISCLOSURES

/** The 22 rows of a comparison, in the one order in which they are always shown. */
export const ROWS = {
  kind: '类型',
  ownership: '举办性质',
  operator: '运营方',
  filing: '备案编号',
  address: '地址',
  phone: '服务电话',
  beds: '床位总数',
  nursingBeds: '护理型床位',
  dementiaBeds: '认知症照护床位',
  free: '空床',
  bedFee: '床位费（每月）',
  careFee: '护理费（三级，每月）',
  mealFee: '伙食费（每月）',
  basket: '三项合计（每月）',
  staffing: '护理员和在院人数',
  rating: '等级评定',
  inspection: '最近三次检查',
  penalty: '行政处罚',
  complaints: '投诉率（每百名在院老人）',
  prepayment: '预收费与存管',
  refund: '退费规则',
  hospital: '签约医院和路程',
} as const
export type RowId = keyof typeof ROWS
export const ROW_IDS = Object.keys(ROWS) as readonly RowId[]

export const UNPUBLISHED = '未公布'
export const HALVES = { morning: '上午', afternoon: '下午' } as const
export const TOUR_STATES = {
  asked: { word: '等机构确认', tone: 'info' },
  agreed: { word: '已约好', tone: 'ok' },
  declined: { word: '没有约成', tone: 'warn' },
  withdrawn: { word: '已取消', tone: 'neutral' },
} as const

/** Groups of the waiting list of a public home, as the documents order them. */
export const QUEUE_GROUPS = ['', '特困、失能等', '其他特困', '困难且孤寡、失能、高龄或失独', '社会老人'] as const
