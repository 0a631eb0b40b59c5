import type { List } from '../../engines/register/index.ts'
import { centreToHomeChain } from './lists/centre-to-home-chain.ts'
import { communityAdaptation } from './lists/community-adaptation.ts'
import { dementiaUnit } from './lists/dementia-unit.ts'
import { idleResource } from './lists/idle-resource.ts'
import { integratedColocation } from './lists/integrated-colocation.ts'
import { internalClinic } from './lists/internal-clinic.ts'
import { oldCommunityFill } from './lists/old-community-fill.ts'
import { publicReform } from './lists/public-reform.ts'
import { serviceAlliance } from './lists/service-alliance.ts'
import { serviceProviderRegistry } from './lists/service-provider-registry.ts'
import { smartHome24h } from './lists/smart-home-24h.ts'
import { trainingSanatoriumConvert } from './lists/training-sanatorium-convert.ts'

/** Every plain list of the product. To add one: a page in `lists/`, a line here, and the migration that `tools/list-migration.ts` writes. */
export const lists: readonly List[] = [
  publicReform,
  trainingSanatoriumConvert,
  idleResource,
  serviceAlliance,
  integratedColocation,
  serviceProviderRegistry,
  internalClinic,
  smartHome24h,
  oldCommunityFill,
  communityAdaptation,
  dementiaUnit,
  centreToHomeChain,
]

export const findList = (id: string): List | undefined => lists.find((each) => each.id === id)
