/**
 * The first sync of a device that may hold 2,000 elders, then DEVICES devices (default 1,000) that make their first sync at the same moment, each with
 * the ELDERS (default 60) of its village: `node bench/run.ts field [DEVICES] [ELDERS]`. Real server, real database, one machine for all.
 */
import { spawn } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openPlatform } from '../src/app/platform.ts'
import { loadDivisions } from '../src/areas/divisions/index.ts'
import { makeVault, seal } from '../src/areas/field/device/vault.ts'
import { type Bucket, cursorOf, type Held, nothingHeld, take } from '../src/areas/field/protocol/download.ts'
import { readConfig } from '../src/platform/config/config.ts'
import { keyringOf, newKeyFile } from '../src/platform/crypto/keyring.ts'
import { startCluster } from '../src/platform/db/cluster.ts'
import { asIdentity, asOwner, connect, migrate, newId } from '../src/platform/db/index.ts'
import { report } from './measure.ts'

const DEVICES = Number(process.argv[2] ?? 1000)
const ELDERS = Number(process.argv[3] ?? 60)
const LARGE = 2000
const VILLAGES = 50
const DUE = 40
const PATIENCE_MS = 300_000

type Device = { key: string }

const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-field-'))
const cluster = await startCluster(folder)
try {
  await migrate(cluster.url)
  const { db, close } = connect(cluster.url, 4)
  await loadDivisions(db)
  const keys = newKeyFile('aes-256-gcm')
  const { rows } = await asOwner(db, (tx) =>
    sql<{ key: string }>`
      select key from divisions.division where level = 'village' and key like '500113%' order by key limit ${VILLAGES + 1}`.execute(
      tx,
    ),
  )
  const [large = '', ...villages] = rows.map((row) => row.key)
  for (const village of [large, ...villages]) await fill(village, village === large ? LARGE : ELDERS)
  const devices = await registerDevices([large, ...villages])
  await sql`vacuum analyze elders.elder, elders.fact, elders.phone, visits.plan`.execute(db)
  const server = spawn(
    process.execPath,
    ['src/app/server.ts', '--empty', '--port', '0', '--data', join(folder, 'server')],
    {
      cwd: join(import.meta.dirname, '..'),
      env: {
        ...process.env,
        DATABASE_URL: cluster.url,
        YIYANG_KEYS: JSON.stringify(keys),
        YIYANG_LOG: 'error',
        YIYANG_REQUESTS_PER_MINUTE: '0',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const address = await new Promise<URL>((done) => {
    server.stdout.on('data', (chunk: Buffer) => {
      const ready = /Yiyang ready: (\S+)/.exec(chunk.toString())?.[1]
      if (ready !== undefined) done(new URL(ready))
    })
  })
  const [first, ...many] = devices
  if (first === undefined) throw new Error('no device')
  const warm = await firstSync(address, first)
  const alone = await firstSync(address, first)
  const from = performance.now()
  const all = await Promise.all(many.map((device) => firstSync(address, device).catch(() => undefined)))
  const seconds = (performance.now() - from) / 1000
  const good = all.filter((each) => each !== undefined)
  const times = good.map((each) => each.seconds).sort((a, b) => a - b)
  report('field', {
    firstSyncOfOne: {
      elders: alone.persons,
      seconds: alone.seconds,
      coldSeconds: warm.seconds,
      calls: alone.calls,
      kilobytesOnTheWire: alone.kilobytes,
      sealedInSeconds: alone.sealedIn,
    },
    allAtOnce: {
      devices: many.length,
      eldersEach: ELDERS,
      seconds: Number(seconds.toFixed(1)),
      errors: many.length - good.length,
      p50Seconds: times[Math.floor(times.length / 2)] ?? null,
      slowestSeconds: times.at(-1) ?? null,
    },
  })
  server.kill('SIGINT')
  await new Promise((done) => server.once('exit', done))
  await close()

  async function fill(village: string, elders: number): Promise<void> {
    const keyring = keyringOf(keys)
    const number = keyring.seal('13800000000')
    await asOwner(db, async (tx) => {
      await sql`
        insert into elders.elder (district, id, name, name_pinyin, name_initials, sex, birth_date, id_kind, township, village, address, lng, lat)
        select left(${village}, 6), gen_random_uuid(), '示例' || n, 'shili', 'sl', 'female', date '1930-01-01' + n, 'none', left(${village}, 9), ${village},
               '某组 ' || n || ' 号', 106.5 + random() * 0.05, 29.3 + random() * 0.05 from generate_series(1, ${elders}) n`.execute(
        tx,
      )
      await sql`
        insert into elders.fact (district, elder_id, id, kind, value, valid_from, source_kind, recorded_by)
        select district, id, gen_random_uuid(), k, v, '2024-01-01', 'bench', 'bench' from elders.elder
          cross join (values ('residence', array[${village}::text]), ('livingArrangement', array['alone'])) f(k, v) where village = ${village}`.execute(
        tx,
      )
      await sql`
        insert into elders.phone (district, elder_id, id, kind, cipher, blind, source_kind)
        select district, id, gen_random_uuid(), 'guardian', ${number}, ${keyring.blindIndex('phone', '13800000000')}, 'bench' from elders.elder
         where village = ${village}`.execute(tx)
      await sql`
        insert into visits.plan (district, id, month, elder_id, township, village, ordinal, on_day, from_day, until_day, account)
        select district, gen_random_uuid(), date_trunc('month', now() at time zone 'Asia/Shanghai')::date, id, township, village, 1, current_date, current_date,
               current_date, ${`helper-${village}`} from elders.elder where village = ${village} order by id limit ${DUE}`.execute(
        tx,
      )
    })
  }

  /** One account a village; the first device has the large one, the others share the rest. */
  async function registerDevices(places: readonly string[]): Promise<Device[]> {
    const config = readConfig({
      YIYANG_DATA: join(folder, 'accounts'),
      YIYANG_KEYS: JSON.stringify(keys),
      YIYANG_LOG: 'silent',
    })
    const { platform, close: done } = openPlatform(config, cluster.url)
    const digest = await platform.identity.digestOf('a password of the bench')
    for (const village of places) {
      const username = `helper-${village}`
      await platform.identity.createAccount({
        username,
        name: username,
        password: { digest },
        by: 'bench',
        demonstration: true,
      })
      await asIdentity(db, (tx) =>
        sql`insert into "grant" (id, account, role, division, valid_from, reason, granted_by, needs_approval)
            values (${newId()}, ${username}, 'villageWorker', ${village}, '2020-01-01', 'bench', 'bench', false)`.execute(
          tx,
        ),
      )
    }
    const made: Device[] = []
    await asOwner(db, async (tx) => {
      for (let n = 0; n <= DEVICES; n++) {
        const village = n === 0 ? (places[0] ?? '') : (places[1 + (n % (places.length - 1))] ?? '')
        const [id, key] = [randomUUID(), randomBytes(32).toString('base64url')]
        await sql`
          insert into field.device (district, id, account, township, village, name, key_digest, key_cipher, ends_at)
          values (left(${village}, 6), ${id}, ${`helper-${village}`}, left(${village}, 9), ${village}, 'bench', ${createHash('sha256').update(key).digest()},
                  ${platform.keyring.seal('')}, now() + interval '90 days')`.execute(tx)
        made.push({ key: `Device ${village.slice(0, 6)}.${id}.${key}` })
      }
    })
    await done()
    return made
  }
} finally {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** Downloads until nothing is lacking, and seals what came as the device does. */
async function firstSync(address: URL, device: Device) {
  const { key } = await makeVault('284917', randomBytes(32).toString('base64'), 1)
  const agent = new Agent({ keepAlive: true })
  const from = performance.now()
  let held: Held = nothingHeld
  let [bytes, calls, sealing] = [0, 0, 0]
  for (let more = true; more; calls++) {
    held = { ...held, turn: held.turn + 1 }
    const answer = await ask(address, agent, device, JSON.stringify({ turn: held.turn, have: cursorOf(held) }))
    bytes += answer.bytes
    const body = JSON.parse(answer.text) as { turn: number; buckets: Bucket[]; gone: string[]; more: boolean }
    const began = performance.now()
    for (const bucket of body.buckets)
      await seal(key, `bucket:${bucket.key}`, new TextEncoder().encode(JSON.stringify(bucket)))
    sealing += performance.now() - began
    held = take(held, body)
    more = body.more
  }
  agent.destroy()
  const persons = Object.values(held.buckets).flatMap((bucket) =>
    bucket.items.filter((item) => item.kind === 'person'),
  ).length
  return {
    seconds: Number(((performance.now() - from) / 1000).toFixed(2)),
    persons,
    calls,
    kilobytes: Math.round(bytes / 1024),
    sealedIn: Number((sealing / 1000).toFixed(3)),
  }
}

function ask(address: URL, agent: Agent, device: Device, body: string): Promise<{ text: string; bytes: number }> {
  return new Promise((done, fail) => {
    const sent = request(
      {
        host: address.hostname,
        port: address.port,
        path: '/api/field/download',
        method: 'POST',
        agent,
        timeout: PATIENCE_MS,
        headers: {
          authorization: device.key,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => {
          const whole = Buffer.concat(parts)
          if (answer.statusCode === 200) done({ text: whole.toString(), bytes: whole.length })
          else fail(new Error(String(answer.statusCode)))
        })
      },
    )
    sent.on('error', fail)
    sent.on('timeout', () => sent.destroy(new Error('timeout')))
    sent.end(body)
  })
}
