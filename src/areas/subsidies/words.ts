/** The Chinese of facility money: rules, states, reasons. Shared by the server and the screens. */

export const CLAIM_RULES: Readonly<Record<string, string>> = {
  'construction-subsidy': '建设补贴',
  'banan-operating-subsidy': '入住运营补贴',
  'banan-childcare-slot-subsidy': '普惠托位补贴',
  'banan-childcare-rent-reduction': '托育租金减免',
  'township-centre-reward': '乡镇养老服务中心奖补',
}

/** Rules by which items are counted; a claim for beds has a city and a district part. */
export const ITEM_RULES: Readonly<Record<string, string>> = {
  ...CLAIM_RULES,
  'construction-subsidy': '市级建设补贴',
  'banan-construction-topup': '区级床位补贴',
}

export const CLAIM_STATES = {
  prepared: { word: '待核验', tone: 'info' },
  verified: { word: '待复核', tone: 'info' },
  approved: { word: '已核定', tone: 'ok' },
  returned: { word: '已退回', tone: 'neutral' },
} as const

export const SUBJECT_WORDS: Readonly<Record<string, string>> = {
  bed: '床位',
  personMonth: '人月',
  slot: '托位',
  rent: '年租金',
  pool: '统筹资金',
}

const REASONS: Readonly<Record<string, string>> = {
  met: '计入',
  metWeighted: '计入，含激励加计',
  occupancyBelow: '当月入住率未达标',
  dishonesty: '当月有严重失信标记，暂不支付',
  otherHousehold: '户籍不在本区（计入入住率，不计补贴）',
  householdUnknown: '户籍未采集，补录后可计',
  arrivedInMonth: '月中入住',
  leftInMonth: '月中离开',
  diedInMonth: '月中去世',
  countedElsewhere: '同月在另一家机构也有入住记录，核实前不计',
  movedInMonth: '当月转到另一家机构，计在后一家',
  countedOnce: '同一人当月的另一段入住，只计一次',
  paidBefore: '以前已按这项规定计过，不重复支付',
  notMet: '不符合条件',
  undetermined: '还缺情况，补齐后重新测算',
}

export const sayReason = (reason: string): string => REASONS[reason] ?? reason

/** `49.7%` from persons and beds, cut off and not rounded: a threshold is never reached on paper only. */
export const showOccupancy = (residents: number, beds: number): string =>
  beds === 0 ? '没有床位' : `${(Math.floor((residents * 1000) / beds) / 10).toFixed(1)}%`
