/** What a column of a list can mean, with its word on screen. */
export const fieldLabels = {
  name: '姓名',
  sex: '性别',
  idKind: '证件类型',
  idNumber: '身份证号',
  birthDate: '出生日期',
  township: '乡镇（街道）',
  village: '村（社区）',
  villageGroup: '小组',
  address: '住址',
  household: '户籍地',
  phone: '联系电话',
  contactName: '联系人',
  contactPhone: '联系人电话',
  contactRelation: '与老人关系',
  hardship: '困难类型',
  livingArrangement: '居住状况',
  specialOneChildFamily: '计划生育特殊家庭',
  disability: '残疾',
  disabilityCategory: '残疾类别',
  disabilityGrade: '残疾等级',
  since: '起始日期',
  until: '截止日期',
  deathDate: '死亡日期',
  cremationDate: '火化日期',
} as const
export type Field = keyof typeof fieldLabels
export const fields = Object.keys(fieldLabels) as [Field, ...Field[]]

export const listKindNames = ['ledger', 'deaths', 'cremations', 'disability', 'hardship'] as const
export type ListKind = (typeof listKindNames)[number]

/** What a kind of list brings, what it must bring, and who sends it. The machinery is the same for all. */
export type ListDeclaration = {
  label: string
  /** Provenance of its facts (`source_kind`). */
  sourceKind: string
  /** Fields that are looked for in the headings, besides those of the person. */
  fields: readonly Field[]
  /** Without these in the headings it is not this list. */
  mustHave: readonly Field[]
  requiresResidence: boolean
  requiresIdNumber: boolean
}

const person: readonly Field[] = [
  'name',
  'sex',
  'idKind',
  'idNumber',
  'birthDate',
  'township',
  'village',
  'villageGroup',
  'address',
  'household',
]

export const listKinds: Record<ListKind, ListDeclaration> = {
  ledger: {
    label: '老年人台账',
    sourceKind: 'ledger',
    fields: [
      ...person,
      'phone',
      'contactName',
      'contactPhone',
      'contactRelation',
      'hardship',
      'livingArrangement',
      'specialOneChildFamily',
      'disability',
      'disabilityCategory',
      'disabilityGrade',
    ],
    mustHave: ['name'],
    requiresResidence: true,
    requiresIdNumber: false,
  },
  deaths: {
    label: '死亡人员名单（公安）',
    sourceKind: 'list',
    fields: [...person, 'deathDate'],
    mustHave: ['name', 'idNumber', 'deathDate'],
    requiresResidence: false,
    requiresIdNumber: true,
  },
  cremations: {
    label: '火化人员名单（殡葬）',
    sourceKind: 'list',
    fields: [...person, 'deathDate', 'cremationDate'],
    mustHave: ['name', 'idNumber', 'cremationDate'],
    requiresResidence: false,
    requiresIdNumber: true,
  },
  disability: {
    label: '持证残疾人名单（残联）',
    sourceKind: 'list',
    fields: [...person, 'disability', 'disabilityCategory', 'disabilityGrade', 'since', 'until'],
    mustHave: ['name', 'idNumber'],
    requiresResidence: false,
    requiresIdNumber: true,
  },
  hardship: {
    label: '困难对象名单（社会救助）',
    sourceKind: 'list',
    fields: [...person, 'hardship', 'since', 'until'],
    mustHave: ['name', 'idNumber', 'hardship'],
    requiresResidence: false,
    requiresIdNumber: true,
  },
}

export const isListKind = (text: string): text is ListKind => Object.hasOwn(listKinds, text)
