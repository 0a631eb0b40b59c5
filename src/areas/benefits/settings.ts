import type { Tx } from '../../platform/db/index.ts'
import { noSettings, type Settings } from '../../policy/index.ts'

/** The values that districts have set. Until the settings table is there nothing is set, and every open amount blocks by name. */
export const readSettings = async (_tx: Tx): Promise<Settings> => noSettings
