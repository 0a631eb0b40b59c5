import { z } from 'zod'

/** One thing to do today, with exactly one act. */
export const DueItem = z.object({
  id: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  /** Last day; null when it has none. */
  due: z.iso.date().nullable(),
  act: z.object({ label: z.string(), href: z.string() }),
})

export const Change = z.object({ id: z.string(), at: z.string(), what: z.string(), href: z.string().optional() })

/** A saved filter as a pile of work. */
export const Pile = z.object({
  id: z.string(),
  label: z.string(),
  count: z.object({ total: z.int(), capped: z.boolean() }),
  href: z.string(),
})

export const Announcement = z.object({
  id: z.string(),
  on: z.iso.date(),
  title: z.string(),
  href: z.string().optional(),
})

/** W01, the same for every role: 今天要办, 有变化, 我盯的, 公告. */
export const Workbench = z.object({
  /** Instant of the figures. */
  asOf: z.string(),
  /** At most twelve, the most pressing first. */
  due: z.array(DueItem).max(12),
  changes: z.array(Change),
  piles: z.array(Pile),
  announcements: z.array(Announcement),
})

export type DueItem = z.infer<typeof DueItem>
export type Change = z.infer<typeof Change>
export type Pile = z.infer<typeof Pile>
export type Announcement = z.infer<typeof Announcement>
export type Workbench = z.infer<typeof Workbench>

export const readWorkbench = { method: 'get', path: '/api/workbench', response: Workbench } as const
