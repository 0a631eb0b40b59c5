import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { inScope } from '../../platform/db/index.ts'
import {
  type AppEnv,
  type Area,
  areaApp,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
} from '../../platform/http/index.ts'
import { hasRole, type Principal } from '../../platform/identity/index.ts'
import {
  DeviceKey,
  DeviceList,
  DownloadIn,
  DownloadOut,
  FIELD_ROLES,
  NewDevice,
  PieceOut,
  PieceQuery,
  Recovery,
  Standing,
  UploadIn,
  UploadOut,
  WipeIn,
} from './contract.ts'
import {
  deviceOf,
  type KnownDevice,
  noteContact,
  noteWiped,
  recoverDevice,
  registerDevice,
  standingOf,
  wipeDevice,
} from './devices.ts'
import type { FieldParts } from './kinds.ts'
import { listDevices } from './list-devices.ts'
import { readDownload } from './read-download.ts'
import { refusals } from './refusals.ts'
import { fieldSweeps } from './sweeps.ts'
import { takePiece } from './take-piece.ts'
import { takeUpload } from './take-upload.ts'

const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const body = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } }, required: true })
const DONE = z.object({ id: z.string() })
/** `INSTANT~ID`, as the last page gave it. */
const Cursor = z
  .string()
  .max(120)
  .refine((text) => {
    const [at, id, ...rest] = text.split('~')
    return z.iso.datetime({ offset: true }).safeParse(at).success && z.uuid().safeParse(id).success && rest.length === 0
  }, '页码已失效，请从第一页重新查看。')

/** `/api/field`: devices and their protocol. What they send and hold is handed in. */
export const field = (parts: FieldParts): Area => ({
  name: 'field',
  routes: (platform) => routes(platform, parts),
  sweeps: fieldSweeps,
})

function routes(platform: Platform, parts: FieldParts) {
  const app = areaApp()

  app.openapi(
    createRoute({
      method: 'post',
      path: '/devices',
      summary: 'Sign this device in for good; again with the same id gives a new key',
      request: { body: body(NewDevice) },
      responses: answer(DeviceKey, 'The key of the device, shown once'),
    }),
    async (c) => {
      const who = principalOf(c, ...FIELD_ROLES)
      // The device acts for the roles of the field only, whatever else the account may do.
      const own = await platform.identity.principalOf(who.account, FIELD_ROLES)
      if (own === undefined) throw new Refused(refusals.noPlace())
      const device = await inScope(platform.db, own.scope, async (tx) =>
        orRefuse(await registerDevice(tx, platform, own, c.req.valid('json'), c.get('requestId'))),
      )
      return c.json(device, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/devices/{id}/recovery',
      summary: 'What opens the store of one’s own device after the PIN was forgotten',
      request: { params: z.object({ id: z.uuid() }) },
      responses: answer(Recovery, 'The second wrapping of the store'),
    }),
    async (c) => {
      const who = principalOf(c, ...FIELD_ROLES)
      const found = await inScope(platform.db, who.scope, async (tx) =>
        orRefuse(await recoverDevice(tx, platform, who, c.req.valid('param').id, c.get('requestId'))),
      )
      return c.json(found, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/devices',
      summary: 'Devices of one’s own, and of the place for those who look after it',
      request: { query: z.object({ cursor: Cursor.optional() }) },
      responses: answer(DeviceList, 'The last used first'),
    }),
    async (c) => {
      const who = principalOf(c, ...FIELD_ROLES, 'districtOfficer')
      const found = await inScope(platform.db, who.scope, (tx) =>
        listDevices(tx, platform, { after: c.req.valid('query').cursor, only: ownOnly(who) ? who.account : undefined }),
      )
      return c.json(found, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/devices/{district}/{id}/wipe',
      summary: 'Empty a device at its next contact',
      request: { params: z.object({ district: z.string().max(12), id: z.uuid() }), body: body(WipeIn) },
      responses: answer(DONE, 'The device'),
    }),
    async (c) => {
      const who = principalOf(c, ...FIELD_ROLES, 'districtOfficer')
      const { account, scope } = who
      const by = { account, ownOnly: ownOnly(who), now: platform.now(), requestId: c.get('requestId') }
      const done = await inScope(platform.db, scope, async (tx) =>
        orRefuse(await wipeDevice(tx, by, c.req.valid('param'), c.req.valid('json'))),
      )
      return c.json(done, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/standing/{district}/{id}',
      summary: 'Whether a device is to empty its store; asked without a key, since a locked device has none at hand',
      request: { params: z.object({ district: z.string().max(12), id: z.uuid() }) },
      responses: answer(Standing, 'The same for a device that nobody knows'),
    }),
    async (c) => {
      const { district, id } = c.req.valid('param')
      return c.json({ wipe: await standingOf(platform, district, id) }, 200)
    },
  )

  deviceCalls(app, platform, parts)
  return app
}

