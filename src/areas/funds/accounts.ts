import { openAccounts } from '../../engines/ledger/index.ts'
import type { Tx } from '../../platform/db/index.ts'

/** Owner keys of this area in the ledger: the treasuries outside, budgets of a year, purpose and level, and money on its way to people. */
export const treasuryOf = (level: string): string => `treasury:${level}`
export const budgetOf = (year: number | string, purpose: string, level: string): string =>
  `budget:${year}:${purpose}:${level}`
export const payingOf = (key: string): string => `paying:${key}`
export const LOTTERY_OUTSIDE = 'lottery:outside'
export const lotteryOf = (year: number): string => `lottery:${year}`
export const providerOf = (creditCode: string): string => `provider:${creditCode}`

/** Opens the accounts of a budget line, if they are missing. As the system role. */
export const openBudget = (
  tx: Tx,
  district: string,
  year: number,
  purpose: string,
  level: string,
  by: string,
): Promise<number> =>
  openAccounts(
    tx,
    [
      { district, owner: treasuryOf(level), kind: 'treasury', floor: null },
      { district, owner: budgetOf(year, purpose, level), kind: 'budget', floor: 0, checked: 'batch' },
    ],
    { currency: 'fen', by },
  )
export const spentOf = (forElderCare: boolean): string =>
  forElderCare ? 'lottery:spent:elder-care' : 'lottery:spent:other'
