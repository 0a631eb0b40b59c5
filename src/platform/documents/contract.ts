import { createRoute, z } from '@hono/zod-openapi'

const state = z.enum(['valid', 'replaced', 'voided'])

/** A paper in a list of papers about one thing, newest first. */
const paperRow = z
  .object({
    number: z.string(),
    kind: z.string(),
    name: z.string(),
    issuedOn: z.string(),
    state,
    replacedBy: z.string().nullable(),
  })
  .openapi('Paper')

/** What anybody may know who holds the paper: no person, no amount. `href` only for who may see what it is about. */
const checkedPaper = z
  .object({
    number: z.string(),
    name: z.string(),
    office: z.string(),
    issuedOn: z.string(),
    state,
    href: z.string().nullable(),
  })
  .openapi('CheckedPaper')

export type PaperRow = z.infer<typeof paperRow>
export type CheckedPaper = z.infer<typeof checkedPaper>
export type PaperState = z.infer<typeof state>

const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})

const short = z.string().trim().min(1).max(64)

export const paperRoutes = {
  list: createRoute({
    method: 'get',
    path: '/',
    summary: 'The papers about one thing, newest first',
    request: { query: z.object({ object: short, objectId: short }) },
    responses: answer(z.object({ papers: z.array(paperRow) }), 'Papers in the reader’s scope'),
  }),
  check: createRoute({
    method: 'post',
    path: '/check',
    summary: 'Is this paper genuine and still valid: open to everybody who holds it',
    request: {
      body: { content: { 'application/json': { schema: z.object({ number: short, code: short }) } }, required: true },
    },
    responses: answer(checkedPaper, 'Kind, date, office and state'),
  }),
  pdf: createRoute({
    method: 'get',
    path: '/{number}',
    summary: 'The paper as PDF, always the bytes that were first handed out',
    request: { params: z.object({ number: short }) },
    responses: { 200: { description: 'A4', content: { 'application/pdf': { schema: z.string() } } } },
  }),
}
