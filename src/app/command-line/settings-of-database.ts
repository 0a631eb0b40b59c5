import { sql } from 'kysely'
import { readSettings } from '../../areas/rules/index.ts'
import { readConfig } from '../../platform/config/config.ts'
import { asSystem, connect, folderHasCluster, openForCommand } from '../../platform/db/index.ts'
import { noSettings, type Settings } from '../../policy/index.ts'

/**
 * Joins the server that runs on the data folder, else starts its cluster for this question. A folder without a database has no
 * settings, and asking makes none: a question of the rulebook never writes.
 */
export async function settingsOfDatabase(args: string[]): Promise<Settings> {
  const config = readConfig(process.env, args)
  if (config.DATABASE_URL === undefined && !folderHasCluster(config.YIYANG_DATA)) return noSettings
  const database = await openForCommand(config.YIYANG_DATA, config.DATABASE_URL)
  try {
    const { db, close } = connect(database.url, 1, 'yiyang-rules')
    try {
      const { rows } = await sql<{ there: boolean }>`select to_regclass('policy.setting') is not null as there`.execute(
        db,
      )
      return rows[0]?.there ? await asSystem(db, (tx) => readSettings(tx)) : noSettings
    } finally {
      await close()
    }
  } finally {
    await database.close()
  }
}
