import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { asSystem, type Tx } from '../../platform/db/index.ts'
import { ok, type Platform, type Result, refuse } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { currentTree, shortName } from '../divisions/index.ts'
import { type DeviceKey, FIELD_ROLES } from './contract.ts'
import type { Around } from './kinds.ts'
import type { Wipe } from './protocol/record.ts'
import { refusals } from './refusals.ts'

const DAY_MS = 86_400_000
const KEY = /^Device ([0-9a-z]{3,12})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/
const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest()

/** A device as the server knows it when it calls. */
export type KnownDevice = Around & { readonly wipe: Wipe }

type Row = { district: string; account: string; keyDigest: Buffer; wipe: Wipe; wiped: boolean; ended: boolean }

/**
 * Signs a device in for good: it gets a key of its own, which lasts until it is unused for YIYANG_FIELD_IDLE_DAYS, at most YIYANG_FIELD_DAYS.
 * Again with the same id (the answer was lost, or its key has ended) it gets a new key and the old one ends. An order to empty it stands until it was
 * obeyed; a lost device gets no new key.
 */
export async function registerDevice(
  tx: Tx,
  platform: Platform,
  who: Principal,
  device: { id: string; name: string },
  requestId: string,
): Promise<Result<DeviceKey>> {
  const grant = who.grants.find((each) => FIELD_ROLES.some((role) => role === each.role))
  if (grant?.division === undefined) return refuse(refusals.noPlace())
  const { division } = grant
  const district = division.slice(0, 6)
  const key = randomBytes(32).toString('base64url')
  const fresh = randomBytes(32).toString('base64')
  const now = platform.now()
  const endsAt = new Date(now.getTime() + platform.config.YIYANG_FIELD_DAYS * DAY_MS)
  const township = /^\d{9}/.test(division) ? division.slice(0, 9) : null
  const village = /^\d{12}$/.test(division) ? division : null
  const { rows } = await sql<{ recoveryCipher: Buffer }>`
    insert into field.device (district, id, account, township, village, name, key_digest, key_cipher, registered_at, seen_at, ends_at)
    values (${district}, ${device.id}, ${who.account}, ${township}, ${village}, ${device.name}, ${digestOf(key)},
            ${platform.keyring.seal(fresh)}, ${now}, ${now}, ${endsAt})
    on conflict (district, id) do update
       set key_digest = excluded.key_digest, name = excluded.name, seen_at = excluded.seen_at, ends_at = excluded.ends_at,
           wipe = case when field.device.wiped_at is null then field.device.wipe else 'no' end, wiped_at = null
     where field.device.account = excluded.account and (field.device.wipe <> 'atOnce' or field.device.wiped_at is not null)
    returning key_cipher as "recoveryCipher"`.execute(tx)
  const row = rows[0]
  if (row === undefined) {
    const { rows: own } = await sql`
      select 1 from field.device where district = ${district} and id = ${device.id} and account = ${who.account}`.execute(
      tx,
    )
    return refuse(own.length > 0 ? refusals.deviceToEmpty() : refusals.deviceOfAnother())
  }
  await record(tx, {
    district,
    account: who.account,
    action: 'field.registerDevice',
    object: 'fieldDevice',
    objectId: device.id,
    after: { name: device.name },
    requestId,
  })
  const tree = await currentTree(platform.db, now.getTime())
  return ok({
    key,
    recovery: platform.keyring.open(row.recoveryCipher),
    district,
    account: who.account,
    who: who.name,
    role: grant.role as DeviceKey['role'],
    villages: who.scope.villages.map((each) => ({ key: each, name: shortName(tree.get(each)?.name ?? each) })),
    mostPersons: platform.config.YIYANG_FIELD_PERSONS,
    endsAt: endsAt.toISOString(),
  })
}

/** What wraps the store of the caller's own device, for a signed-in session of its account: the PIN was forgotten. */
export async function recoverDevice(tx: Tx, platform: Platform, who: Principal, id: string, requestId: string) {
  const { rows } = await sql<{ district: string; recoveryCipher: Buffer }>`
    select district, key_cipher as "recoveryCipher" from field.device
     where id = ${id} and account = ${who.account} and wipe = 'no' and wiped_at is null`.execute(tx)
  const row = rows[0]
  if (row === undefined) return refuse(refusals.deviceNotFound())
  await record(tx, {
    district: row.district,
    account: who.account,
    action: 'field.recoverDevice',
    object: 'fieldDevice',
    objectId: id,
    requestId,
  })
  return ok({ recovery: platform.keyring.open(row.recoveryCipher) })
}

