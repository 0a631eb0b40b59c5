export const LINKS = { guides: '指导（中心带点）', runs: '运营链', alliance: '联盟', embedded: '嵌入' } as const
export const VILLAGE_STATES = {
  own: { word: '单独设立', tone: 'ok' },
  merged: { word: '合并设置', tone: 'info' },
  exempt: { word: '免设', tone: 'neutral' },
  missing: { word: '未设', tone: 'warn' },
} as const
export type VillageState = keyof typeof VILLAGE_STATES
export const VILLAGE_REASONS = {
  neighbouring: '与相邻村合并设置',
  dissolving: '即将合并撤销的村',
  centreVillage: '乡镇养老服务中心所在村',
} as const
export const PROJECTS = {
  careCentre: '失能特困人员集中照护中心',
  homeUpgrade: '乡镇敬老院改造提升',
  townshipCentre: '乡镇养老服务中心',
  villagePoint: '村级互助养老点',
} as const
export type ProjectKind = keyof typeof PROJECTS
export const USES = { elderCare: '养老服务', other: '改作他用', empty: '空置' } as const
export const FORMS = {
  entrusted: '委托运营',
  subsidised: '补贴运营',
  equity: '股权合作',
  purchased: '购买服务',
} as const
