import { z } from 'zod'

/** W05 over every kind of case: what is common to all of them. Days are texts. */
const Ref = z.object({ district: z.string().max(12), id: z.uuid() })

export const CaseLine = Ref.extend({
  number: z.string(),
  kind: z.string(),
  title: z.string(),
  name: z.string(),
  townshipName: z.string(),
  state: z.string(),
  stateTitle: z.string(),
  desk: z.string().nullable(),
  handler: z.string().nullable(),
  origin: z.string(),
  outcome: z.string().nullable(),
  dueOn: z.string().nullable(),
  dueNote: z.string().nullable(),
  daysLeft: z.int().nullable(),
  counts: z.enum(['working', 'calendar']).nullable(),
  openedOn: z.string(),
  closedAt: z.string().nullable(),
  /** Since when whoever asked is pressing for an answer. */
  urgedOn: z.string().nullable(),
})

export const CaseLines = z.object({
  rows: z.array(CaseLine),
  next: z.string().nullable(),
  count: z.object({ total: z.int(), capped: z.boolean() }),
})

export const CaseListQuery = z.object({
  list: z.enum(['mine', 'urged', 'late', 'open', 'closed']).optional(),
  kind: z.string().max(80).optional(),
  state: z.string().max(40).optional(),
  origin: z.string().max(20).optional(),
  /** The area switch: the key of a division. */
  area: z.string().max(12).optional(),
  /** A number, or nothing else. */
  q: z.string().trim().max(40).optional(),
  subject: z.uuid().optional(),
  after: z.string().max(400).optional(),
})

export const CaseMove = z.object({
  name: z.string(),
  title: z.string(),
  tone: z.enum(['primary', 'danger']).nullable(),
  reason: z.enum(['required', 'optional']).nullable(),
  asksForMissing: z.boolean(),
  unavailable: z.string().nullable(),
})

export const CasePage = z.object({
  line: CaseLine,
  revision: z.int(),
  clockTitle: z.string().nullable(),
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  evidence: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      standing: z.enum(['given', 'held', 'rejected', 'missing']),
      source: z.string().nullable(),
      ref: z.string().nullable(),
      note: z.string().nullable(),
      at: z.string().nullable(),
    }),
  ),
  missing: z.array(z.object({ name: z.string(), title: z.string() })),
  askable: z.array(z.object({ name: z.string(), title: z.string() })),
  timeline: z.array(
    z.object({
      seq: z.int(),
      at: z.string(),
      says: z.string(),
      account: z.string(),
      party: z.string(),
      onBehalfOf: z.string().nullable(),
      shown: z.boolean(),
    }),
  ),
  moves: z.array(CaseMove),
})

const reason = z.string().trim().max(500, '原因不超过 500 字。').optional()
export const ActOnCase = z.object({
  move: z.string().max(40),
  reason,
  missing: z
    .array(z.object({ name: z.string().max(40), note: z.string().trim().max(100).optional() }))
    .max(20)
    .optional(),
  revision: z.int().optional(),
})
export const Moved = z.object({ state: z.string(), says: z.string() })

export const ActOnCases = z.object({ cases: z.array(Ref).min(1).max(500), move: z.string().max(40), reason })
export const ManyMoved = z.object({
  moved: z.int(),
  refused: z.array(z.object({ number: z.string(), message: z.string() })),
})

export const Note = z.object({ words: z.string().trim().min(1, '请写下内容。').max(500, '不超过 500 字。') })
export const Assign = z.object({ cases: z.array(Ref).min(1).max(500), to: z.string().trim().max(80).nullable() })
export const Done = z.object({ done: z.int() })

export const DeputyView = Ref.extend({
  account: z.string(),
  deputy: z.string(),
  from: z.string(),
  until: z.string(),
  reason: z.string(),
  mine: z.boolean(),
})
export const Deputies = z.object({ deputies: z.array(DeputyView) })
export const NewDeputy = z.object({
  /** Whose work; left out: one's own. */
  account: z.string().trim().max(80).optional(),
  deputy: z.string().trim().min(1, '请填写代办同事的账号。').max(80),
  from: z.iso.date(),
  until: z.iso.date(),
  reason: z.string().trim().min(1, '请写明原因。').max(100),
})

export const listCases = { method: 'get', path: '/api/cases', response: CaseLines } as const
export const readCase = { method: 'get', path: '/api/cases/{district}/{id}', response: CasePage } as const
export const actOnCase = { method: 'post', path: '/api/cases/{district}/{id}/acts', response: Moved } as const
export const actOnCases = { method: 'post', path: '/api/cases/acts', response: ManyMoved } as const
export const addNote = { method: 'post', path: '/api/cases/{district}/{id}/notes', response: Done } as const
export const assignCases = { method: 'post', path: '/api/cases/assignments', response: Done } as const
export const listDeputies = { method: 'get', path: '/api/cases/deputies', response: Deputies } as const
export const appointDeputy = { method: 'post', path: '/api/cases/deputies', response: Done } as const
export const endDeputy = { method: 'post', path: '/api/cases/deputies/{district}/{id}/end', response: Done } as const

export type CaseLine = z.infer<typeof CaseLine>
export type CasePage = z.infer<typeof CasePage>
export type CaseListQuery = z.infer<typeof CaseListQuery>
