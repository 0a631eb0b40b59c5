import type { Area } from '../../platform/http/index.ts'
import { fundRoutes } from './routes.ts'

/** Whose money pays: budgets and shares by level, lottery money, bought services, the published list of basic services. */
export const funds: Area = { name: 'funds', routes: fundRoutes }

export { type BudgetLine, listBudgets, type SharePlan } from './budgets.ts'
export { fillDemonstrationFunds } from './demonstration.ts'
export { decidePaper, proposePaper } from './propose.ts'
export { drawForBatch, type Reservation, releaseBatch, reserveForBatch, returnToBudgets } from './reserve.ts'
