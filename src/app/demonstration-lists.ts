import { currentTree } from '../areas/divisions/index.ts'
import { fillDemonstrationLists } from '../areas/lists/index.ts'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT as district } from './demonstration.ts'

/** A few entries of every plain list, linked to the example facilities, all or none. */
export const ensureDemonstrationPlainLists = async (platform: Platform): Promise<void> => {
  const tree = await currentTree(platform.db, platform.now().getTime())
  await asSystem(platform.db, (tx) =>
    fillDemonstrationLists(tx, { district, today: platform.today(), by: 'demo-maker', tree }),
  )
}
