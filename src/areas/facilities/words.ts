/** The closed vocabularies of facilities and their Chinese words; server and screens share this file, so it imports nothing. */

/** The 21 types of `facility-standards`; `beds`: whether the type has beds or slots that are counted one by one. */
export const FACILITY_KINDS = {
  intensiveCareCentre: { word: '失能特困人员集中照护中心', tier: '区县', beds: 'bed' },
  townshipHome: { word: '乡镇敬老院', tier: '乡镇', beds: 'bed' },
  townshipCareCentre: { word: '乡镇养老服务中心', tier: '乡镇', beds: 'bed' },
  mutualAidPoint: { word: '村级互助养老点', tier: '村', beds: 'bed' },
  subdistrictCareCentre: { word: '街道养老服务中心', tier: '街道', beds: 'bed' },
  communityStation: { word: '社区养老服务站', tier: '社区', beds: 'bed' },
  estatePoint: { word: '小区养老服务点', tier: '小区', beds: 'none' },
  embeddedHome: { word: '社区嵌入式养老机构', tier: '社区', beds: 'bed' },
  careHome: { word: '养老机构', tier: '区县、镇街', beds: 'bed' },
  publicHome: { word: '公办养老机构', tier: '区县、镇街', beds: 'bed' },
  mealHall: { word: '老年幸福食堂', tier: '村、社区', beds: 'none' },
  collectiveHome: { word: '老年幸福家园', tier: '村', beds: 'bed' },
  activitySite: { word: '老年幸福乐园', tier: '村', beds: 'none' },
  familyCareBeds: { word: '家庭养老床位', tier: '家庭', beds: 'bed' },
  internalClinic: { word: '养老机构内设医疗机构', tier: '机构', beds: 'bed' },
  nursery: { word: '托育机构', tier: '区、镇街', beds: 'slot' },
  familyNursery: { word: '家庭托育点', tier: '社区', beds: 'slot' },
  nurseryGuidanceCentre: { word: '托育服务指导中心', tier: '区', beds: 'slot' },
  emergencyCallCentre: { word: '居家养老应急呼叫中心', tier: '区', beds: 'none' },
  countyGuidanceCentre: { word: '区县养老服务指导中心', tier: '区县', beds: 'none' },
  ruralHappinessHome: { word: '农村幸福院', tier: '村', beds: 'bed' },
} as const
export type FacilityKind = keyof typeof FACILITY_KINDS

export const BED_KINDS = {
  ordinary: '普通床位',
  nursing: '护理型床位',
  dementia: '认知症照护床位',
  slot: '托位',
} as const
export type BedKind = keyof typeof BED_KINDS

export const STATUS = {
  preparing: '筹建',
  operating: '运营',
  suspended: '暂停',
  closed: '终止',
} as const
export type FacilityStatus = keyof typeof STATUS

export const OWNERSHIP = { public: '公办', private: '民办', publicPrivatelyRun: '公建民营' } as const
export const PROFIT_KIND = { forProfit: '营利性', nonProfit: '非营利性', publicInstitution: '事业单位' } as const
export const OPERATION_FORM = {
  self: '自营',
  entrusted: '委托运营',
  subsidised: '补贴运营',
  equity: '股权合作',
  purchased: '购买服务',
} as const
export const TENURE = { owned: '自有', leased: '租赁', allocated: '划拨', free: '无偿使用' } as const
export const CONVERSION = {
  none: '不是改造',
  idle: '闲置房屋改造',
  industrial: '厂房、商业用房改造',
  training: '培训疗养机构转型',
} as const
export const KITCHEN = { own: '自办食堂', delivered: '配送餐食', none: '不供餐' } as const
export const CLINIC = {
  none: '没有',
  clinic: '诊所、卫生所（室）、医务室',
  nursingStation: '护理站',
  hospital: '医院、护理院、康复医院',
  contracted: '与医疗机构签约',
} as const
export const ACCESSIBILITY = {
  ramp: '坡道',
  lift: '电梯',
  handrails: '扶手',
  toilet: '无障碍卫生间',
  callSystem: '呼叫装置',
  antiSlip: '地面防滑',
} as const

export const STATUS_WORDS = {
  preparing: { word: STATUS.preparing, tone: 'info' },
  operating: { word: STATUS.operating, tone: 'ok' },
  suspended: { word: STATUS.suspended, tone: 'warn' },
  closed: { word: STATUS.closed, tone: 'neutral' },
} as const
