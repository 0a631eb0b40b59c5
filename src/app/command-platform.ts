import { userInfo } from 'node:os'
import { type Config, readConfig } from '../platform/config/config.ts'
import { openForCommand } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { openPlatform } from './platform.ts'
import { prepareDatabase } from './prepare-database.ts'

/**
 * Runs a command's work on the platform: beside the server that runs on the data folder, else on a cluster started for the
 * command. Only errors are logged, to standard error, so that standard output stays what the command prints.
 */
export async function withPlatform<T>(
  args: string[],
  work: (platform: Platform, config: Config) => Promise<T>,
): Promise<T> {
  const config = { ...readConfig(process.env, args), YIYANG_LOG: 'error' as const }
  const database = await openForCommand(config.YIYANG_DATA, config.DATABASE_URL)
  try {
    if (!database.joined || config.DATABASE_URL !== undefined) await prepareDatabase(database.url)
    const { platform, close } = openPlatform(config, database.url)
    try {
      return await work(platform, config)
    } finally {
      await close()
    }
  } finally {
    await database.close()
  }
}

/** The actor of a command in the audit: the account of the operating system. */
export const commandActor = (): string => {
  try {
    return `os:${userInfo().username}`
  } catch {
    return `os:${process.getuid?.() ?? 'unknown'}`
  }
}
