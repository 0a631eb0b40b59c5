import { serve } from '@hono/node-server'
import { loadDivisions } from '../areas/divisions/index.ts'
import { ConfigError, readConfig } from '../platform/config/config.ts'
import { connect, FolderInUse, migrate, openForServer } from '../platform/db/index.ts'
import { announce } from '../platform/db/lock.ts'
import { mountAccounts, mountHealth, serverApp } from '../platform/http/index.ts'
import { areas } from './areas.ts'
import { demonstrationLines, ensureDemonstrationAccounts } from './demonstration-accounts.ts'
import { openPlatform } from './platform.ts'
import { readinessOf } from './readiness.ts'

async function main(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2))
  const database = await openForServer(config.YIYANG_DATA, config.DATABASE_URL)
  try {
    await migrate(database.url)
    const setup = connect(database.url, 2)
    await loadDivisions(setup.db)
    await setup.close()
    const { platform, close } = openPlatform(config, database.url)
    if (config.YIYANG_DEMONSTRATION) await ensureDemonstrationAccounts(platform)
    const app = serverApp(platform, areas, [mountHealth(readinessOf(platform)), mountAccounts(platform)])
    const server = serve({ fetch: app.fetch, hostname: config.YIYANG_HOST, port: config.YIYANG_PORT }, (info) => {
      const address = `http://${config.YIYANG_HOST}:${info.port}`
      announce(config.YIYANG_DATA, { url: database.url, http: address })
      if (config.YIYANG_DEMONSTRATION) process.stdout.write(`${demonstrationLines().join('\n')}\n`)
      process.stdout.write(`Yiyang ready: ${address}\n`)
    })
    const stop = async () => {
      server.close()
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
