import { z } from '@hono/zod-openapi'
import { ROLES, type Role } from '../../platform/identity/index.ts'

const roleNames = Object.keys(ROLES) as [Role, ...Role[]]
export const RoleName = z.enum(roleNames).openapi('Role')

const Instant = z.string().openapi({ format: 'date-time' })
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
      secondFactor: z.enum(['on', 'off', 'required']).openapi({
        description: '`required`: the roles that need a second factor are withheld until it is set up',
      }),
      passwordExpiresAt: Instant.nullable().openapi({
        description: 'a one-time password that must be changed by then',
      }),
    }),
  })
  .openapi('Session')