/** Whoever looks after a place sees and empties its devices; everybody else their own only. */
const ownOnly = (who: Principal): boolean => !hasRole(who, 'townshipClerk', 'districtOfficer')

/** The calls that carry a device's key instead of a session. */
function deviceCalls(app: ReturnType<typeof areaApp>, platform: Platform, parts: FieldParts): void {
  const known = async (c: Context<AppEnv>): Promise<KnownDevice> => {
    const device = await deviceOf(platform, c.req.header('authorization'), c.get('requestId'))
    if (device === undefined) throw new Refused(refusals.deviceUnknown())
    return device
  }

  app.openapi(
    createRoute({
      method: 'post',
      path: '/upload',
      summary: 'Records of a device’s journal; a repeat gets the answers of the first time',
      request: { body: body(UploadIn) },
      responses: answer(UploadOut, 'What became of each record'),
    }),
    async (c) => {
      const device = await known(c)
      const sent = c.req.valid('json')
      const outcomes = await takeUpload(device, parts, sent)
      const serverTime = platform.now().getTime()
      await inScope(platform.db, device.principal.scope, (tx) =>
        noteContact(tx, device, { skewMs: sent.sentAt - serverTime, unsent: sent.waiting }),
      )
      return c.json({ outcomes, serverTime, wipe: device.wipe } as z.infer<typeof UploadOut>, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/download',
      summary: 'What the device lacks of what it may hold',
      request: { body: body(DownloadIn) },
      responses: answer(DownloadOut, 'The buckets that differ'),
    }),
    async (c) => {
      const device = await known(c)
      const { turn, have } = c.req.valid('json')
      const around = { turn, serverTime: platform.now().getTime(), today: platform.today(), wipe: device.wipe }
      // Whoever is to be emptied gets nothing new.
      if (device.wipe !== 'no') return c.json({ ...around, buckets: [], gone: [], more: false, leftOut: 0 }, 200)
      const found = await readDownload(device, parts, have)
      return c.json({ ...around, ...found } as unknown as z.infer<typeof DownloadOut>, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'put',
      path: '/files/{file}/{at}',
      summary: 'One piece of a photo; the body is the piece',
      request: { params: z.object({ file: z.uuid(), at: z.coerce.number().int().min(0).max(500) }), query: PieceQuery },
      responses: answer(PieceOut, 'How much of it the server has'),
    }),
    async (c) => {
      const device = await known(c)
      const bytes = Buffer.from(await c.req.arrayBuffer())
      const piece = { ...c.req.valid('param'), ...c.req.valid('query'), bytes }
      return c.json(orRefuse(await takePiece(device, parts, piece)), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/wiped',
      summary: 'The device has emptied its store; its key ends',
      responses: answer(DONE, 'The device'),
    }),
    async (c) => {
      const device = await known(c)
      await inScope(platform.db, device.principal.scope, (tx) => noteWiped(tx, device))
      return c.json({ id: device.device.id }, 200)
    },
  )
}
