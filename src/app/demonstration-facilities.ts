import { currentTree } from '../areas/divisions/index.ts'
import { fillDemonstrationFacilities } from '../areas/facilities/index.ts'
import { fillDemonstrationNetworks } from '../areas/networks/index.ts'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT as district } from './demonstration.ts'

/** About 140 facilities of every type with their beds, all or none. */
export const ensureDemonstrationFacilities = async (platform: Platform): Promise<void> => {
  const tree = await currentTree(platform.db, platform.now().getTime())
  const asked = { district, today: platform.today(), by: 'demo-maker', tree }
  await asSystem(platform.db, async (tx) => {
    await fillDemonstrationFacilities(tx, asked)
    await fillDemonstrationNetworks(tx, asked)
  })
}
