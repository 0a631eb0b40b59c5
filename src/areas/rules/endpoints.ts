import { z } from 'zod'
import { explanationSchema, openParameterSchema, publicSettingSchema, settingSchema } from './contract.ts'

/** The calls of W25, as the screens make them. */
export const readOpenParameters = {
  method: 'get',
  path: '/api/rules/parameters',
  response: z.array(openParameterSchema),
} as const
export const readSettingHistory = {
  method: 'get',
  path: '/api/rules/settings',
  response: z.array(settingSchema),
} as const
export const readSigned = {
  method: 'get',
  path: '/api/rules/settings/public',
  response: z.array(publicSettingSchema),
} as const
export const readRuleInWords = {
  method: 'get',
  path: '/api/rules/{rule}/explanation',
  response: explanationSchema,
} as const
export const propose = { method: 'post', path: '/api/rules/settings', response: z.object({ id: z.string() }) } as const
export const approve = { method: 'post', path: '/api/rules/settings/{id}/approve', response: settingSchema } as const
export const withdraw = { method: 'post', path: '/api/rules/settings/{id}/withdraw', response: settingSchema } as const
