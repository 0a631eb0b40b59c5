import { noSettings, type Settings } from '../../policy/index.ts'

/** Settings of districts. Without `--data` and `DATABASE_URL` there are none, and no database code is loaded. */
export async function readSettings(_args: readonly string[]): Promise<Settings> {
  return noSettings
}
