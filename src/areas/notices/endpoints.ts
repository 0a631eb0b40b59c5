import { z } from 'zod'
import { officeNotices, writtenNotice } from './contract.ts'

/** The calls of the office's page of notices. */
export const readNotices = { method: 'get', path: '/api/notices', response: officeNotices } as const
export const writeNotice = { method: 'post', path: '/api/notices', response: z.object({ id: z.string() }) } as const
export const approveNotice = { method: 'post', path: '/api/notices/{id}/approve', response: writtenNotice } as const
export const withdrawNotice = { method: 'post', path: '/api/notices/{id}/withdraw', response: writtenNotice } as const
