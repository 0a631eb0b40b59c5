import { createRoute, z } from '@hono/zod-openapi'
import { inScope } from '../../platform/db/index.ts'
import { type AreaApp, type Platform, problemOf } from '../../platform/http/index.ts'
import { changeElder } from './change-elder.ts'
import { addContact, endContact } from './contacts.ts'
import * as contract from './contract.ts'
import { correctIdentity } from './correct-identity.ts'
import { readRecord } from './read-record.ts'
import { recordFact, withdrawFact } from './record-fact.ts'
import { refusals } from './refusals.ts'
import { revealNumber } from './reveal-number.ts'
import { body, json, keyOf, READERS, surroundings, WRITERS } from './route-parts.ts'
import { readReaders, readTimeline } from './timeline.ts'

const OfElder = z.object({ id: z.uuid() })
const At = z.object({ asOf: contract.DaySchema.optional(), knownAt: contract.ElderFilter.shape.knownAt })

/** One person's file: reading, changing, facts, people around, numbers in full. */
export function fileRoutes(app: AreaApp, platform: Platform): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/{id}',
      summary: 'One file, as of a day and as known at a time',
      request: { params: OfElder, query: At },
      responses: { 200: json(contract.ElderRecord, 'The file') },
    }),
    async (c) => {
      const here = await surroundings(platform, c, READERS)
      const { id } = c.req.valid('param')
      const { asOf = platform.today(), knownAt } = c.req.valid('query')
      const file = await inScope(platform.db, here.principal.scope, (tx) => readRecord(tx, here, id, { asOf, knownAt }))
      platform.reads.note({
        district: file.district,
        account: here.principal.account,
        action: 'elder.read',
        object: 'elder',
        objectId: id,
        requestId: c.get('requestId'),
      })
      return c.json(file, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'patch',
      path: '/{id}',
      summary: 'Change plain fields',
      request: { params: OfElder, ...body(contract.ChangeElder) },
      responses: {
        200: json(z.object({ version: z.number() }), 'Saved'),
        409: json(contract.ChangeConflict, 'Somebody changed the same field; nothing was saved'),
      },
    }),
    async (c) => {
      const outcome = await changeElder(
        await surroundings(platform, c, WRITERS),
        c.req.valid('param').id,
        c.req.valid('json'),
      )
      if (outcome.changed) return c.json({ version: outcome.version }, 200)
      const labels = outcome.conflicts.map((each) => `“${each.label}”`).join('、')
      const { title } = problemOf(refusals.changedMeanwhile(labels))
      return c.json({ ...outcome, code: 'ELDER_CHANGED' as const, status: 409 as const, title }, 409, {
        'content-type': 'application/problem+json',
      })
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{id}/identity',
      summary: 'Correct the number',
      request: { params: OfElder, ...body(contract.CorrectIdentity) },
      responses: { 200: json(z.object({ version: z.number() }), 'Corrected; the old number is kept') },
    }),
    async (c) =>
      c.json(
        await correctIdentity(await surroundings(platform, c, WRITERS), c.req.valid('param').id, c.req.valid('json')),
        200,
      ),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{id}/facts',
      summary: 'Record a fact for a period',
      request: { params: OfElder, ...body(contract.SetFact) },
      responses: {
        201: json(
          z.object({
            unchanged: z.boolean(),
            id: z.string(),
            validTo: z.string().nullable(),
            replaced: z.array(
              z.object({ value: z.array(z.string()), validFrom: z.string(), validTo: z.string().nullable() }),
            ),
          }),
          'What was written and what it replaced',
        ),
      },
    }),
    async (c) =>
      c.json(
        await recordFact(
          await surroundings(platform, c, WRITERS),
          c.req.valid('param').id,
          c.req.valid('json'),
          keyOf(c),
        ),
        201,
      ),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{id}/facts/{fact}/withdraw',
      summary: 'Take back a period that should not be there',
      request: {
        params: OfElder.extend({ fact: z.uuid() }),
        ...body(contract.WithReason),
      },
      responses: { 204: { description: 'Taken back; it stays readable as known before' } },
    }),
    async (c) => {
      const { id, fact } = c.req.valid('param')
      await withdrawFact(await surroundings(platform, c, WRITERS), id, fact, c.req.valid('json').reason)
      return c.body(null, 204)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{id}/contacts',
      summary: 'Add a contact',
      request: { params: OfElder, ...body(contract.AddContact) },
      responses: { 201: json(z.object({ id: z.string() }), 'The contact') },
    }),
    async (c) =>
      c.json(
        await addContact(
          await surroundings(platform, c, WRITERS),
          c.req.valid('param').id,
          c.req.valid('json'),
          keyOf(c),
        ),
        201,
      ),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{id}/contacts/{contact}/end',
      summary: 'End a contact',
      request: { params: OfElder.extend({ contact: z.uuid() }), ...body(contract.WithReason) },
      responses: { 204: { description: 'Ended; contact and phone stay in the history' } },
    }),
    async (c) => {
      const { id, contact } = c.req.valid('param')
      await endContact(await surroundings(platform, c, WRITERS), id, contact, c.req.valid('json').reason)
      return c.body(null, 204)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{id}/reveal',
      summary: 'A number in full, for a purpose',
      request: { params: OfElder, ...body(contract.Reveal) },
      responses: { 200: json(contract.Revealed, 'The number and how long it may be shown') },
    }),
    async (c) =>
      c.json(
        await revealNumber(await surroundings(platform, c, READERS), c.req.valid('param').id, c.req.valid('json')),
        200,
      ),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/{id}/timeline',
      summary: 'What happened to a file',
      request: { params: OfElder },
      responses: { 200: json(contract.Timeline, 'Newest first') },
    }),
    async (c) => {
      const here = await surroundings(platform, c, READERS)
      const entries = await inScope(platform.db, here.principal.scope, (tx) =>
        readTimeline(tx, here, c.req.valid('param').id),
      )
      return c.json({ entries }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/{id}/readers',
      summary: 'Who looked at a file',
      request: { params: OfElder },
      responses: { 200: json(contract.Readers, 'Newest first') },
    }),
    async (c) => {
      const here = await surroundings(platform, c, READERS)
      const readers = await inScope(platform.db, here.principal.scope, (tx) =>
        readReaders(tx, here, c.req.valid('param').id),
      )
      return c.json({ readers }, 200)
    },
  )
}
