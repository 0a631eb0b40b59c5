import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { createRoute, z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import type { Processes } from '../../engines/process/index.ts'
import { parseMonth } from '../../platform/clock/day.ts'
import { inScope, type Tx } from '../../platform/db/index.ts'
import {
  type AreaApp,
  commonRefusals,
  ok,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
  type Result,
  refuse,
} from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { readSettings } from '../rules/index.ts'
import * as contract from './contract.ts'
import { readMonth } from './read-month.ts'
import { recordVisit } from './record-visit.ts'
import { refusals } from './refusals.ts'
import { takeFile } from './take-file.ts'

/** Who makes visits: the assistant, and a clerk who lends a hand or writes down what came on paper. */
const VISITORS: readonly Role[] = ['villageWorker', 'townshipClerk']
const FileKey = z.object({ district: z.string().regex(/^\d{6}$/), id: z.uuid(), file: z.uuid() })

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true as const, content: { 'application/json': { schema } } },
})

const routeOf = {
  month: createRoute({
    method: 'get',
    path: '/field/month',
    summary: 'What a device needs for a month without a network',
    request: { query: contract.FieldQuery },
    responses: json(contract.readMonth.response, 'The month, or that the device has it already'),
  }),
  record: createRoute({
    method: 'post',
    path: '/field/records',
    summary: 'Keep a visit that a device made; the id is the device’s, repeats are harmless',
    request: body(contract.VisitRecord),
    responses: json(contract.uploadRecord.response, 'Kept, with what follows'),
  }),
  file: createRoute({
    method: 'put',
    path: '/field/records/{district}/{id}/files/{file}',
    summary: 'The bytes of an attachment that a record named',
    request: {
      params: FileKey,
      body: { required: true as const, content: { 'application/octet-stream': { schema: z.any() } } },
    },
    responses: json(contract.uploadFile.response, 'Stored, with what is still wanted'),
  }),
  track: createRoute({
    method: 'post',
    path: '/field/tracks',
    summary: 'A way that somebody walked or drove, for others to find',
    request: body(contract.TrackUpload),
    responses: json(contract.uploadTrack.response, 'Kept'),
  }),
}

/** Routes of the field app under `/api/visits/field`. A record carries its own id, so no idempotency key is asked. */
export function fieldRoutes(app: AreaApp, platform: Platform, processes: Processes): void {
  app.openapi(routeOf.month, async (c) => {
    const who = principalOf(c, ...VISITORS)
    const { month, known } = c.req.valid('query')
    const around = {
      keyring: platform.keyring,
      now: platform.now(),
      today: platform.today(),
      requestId: c.get('requestId'),
    }
    const asked = { month: month === undefined ? undefined : parseMonth(month), known }
    return c.json(await inScope(platform.db, who.scope, (tx) => readMonth(tx, who, asked, around)), 200)
  })
  app.openapi(routeOf.record, async (c) => {
    const who = principalOf(c, ...VISITORS)
    const record = c.req.valid('json')
    const kept = await inScope(platform.db, who.scope, async (tx) => {
      const settings = await readSettings(tx)
      const around = {
        actor: { account: who.account, roles: who.grants.map((grant) => grant.role) },
        name: who.name,
        keyring: platform.keyring,
        processes,
        settings,
        now: platform.now(),
        today: platform.today(),
        requestId: c.get('requestId'),
      }
      return orRefuse(await recordVisit(tx, around, record))
    })
    return c.json(kept, 200)
  })
  app.openapi(routeOf.file, async (c) => {
    const who = principalOf(c, ...VISITORS)
    const stream = c.req.raw.body
    if (stream === null) throw new Refused(commonRefusals.unreadable())
    const content = Readable.fromWeb(stream as WebStream<Uint8Array>)
    const parts = { store: platform.files, keyring: platform.keyring }
    const taken = await inScope(platform.db, who.scope, async (tx) =>
      orRefuse(await takeFile(tx, parts, c.req.valid('param'), { account: who.account, content })),
    )
    return c.json(taken, 200)
  })
  app.openapi(routeOf.track, async (c) => {
    const who = principalOf(c, ...VISITORS)
    const track = c.req.valid('json')
    return c.json(await inScope(platform.db, who.scope, async (tx) => orRefuse(await keepTrack(tx, who, track))), 200)
  })
}

/** Keeps a track once; only in a village that the helper's scope reaches. */
async function keepTrack(
  tx: Tx,
  who: Principal,
  track: contract.TrackUpload,
): Promise<Result<{ id: string; state: 'recorded' | 'again' }>> {
  const { districts, townships, villages } = who.scope
  const { village, district } = track
  const reaches = districts.includes(district) || townships.includes(village.slice(0, 9)) || villages.includes(village)
  if (!reaches || village.slice(0, 6) !== district) return refuse(commonRefusals.notFound())
  const { rows } = await sql`
    insert into visits.track (district, id, township, village, account, way, started_at, points, hazards)
    values (${district}, ${track.id}, ${village.slice(0, 9)}, ${village}, ${who.account}, ${track.way}, ${track.startedAt},
            ${JSON.stringify(track.points)}::jsonb, ${JSON.stringify(track.hazards)}::jsonb)
    on conflict do nothing returning 1`.execute(tx)
  if (rows.length > 0) return ok({ id: track.id, state: 'recorded' as const })
  const { rows: there } = await sql`
    select 1 from visits.track where district = ${district} and id = ${track.id}::uuid and account = ${who.account}`.execute(
    tx,
  )
  return there.length > 0 ? ok({ id: track.id, state: 'again' as const }) : refuse(refusals.differs())
}
