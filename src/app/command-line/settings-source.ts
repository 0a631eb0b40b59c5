import type { Settings } from '../../policy/index.ts'
import { noSettings } from '../../policy/index.ts'
import { optionOf } from './arguments.ts'

/** Settings of districts. They count only with `--data` or `DATABASE_URL`; without them no database code is even loaded. */
export async function readSettings(args: readonly string[]): Promise<Settings> {
  const asked = optionOf(args, '--data') !== undefined || Boolean(process.env.DATABASE_URL)
  if (!asked) return noSettings
  const { settingsOfDatabase } = await import('./settings-of-database.ts')
  return settingsOfDatabase([...args])
}