/** The device behind a call, by the key in its header; undefined where the key is unknown, ended, or its account may no longer be in the field. */
export async function deviceOf(
  platform: Platform,
  header: string | undefined,
  requestId: string,
): Promise<KnownDevice | undefined> {
  const [, district, id, key] = KEY.exec(header ?? '') ?? []
  if (district === undefined || id === undefined || key === undefined) return undefined
  const now = platform.now()
  const idle = new Date(now.getTime() - platform.config.YIYANG_FIELD_IDLE_DAYS * DAY_MS)
  const row = await asSystem(platform.db, async (tx) => {
    const { rows } = await sql<Row>`
      select district, account, key_digest as "keyDigest", wipe, wiped_at is not null as wiped,
             (ends_at <= ${now} or seen_at <= ${idle}) as ended
        from field.device where district = ${district} and id = ${id}`.execute(tx)
    return rows[0]
  })
  if (row === undefined || row.wiped || row.ended || !timingSafeEqual(row.keyDigest, digestOf(key))) return undefined
  const principal = await platform.identity.principalOf(row.account, FIELD_ROLES)
  if (principal === undefined) return undefined
  return { platform, principal, device: { id, district, skewMs: 0 }, wipe: row.wipe, requestId }
}

/** What a device is told of itself, even while its owner has not unlocked it: whether it is to empty its store. Any id gets an answer. */
export async function standingOf(platform: Platform, district: string, id: string): Promise<Wipe> {
  return asSystem(platform.db, async (tx) => {
    const { rows } = await sql<{ wipe: Wipe }>`
      select wipe from field.device where district = ${district} and id = ${id}`.execute(tx)
    return rows[0]?.wipe ?? 'no'
  })
}

/** Notes a contact: when, how wrong the clock is, how much waits. Run as the device's owner. */
export async function noteContact(
  tx: Tx,
  { device, platform }: Around,
  told: { skewMs?: number; unsent?: number; persons?: number },
): Promise<void> {
  await sql`
    update field.device set seen_at = ${platform.now()}, skew_ms = coalesce(${told.skewMs ?? null}::bigint, skew_ms),
           unsent = coalesce(${told.unsent ?? null}::int, unsent), persons = coalesce(${told.persons ?? null}::int, persons)
     where district = ${device.district} and id = ${device.id}`.execute(tx)
}

/** The device says that it has emptied its store; its key ends. */
export async function noteWiped(tx: Tx, { device, principal, platform, requestId }: Around): Promise<void> {
  await sql`
    update field.device set wiped_at = ${platform.now()}, persons = 0, unsent = 0
     where district = ${device.district} and id = ${device.id} and wiped_at is null`.execute(tx)
  await record(tx, {
    district: device.district,
    account: principal.account,
    action: 'field.deviceWiped',
    object: 'fieldDevice',
    objectId: device.id,
    ...(requestId === undefined ? {} : { requestId }),
  })
}

/**
 * Asks a device to empty its store at its next contact: after its last upload, or at once where it was lost.
 * @param by `ownOnly` where the caller looks after no place: colleagues' devices are not found then
 */
export async function wipeDevice(
  tx: Tx,
  by: { account: string; ownOnly: boolean; now: Date; requestId: string },
  { district, id }: { district: string; id: string },
  asked: { wipe: 'afterUpload' | 'atOnce'; reason: string },
): Promise<Result<{ id: string }>> {
  const { rows } = await sql<{ id: string }>`
    update field.device set wipe = ${asked.wipe}, wipe_by = ${by.account}, wipe_reason = ${asked.reason}, wipe_at = ${by.now}
     where district = ${district} and id = ${id} and wiped_at is null and (${!by.ownOnly} or account = ${by.account}) returning id`.execute(
    tx,
  )
  if (rows.length === 0) return refuse(refusals.deviceNotFound())
  await record(tx, {
    district,
    account: by.account,
    action: 'field.wipeDevice',
    object: 'fieldDevice',
    objectId: id,
    purpose: asked.reason,
    after: { wipe: asked.wipe },
    requestId: by.requestId,
  })
  return ok({ id })
}
