export { type BudgetLine, findShares, listBudgets, type SharePlan } from './budgets.ts'
export { drawForBatch, type Reservation, releaseBatch, reserveForBatch, returnToBudgets } from './reserve.ts'
