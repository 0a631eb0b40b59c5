import { serve } from '@hono/node-server'
import { ConfigError, readConfig } from '../platform/config/config.ts'
import { FolderInUse, openForServer } from '../platform/db/index.ts'
import { announce } from '../platform/db/lock.ts'
import { mountDocs, mountHealth, serverApp } from '../platform/http/index.ts'
import { areas } from './areas.ts'
import { startBackground } from './background.ts'
import { mountEdges } from './edges.ts'
import { openPlatform } from './platform.ts'
import { prepareDatabase } from './prepare-database.ts'
import { readinessOf } from './readiness.ts'

async function main(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2))
  const database = await openForServer(config.YIYANG_DATA, config.DATABASE_URL)
  try {
    await prepareDatabase(database.url)
    const { platform, close } = openPlatform(config, database.url)
    const background = await startBackground(platform, areas)
    const app = serverApp(platform, areas, [...mountEdges(platform), mountHealth(readinessOf(platform)), mountDocs])
    const server = serve({ fetch: app.fetch, hostname: config.YIYANG_HOST, port: config.YIYANG_PORT }, (info) => {
      const address = `http://${config.YIYANG_HOST}:${info.port}`
      announce(config.YIYANG_DATA, { url: database.url, http: address })
      process.stdout.write(`Yiyang ready: ${address}\n`)
    })
    const stop = async () => {
      server.close()
      await background.stop()
      await close()
      await database.close()
      process.exit(0)
    }
    process.once('SIGINT', () => void stop())
    process.once('SIGTERM', () => void stop())
  } catch (error) {
    await database.close()
    throw error
  }
}

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof FolderInUse
  process.stderr.write(`${expected ? (error as Error).message : (error as Error).stack}\n`)
  process.exit(1)
})
