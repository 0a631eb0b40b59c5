import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { startSealer } from '../platform/audit/index.ts'
import { BackupError } from '../platform/backup/index.ts'
import { type Config, ConfigError, readConfig } from '../platform/config/config.ts'
import { ensureKeysFit, KeysDoNotFit } from '../platform/crypto/index.ts'
import { FolderInUse, MigrationDrift, openForServer } from '../platform/db/index.ts'
import { announce } from '../platform/db/lock.ts'
import { mountAccounts, mountDocs, mountHealth, serverApp } from '../platform/http/index.ts'
import { areas } from './areas.ts'
import { startBackground } from './background.ts'
import { prepareDemonstration } from './demonstration.ts'
import { demonstrationLines } from './demonstration-accounts.ts'
import { demonstrationSteps } from './demonstration-steps.ts'
import { mountEdges } from './edges.ts'
import { openPlatform } from './platform.ts'
import { prepareDatabase } from './prepare-database.ts'
import { readinessOf } from './readiness.ts'

/** The port is somebody else's; the sentence says what to do. */
class PortInUse extends Error {
  override name = 'PortInUse'
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2))
  const database = await openForServer(config.YIYANG_DATA, config.DATABASE_URL)
  const closing: (() => Promise<void>)[] = [database.close]
  const stop = async (status: number) => {
    for (const close of closing.splice(0).reverse()) await close().catch(() => {})
    process.exit(status)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(0))
  try {
    await prepareDatabase(database.url)
    const steps = config.YIYANG_DEMONSTRATION ? demonstrationSteps : []
    const { platform, close } = openPlatform(config, database.url)
    closing.push(close)
    await ensureKeysFit(platform.db, platform.keyring)
    const background = await startBackground(platform, areas)
    closing.push(background.stop)
    const { db, keyring, log } = platform
    const sealer = startSealer({ db, key: keyring.auditKey, log, dataDir: config.YIYANG_DATA })
    closing.push(sealer.stop)
    const app = serverApp(platform, areas, [
      ...mountEdges(platform),
      mountHealth(readinessOf(platform, steps)),
      mountAccounts(platform),
      mountDocs,
    ])
    const { server, address } = await listen(app.fetch, config)
    closing.push(async () => closeServer(server))
    announce(config.YIYANG_DATA, { url: database.url, http: address })
    await prepareDemonstration(platform, steps, say)
    if (config.YIYANG_DEMONSTRATION) for (const line of demonstrationLines()) say(line)
    say(`Yiyang ready: ${address}`)
  } catch (error) {
    const expected = [BackupError, ConfigError, FolderInUse, KeysDoNotFit, MigrationDrift, PortInUse].some(
      (kind) => error instanceof kind,
    )
    process.stderr.write(`${expected ? (error as Error).message : (error as Error).stack}\n`)
    await stop(1)
  }
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  config: Config,
): Promise<{ server: ServerType; address: string }> {
  return new Promise((done, fail) => {
    const server = serve({ fetch, hostname: config.YIYANG_HOST, port: config.YIYANG_PORT }, (info: AddressInfo) => {
      const host = config.YIYANG_HOST.includes(':') ? `[${config.YIYANG_HOST}]` : config.YIYANG_HOST
      done({ server, address: `http://${host}:${info.port}` })
    })
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = `Port ${config.YIYANG_PORT} is in use. Choose another with --port N (0 takes a free one).`
      fail(error.code === 'EADDRINUSE' ? new PortInUse(inUse) : error)
    })
  })
}

/** Ends what is in progress, then cuts what stays open (event streams). */
function closeServer(server: ServerType): Promise<void> {
  return new Promise((done) => {
    server.close(() => done())
    if ('closeAllConnections' in server) setTimeout(() => server.closeAllConnections(), 1500).unref()
  })
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
})
