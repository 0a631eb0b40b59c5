import { createRoute, z } from '@hono/zod-openapi'

/** A line of the job tray. `done` of `total` in whole units; `total` null while it is not known. */
export const jobView = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    title: z.string(),
    status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
    done: z.number().int(),
    total: z.number().int().nullable(),
    words: z.string(),
    result: z.unknown(),
    failure: z.string().nullable(),
    cancelRequested: z.boolean(),
    version: z.number().int(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .openapi('Job')

export type JobView = z.infer<typeof jobView>

const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})

export const jobRoutes = {
  list: createRoute({
    method: 'get',
    path: '/',
    summary: 'The newest jobs of the signed-in account, open ones first',
    responses: answer(z.object({ jobs: z.array(jobView) }), 'The job tray'),
  }),
  one: createRoute({
    method: 'get',
    path: '/{id}',
    summary: 'One job',
    request: { params: z.object({ id: z.uuid() }) },
    responses: answer(jobView, 'The job'),
  }),
  cancel: createRoute({
    method: 'post',
    path: '/{id}/cancel',
    summary: 'Ask a job to stop; what it has committed stays',
    request: { params: z.object({ id: z.uuid() }) },
    responses: answer(jobView, 'The job, marked as to be stopped'),
  }),
}
