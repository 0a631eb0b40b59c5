import { join } from 'node:path'
import { type DivisionTree, treeOfDataset } from '../areas/divisions/index.ts'
import { type Day, day, firstOfMonth } from '../platform/clock/day.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT, DEMONSTRATION_SEED } from './demonstration.ts'

/** Loaded only when a step runs: a later start of a filled installation must not wait for it. */
const simulator = () => import('../../simulator/index.ts')

type City = { tree: DivisionTree; request: { elders: number; seed: string; within: string; on: Day } }

const cityOf = ({ config, today }: Platform): City => ({
  tree: treeOfDataset(),
  request: {
    elders: config.YIYANG_DEMONSTRATION_ELDERS,
    seed: String(DEMONSTRATION_SEED),
    within: DEMONSTRATION_DISTRICT,
    on: day(firstOfMonth(today())),
  },
})

/** Fills the demonstration district with synthetic elders, wrong, stale and odd files among them on purpose. */
export async function ensureDemonstrationElders(platform: Platform): Promise<void> {
  const { databaseUrl, keyring } = platform
  const { tree, request } = cityOf(platform)
  await (await simulator()).fillDemonstration({ databaseUrl, keyring, tree, account: 'system' }, request)
}

/** Writes the lists that three departments would send this month into the data folder, to be loaded by hand. */
export async function ensureDemonstrationLists(platform: Platform): Promise<void> {
  const { departmentLists, writeDepartmentLists } = await simulator()
  const { tree, request } = cityOf(platform)
  await writeDepartmentLists(departmentLists(tree, request), join(platform.config.YIYANG_DATA, 'demonstration'))
}
