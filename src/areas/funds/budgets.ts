import { sql } from 'kysely'
import { balancesOf } from '../../engines/ledger/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { budgetOf } from './accounts.ts'
import type { Proposal } from './contract.ts'
import type { Level, Shares } from './split-amount.ts'

export type SharePlan = {
  readonly purpose: string
  readonly validFrom: string
  readonly shares: Shares
  readonly document: string
  readonly example: boolean
}

/** The shares in force for a purpose on a day; undefined where the district has set none. */
export async function findShares(
  tx: Tx,
  { district, purpose, day }: { district: string; purpose: string; day: Day },
): Promise<SharePlan | undefined> {
  const { rows } = await sql<SharePlan>`
    select purpose, valid_from as "validFrom", shares, document, example from funds.share_plan
     where district = ${district} and purpose = ${purpose} and valid_from <= ${day}::date order by valid_from desc, id desc limit 1`.execute(
    tx,
  )
  return rows[0]
}

/** All shares in force on a day. */
export async function listShares(tx: Tx, { district, day }: { district: string; day: Day }): Promise<SharePlan[]> {
  const { rows } = await sql<SharePlan>`
    select distinct on (purpose) purpose, valid_from as "validFrom", shares, document, example from funds.share_plan
     where district = ${district} and valid_from <= ${day}::date order by purpose, valid_from desc, id desc`.execute(tx)
  return rows
}

/** What was granted to a purpose by a level for a year, what is kept for batches under way, and what may still be reserved. */
export type BudgetLine = {
  readonly purpose: string
  readonly level: Level
  readonly grantedFen: number
  readonly spentFen: number
  readonly heldFen: number
  readonly leftFen: number
  readonly example: boolean
  readonly documents: readonly string[]
}

/** The budgets of a year and what is left of each, from the ledger. */
export async function listBudgets(
  tx: Tx,
  { district, year }: { district: string; year: number },
): Promise<BudgetLine[]> {
  const { rows } = await sql<{
    purpose: string
    level: Level
    grantedFen: number
    example: boolean
    documents: string[]
  }>`
    select purpose, level, sum(amount_fen)::bigint as "grantedFen", bool_or(example) as example, array_agg(distinct document) as documents
      from funds.budget where district = ${district} and year = ${year} group by 1, 2 order by 1, 2`.execute(tx)
  const owners = rows.map((row) => budgetOf(year, row.purpose, row.level))
  const balances = await balancesOf(tx, { district, owners, currency: 'fen' })
  return rows.map((row) => {
    const balance = balances.get(budgetOf(year, row.purpose, row.level))
    const held = balance?.held ?? 0
    return {
      ...row,
      spentFen: row.grantedFen - (balance?.balance ?? 0),
      heldFen: held,
      leftFen: balance?.available ?? 0,
    }
  })
}

/** Papers that wait for a second person first, then those decided last. */
export async function listProposals(tx: Tx, district: string): Promise<Proposal[]> {
  const { rows } = await sql<Proposal>`
    select district, id, body, document, example, proposed_by as "proposedBy", proposed_at::text as "proposedAt", decision, decided_by as "decidedBy", reason
      from funds.proposal where district = ${district} order by decision is not null, proposed_at desc, id limit 100`.execute(
    tx,
  )
  return rows
}
