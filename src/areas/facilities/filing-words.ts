/** Words of filings; shared by server and screens. */
export const FILING_KINDS = {
  opening: '新建备案',
  branch: '住所外增设站点',
  legacy: '存量未许可机构规范',
  change: '变更备案',
  suspension: '暂停服务',
  closing: '终止服务',
} as const
export type FilingKind = keyof typeof FILING_KINDS
/** Filings that make a facility. */
export const OPENS: readonly FilingKind[] = ['opening', 'branch', 'legacy']

export const FILING_STATES = {
  submitted: { word: '待出具回执', tone: 'info' },
  correcting: { word: '待补材料', tone: 'warn' },
  filed: { word: '已备案，部门核查中', tone: 'info' },
  closed: { word: '已备案，核查完成', tone: 'ok' },
  withdrawn: { word: '已撤回', tone: 'neutral' },
} as const

/** 养老机构管理办法 asks for these three; a change or an end needs the application only. */
export const MATERIALS = {
  application: '备案申请书',
  registration: '登记证书',
  commitment: '承诺书（建筑、消防、食品、医疗、特种设备）',
} as const
export type Material = keyof typeof MATERIALS
export const materialsFor = (kind: FilingKind): readonly Material[] =>
  OPENS.includes(kind) ? ['application', 'registration', 'commitment'] : ['application']

/** Departments that look in parallel (ids of the catalogue's departments without the district's prefix). */
export const DEPARTMENTS = {
  housing: '住房城乡建设部门',
  fire: '消防救援机构',
  'planning-land': '规划自然资源部门',
  ecology: '生态环境部门',
  market: '市场监督管理部门',
  health: '卫生健康部门',
} as const
export type Department = keyof typeof DEPARTMENTS

export const LEGACY_ISSUES = { planning: '规划', construction: '建设', land: '土地', fire: '消防' } as const
