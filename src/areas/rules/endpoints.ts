import { z } from 'zod'
import {
  explanationSchema,
  openParameterSchema,
  publicSettingSchema,
  settingSchema,
  verificationRecord,
  verificationSchema,
} from './contract.ts'

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
export const readVerified = {
  method: 'get',
  path: '/api/rules/verifications/public',
  response: z.array(verificationSchema),
} as const
export const listVerifications = {
  method: 'get',
  path: '/api/rules/verifications',
  response: z.array(verificationRecord),
} as const
export const proposeVerification = {
  method: 'post',
  path: '/api/rules/verifications',
  response: z.object({ id: z.string() }),
} as const
export const confirmVerification = {
  method: 'post',
  path: '/api/rules/verifications/{id}/confirm',
  response: verificationRecord,
} as const
export const withdrawVerification = {
  method: 'post',
  path: '/api/rules/verifications/{id}/withdraw',
  response: verificationRecord,
} as const
