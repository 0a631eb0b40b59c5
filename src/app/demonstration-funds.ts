import { fillDemonstrationFunds } from '../areas/funds/index.ts'
import { readSettings } from '../areas/rules/index.ts'
import { fillDemonstrationSubsidies } from '../areas/subsidies/index.ts'
import { addMonths, firstOfMonth } from '../platform/clock/day.ts'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT as district } from './demonstration.ts'

const MAKER = 'demo-maker'

/** Budgets, lottery money, a contract and the list of basic services, before anybody is paid. All or nothing, so that a second run is not needed. */
export const ensureDemonstrationFunds = (platform: Platform): Promise<void> =>
  asSystem(platform.db, (tx) => {
    const before = addMonths(platform.today(), -12)
    const month = firstOfMonth(addMonths(platform.today(), -1)).slice(0, 7)
    const years = [Number(before.slice(0, 4)), Number(platform.today().slice(0, 4))]
    return fillDemonstrationFunds(tx, { district, years, month, maker: MAKER, checker: 'demo-finance' })
  })

/** Three places with residents, and claims in several states. */
export const ensureDemonstrationSubsidies = (platform: Platform): Promise<void> =>
  asSystem(platform.db, async (tx) => {
    const settings = await readSettings(tx)
    const people = { maker: MAKER, checker: 'demo-district', finance: 'demo-finance' }
    return fillDemonstrationSubsidies(tx, { district, today: platform.today(), settings, ...people })
  })
