/** The closed vocabularies of the register and their Chinese words; server and screens share this file, so it imports nothing. */

export const FACT_KINDS = {
  hardship: '困难身份',
  livingArrangement: '居住状况',
  careDependency: '能力等级',
  disability: '残疾',
  specialOneChildFamily: '计划生育特殊家庭',
  dementia: '失智',
  death: '离世',
  residence: '居住地',
  household: '户籍地',
} as const
export type FactKind = keyof typeof FACT_KINDS

export const HARDSHIP = {
  extreme: '特困',
  subsistence: '低保',
  subsistenceMargin: '低保边缘',
  lowIncome: '低收入',
  unstableAfterPoverty: '脱贫不稳定户',
  proneToPoverty: '边缘易致贫户',
  registeredPoor: '建档立卡',
} as const
export type Hardship = keyof typeof HARDSHIP

export const LIVING_ARRANGEMENT = {
  alone: '独居',
  emptyNest: '空巢',
  leftBehind: '留守',
  kinless: '孤寡',
  withFamily: '与家人同住',
  institution: '入住机构',
} as const
export type LivingArrangement = keyof typeof LIVING_ARRANGEMENT

export const CARE_DEPENDENCY = {
  none: '能力完好',
  mild: '轻度失能',
  moderate: '中度失能',
  severe: '重度失能',
  total: '完全失能',
} as const
export type CareDependency = keyof typeof CARE_DEPENDENCY

export const DISABILITY_CATEGORY = {
  visual: '视力',
  hearing: '听力',
  speech: '言语',
  physical: '肢体',
  intellectual: '智力',
  mental: '精神',
  multiple: '多重',
} as const
export const DISABILITY_GRADE = { '1': '一级', '2': '二级', '3': '三级', '4': '四级' } as const

export const SPECIAL_ONE_CHILD = { bereaved: '失独', disabledChild: '独生子女伤残' } as const
export const DEMENTIA = { diagnosed: '已确诊' } as const

export const SEX = { male: '男', female: '女' } as const
export const ID_KINDS = {
  residentId: '居民身份证',
  passport: '护照',
  hkMacaoPermit: '港澳居民来往内地通行证',
  taiwanPermit: '台湾居民来往大陆通行证',
  foreignPermit: '外国人永久居留身份证',
  none: '暂无证件',
} as const
export type IdKind = keyof typeof ID_KINDS

export const CONTACT_ROLES = {
  householdMember: '家庭成员',
  guardian: '监护人',
  supporter: '赡养人',
  emergencyContact: '紧急联系人',
} as const
export type ContactRole = keyof typeof CONTACT_ROLES

export const SOURCES = {
  clerk: '经办人登记',
  ledger: '台账导入',
  import: '台账导入',
  departmentList: '部门名单',
  list: '部门名单',
  assessment: '能力评估',
  visit: '上门巡访',
  declaration: '本人或家属申报',
  merge: '档案合并',
  transfer: '转入',
} as const

/** What a list is exported for; only some purposes allow numbers in full, and then always with a second person. */
export const EXPORT_PURPOSES = {
  visit: '入户核对',
  statistics: '统计汇总',
  payment: '津贴发放核对',
  comparison: '部门数据比对',
} as const
export type ExportPurpose = keyof typeof EXPORT_PURPOSES
export const PURPOSES_WITH_NUMBERS: readonly ExportPurpose[] = ['payment', 'comparison']

/** A residence outside the city: the person has moved out, the file stays. */
export const OUTSIDE = 'outside'

/** Which values a kind may hold; `null` means the value is checked elsewhere (a day, a division key). */
export const VALUES_OF: Record<FactKind, readonly string[] | null> = {
  hardship: Object.keys(HARDSHIP),
  livingArrangement: Object.keys(LIVING_ARRANGEMENT),
  careDependency: Object.keys(CARE_DEPENDENCY),
  disability: null,
  specialOneChildFamily: Object.keys(SPECIAL_ONE_CHILD),
  dementia: Object.keys(DEMENTIA),
  death: null,
  residence: null,
  household: null,
}

const VALUE_WORDS: Partial<Record<FactKind, Record<string, string>>> = {
  hardship: HARDSHIP,
  livingArrangement: LIVING_ARRANGEMENT,
  careDependency: CARE_DEPENDENCY,
  specialOneChildFamily: SPECIAL_ONE_CHILD,
  dementia: DEMENTIA,
}

/** `低保、低收入`; `无` for "checked and none", `未采集` where nobody asked. Divisions and days come back as they are. */
export function valueInWords(kind: FactKind, value: readonly string[] | null | undefined): string {
  if (value === null || value === undefined) return '未采集'
  if (value.length === 0) return '无'
  if (kind === 'disability') {
    const [category = '', grade = ''] = value
    const words: Record<string, string> = DISABILITY_CATEGORY
    const grades: Record<string, string> = DISABILITY_GRADE
    return `${words[category] ?? category}${grades[grade] ?? ''}`
  }
  if (value[0] === OUTSIDE) return '已迁出本市'
  const words = VALUE_WORDS[kind] ?? {}
  return value.map((each) => words[each] ?? each).join('、')
}
