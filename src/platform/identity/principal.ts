import type { Day } from '../clock/day.ts'
import type { Scope } from '../db/index.ts'

/** Who may do what (UX §1.2). A grant says where and until when. */
export const ROLES = {
  cityOfficer: '市级民政',
  planner: '规划岗',
  districtOfficer: '区县民政',
  districtFinance: '区县财政',
  townshipClerk: '乡镇（街道）经办',
  villageWorker: '村（社区）养老助理',
  operator: '机构（服务商）',
  assessmentAgency: '评估机构',
  assessor: '评估员',
  custodyBank: '存管银行',
  dispatchLead: '坐席班长',
  department: '协同部门',
  administrator: '用户与授权管理',
  auditor: '审计',
  elder: '老人本人',
  family: '家属',
} as const

export type Role = keyof typeof ROLES

/** The people who are served. Given after an identity check at a counter, never by an administrator; their scope is empty. */
export const CITIZEN_ROLES: readonly Role[] = ['elder', 'family']

/** Roles of staff: whom an administrator may grant. */
export const STAFF_ROLES = (Object.keys(ROLES) as Role[]).filter((role) => !CITIZEN_ROLES.includes(role))

/** Roles whose work is with persons' files. Planning, administration and audit see none: their grants add nothing to the scope. */
export const PERSON_ROLES: readonly Role[] = [
  'cityOfficer',
  'districtOfficer',
  'districtFinance',
  'townshipClerk',
  'villageWorker',
  'dispatchLead',
]

/** Roles that move money, set policy or hold power over accounts: granting them needs a second person. */
export const APPROVED_ROLES: readonly Role[] = [
  'cityOfficer',
  'districtOfficer',
  'districtFinance',
  'administrator',
  'auditor',
]

/** Roles that a second factor protects where YIYANG_SECOND_FACTOR is `required` (GB/T 22239 level 3). */
export const SECOND_FACTOR_ROLES: readonly Role[] = ['administrator', 'auditor', 'districtFinance']

/** Roles of an organisation, not of a division. */
export const ORGANISATION_ROLES: readonly Role[] = ['operator', 'assessmentAgency', 'assessor', 'custodyBank']

export type Grant = { role: Role; division?: string; organisation?: string; validFrom: Day; validUntil?: Day }

/**
 * Whether a second factor protects the session: shown (`on`), not set up (`off`), not set up although the role demands it
 * (`required`), or set up but not shown in this session (`prove`). In the last two the roles that demand it are withheld.
 */
export type SecondFactorState = 'on' | 'off' | 'required' | 'prove'

/** The signed-in account, its grants of today and what row security is told. */
export type Principal = {
  readonly account: string
  readonly name: string
  readonly grants: readonly Grant[]
  readonly scope: Scope
  /** Left out where no session stands behind the principal (commands, benches). */
  readonly secondFactor?: SecondFactorState
}

/**
 * How a request becomes a principal; undefined when nobody is signed in. What a page does by itself must not prolong the session
 * (`prolong: false`): it would never end, and a person at work would not get the cookie that goes with a longer one.
 */
export type Identify = (request: Request, options?: { prolong?: boolean }) => Promise<Principal | undefined>

export const hasRole = (principal: Principal, ...roles: Role[]): boolean =>
  principal.grants.some((grant) => roles.includes(grant.role))
