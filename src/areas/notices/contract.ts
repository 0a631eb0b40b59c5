import { z } from 'zod'
import { isDay } from '../../platform/clock/day.ts'

const day = z.string().refine(isDay, '请填写日历上存在的日期，格式为 2026-11-01。')

export const AUDIENCES = ['public', 'staff'] as const

/** What is written. `until` is the last day on which it is shown, as people say it. */
export const writing = z.object({
  division: z.string().regex(/^[0-9a-z]{3,30}$/, '请选择发布范围。'),
  audience: z.enum(AUDIENCES),
  roles: z.array(z.string()).max(20),
  title: z.string().trim().min(2, '请写标题。').max(60, '标题请不超过 60 字。'),
  body: z.string().trim().min(2, '请写正文。').max(4000, '正文请不超过 4000 字。'),
  from: day,
  until: day,
})
export type Writing = z.infer<typeof writing>

/** A notice as everybody may read it. */
export const publicNotice = z.object({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  place: z.string(),
  from: z.string(),
  until: z.string(),
})
export type PublicNotice = z.infer<typeof publicNotice>

export const NOTICE_STATES = ['waiting', 'coming', 'shown', 'ended', 'withdrawn'] as const

/** A notice as those who write see it, with what they may do to it. */
export const writtenNotice = publicNotice.extend({
  division: z.string(),
  audience: z.enum(AUDIENCES),
  roles: z.array(z.string()),
  state: z.enum(NOTICE_STATES),
  writtenBy: z.string(),
  writtenAt: z.string(),
  approvedBy: z.string().nullable(),
  mayApprove: z.boolean(),
  mayWithdraw: z.boolean(),
})
export type WrittenNotice = z.infer<typeof writtenNotice>

export const officeNotices = z.object({
  /** In force for the reader’s places and roles, the newest first. */
  shown: z.array(publicNotice),
  /** Written for places that the reader may write for; empty for readers who write none. */
  written: z.array(writtenNotice),
  /** Where the reader may write; null for who writes none. */
  writesFor: z.object({ key: z.string(), name: z.string() }).nullable(),
})
export type OfficeNotices = z.infer<typeof officeNotices>
