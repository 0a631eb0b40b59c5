import { z } from '@hono/zod-openapi'
import { ROLES, type Role } from '../../platform/identity/index.ts'

const roleNames = Object.keys(ROLES) as [Role, ...Role[]]
export const RoleName = z.enum(roleNames).openapi('Role')

const Instant = z.string().openapi({ format: 'date-time' })
const DayText = z.iso.date({ message: '请按 2026-11-21 的格式填写日期。' })
export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,29}$/, '用户名为 3 到 30 个字符，只能用小写字母、数字、点、横线和下划线。')

/** Who is signed in and what the account may do today. */
export const Session = z
  .object({
    account: z.object({
      name: z.string(),
      username: z.string(),
      roles: z.array(
        z.object({
          role: RoleName,
          label: z.string(),
          division: z.string(),
          divisionPath: z.array(z.string()),
          organisation: z.string().nullable(),
        }),
      ),
      secondFactor: z.enum(['on', 'off', 'required', 'prove']).openapi({
        description:
          '`required`, `prove`: the roles that need a second factor are withheld until it is set up, or shown in this session',
      }),
      passwordExpiresAt: Instant.nullable().openapi({
        description: 'a one-time password that must be changed by then',
      }),
    }),
    idleMinutes: z.int().openapi({ description: 'after how long without a call the session ends' }),
  })
  .openapi('Session')

export const GrantView = z
  .object({
    id: z.uuid(),
    role: RoleName,
    label: z.string(),
    division: z.string(),
    divisionPath: z.array(z.string()),
    organisation: z.string().nullable(),
    validFrom: z.string(),
    validUntil: z.string().nullable().openapi({ description: 'exclusive' }),
    state: z.enum(['inForce', 'waiting', 'notYet', 'ended', 'revoked']),
    reason: z.string(),
    grantedBy: z.string(),
    grantedAt: Instant,
    approvedBy: z.string().nullable(),
    revokedBy: z.string().nullable(),
    mayApprove: z.boolean().openapi({ description: 'whether the caller may be the second person' }),
  })
  .openapi('GrantView')

export const AccountView = z
  .object({
    username: z.string(),
    name: z.string(),
    demonstration: z.boolean(),
    disabled: z.boolean(),
    secondFactor: z.boolean(),
    lockedUntil: Instant.nullable(),
    passwordExpiresAt: Instant.nullable(),
    createdAt: Instant,
    lastUsedAt: Instant.nullable(),
    viewsLast30Days: z.number().int().openapi({ description: 'entries about reading persons’ files in 30 days' }),
    grants: z.array(GrantView),
  })
  .openapi('AccountView')

const Cursor = z.string().max(400).optional()
const Limit = z.coerce.number().int().min(1).max(200).default(50)

export const AccountQuery = z.object({
  search: z
    .string()
    .trim()
    .max(60)
    .optional()
    .openapi({ description: 'beginning of the username, or part of the name' }),
  role: RoleName.optional(),
  waiting: z
    .stringbool()
    .optional()
    .openapi({ description: 'only accounts with a grant that waits for its second person' }),
  cursor: Cursor,
  limit: Limit,
})
export const AccountPage = z
  .object({ accounts: z.array(AccountView), next: z.string().nullable() })
  .openapi('AccountPage')

export const NewAccount = z
  .object({
    username: Username,
    name: z.string().trim().min(1, '请填写姓名或岗位名称。').max(60, '名称最多 60 个字。'),
  })
  .openapi('NewAccount')
export const OneTimePassword = z
  .object({ username: z.string(), password: z.string(), validHours: z.number().int() })
  .openapi('OneTimePassword', { description: 'shown once; it ends unless its owner changes it' })

export const NewGrant = z
  .object({
    role: RoleName,
    division: z.string().trim().min(1, '请选择区划。').max(40),
    organisation: z.string().trim().min(1).max(60).optional(),
    validFrom: DayText.optional().openapi({ description: 'default: today' }),
    validUntil: DayText.nullable().optional().openapi({ description: 'exclusive; absent: until revoked' }),
    reason: z.string().trim().min(2, '请写明授权事由。').max(200, '事由最多 200 个字。'),
  })
  .openapi('NewGrant')
export const Reason = z
  .object({ reason: z.string().trim().min(2, '请写明事由。').max(200, '事由最多 200 个字。') })
  .openapi('Reason')

export const AuditQuery = z.object({
  account: z.string().trim().max(60).optional(),
  action: z
    .string()
    .trim()
    .max(60)
    .optional()
    .openapi({ description: 'an action, or the beginning of several: `elder.`' }),
  object: z.string().trim().max(60).optional(),
  objectId: z.string().trim().max(80).optional(),
  reads: z.stringbool().optional().openapi({ description: 'only entries about reading persons’ files' }),
  from: DayText.optional(),
  until: DayText.optional().openapi({ description: 'inclusive' }),
  cursor: Cursor,
  limit: Limit,
})
export const AuditEntryView = z
  .object({
    id: z.uuid(),
    at: Instant,
    district: z.string(),
    account: z.string(),
    accountName: z.string().nullable(),
    action: z.string(),
    object: z.string(),
    objectId: z.string().nullable(),
    purpose: z.string().nullable(),
    before: z.unknown(),
    after: z.unknown(),
    seal: z.number().int().nullable().openapi({ description: 'place in the chain; null until sealed' }),
  })
  .openapi('AuditEntryView')
export const AuditPage = z
  .object({ entries: z.array(AuditEntryView), next: z.string().nullable() })
  .openapi('AuditPage')

export type AccountQuery = z.infer<typeof AccountQuery>
export type AccountPage = z.infer<typeof AccountPage>
export type AccountView = z.infer<typeof AccountView>
export type GrantView = z.infer<typeof GrantView>
export type NewGrant = z.infer<typeof NewGrant>
export type AuditQuery = z.infer<typeof AuditQuery>
export type AuditPage = z.infer<typeof AuditPage>
