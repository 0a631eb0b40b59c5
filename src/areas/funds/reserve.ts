import { sql } from 'kysely'
import { balancesOf, findHold, hold, openAccounts, post, release } from '../../engines/ledger/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { budgetOf, payingOf } from './accounts.ts'
import { findShares } from './budgets.ts'
import { refusals } from './refusals.ts'
import { LEVELS, splitAmount } from './split-amount.ts'
import { LEVEL_WORDS, sayPurpose } from './words.ts'

/** The money of one purpose (a scheme or subsidy) in one batch of one district. `key` names it for ever, `batch:ID:scheme`. */
export type BatchMoney = { readonly district: string; readonly key: string; readonly by: string }

export type Reservation = {
  readonly key: string
  /** What each level pays; together the amount, to the fen. */
  readonly parts: readonly { readonly level: string; readonly owner: string; readonly amountFen: number }[]
}

const holdKey = (key: string, level: string): string => `${key}:${level}`

/**
 * Sets money aside for a batch before anything is paid: the amount is split by the shares in force on the day, and each part is held on that
 * level's budget of the year. Refused by name where no shares are set, a level has no budget, or too little is left of it; then
 * nothing is held. The same key again gives the same reservation. As the system role.
 */
export async function reserveForBatch(
  tx: Tx,
  order: BatchMoney & { readonly purpose: string; readonly day: Day; readonly amountFen: number },
): Promise<Result<Reservation>> {
  const { district, key, purpose, day, amountFen, by } = order
  const plan = await findShares(tx, { district, purpose, day })
  if (plan === undefined) return refuse(refusals.sharesUnset(sayPurpose(purpose)))
  const year = day.slice(0, 4)
  const parts = splitAmount(amountFen, plan.shares).map((each) => ({
    level: each.part,
    owner: budgetOf(year, purpose, each.part),
    amountFen: each.amountFen,
  }))
  const wordsOf = (level: string) => `${year} 年${sayPurpose(purpose)}${LEVEL_WORDS[level] ?? level}`
  const there = await balancesOf(tx, { district, owners: parts.map((part) => part.owner), currency: 'fen' })
  const held = new Set<string>()
  for (const part of parts)
    if ((await findHold(tx, { district, key: holdKey(key, part.level) })) !== undefined) held.add(part.level)
  for (const part of parts) {
    const budget = there.get(part.owner)
    const words = wordsOf(part.level)
    if (budget === undefined) return refuse(refusals.budgetMissing(words))
    const left = budget.available ?? 0
    if (!held.has(part.level) && part.amountFen > left) return refuse(refusals.budgetShort(words, left, part.amountFen))
  }
  await sql`savepoint reserving`.execute(tx)
  for (const part of parts) {
    const made = await hold(tx, {
      district,
      owner: part.owner,
      currency: 'fen',
      key: holdKey(key, part.level),
      amount: part.amountFen,
      purpose,
      by,
    })
    // Another batch was quicker: nothing of this one stays held.
    if (!made.ok) {
      await sql`rollback to savepoint reserving`.execute(tx)
      const now = await balancesOf(tx, { district, owners: [part.owner], currency: 'fen' })
      return refuse(refusals.budgetShort(wordsOf(part.level), now.get(part.owner)?.available ?? 0, part.amountFen))
    }
  }
  await sql`release savepoint reserving`.execute(tx)
  return ok({ key, parts })
}

/**
 * Takes the reserved money out of the budgets onto one account, `owner`, from which the batch pays its people (floor 0, never held up by other
 * batches). Called again it changes nothing. As the system role.
 */
export async function drawForBatch(
  tx: Tx,
  order: BatchMoney & { readonly day: Day; readonly memo?: string },
): Promise<Result<{ readonly owner: string; readonly amountFen: number }>> {
  const { district, key, day, by, memo } = order
  const parts = await reservedParts(tx, order)
  if (parts.length === 0) return refuse(refusals.notReserved())
  const owner = payingOf(key)
  const amountFen = parts.reduce((sum, part) => sum + part.amount, 0)
  await openAccounts(tx, [{ district, owner, kind: 'paying', floor: 0, checked: 'batch' }], { currency: 'fen', by })
  const posted = await post(tx, {
    district,
    key: `draw:${key}`,
    currency: 'fen',
    day,
    kind: 'budget.draw',
    ...(memo === undefined ? {} : { memo }),
    by,
    holds: parts.map((part) => ({ district, key: part.key })),
    lines: [...parts.map((part) => ({ owner: part.owner, amount: -part.amount })), { owner, amount: amountFen }],
  })
  return posted.ok ? ok({ owner, amountFen }) : posted
}

/** Gives a batch's reserved money back, as far as it has not been drawn. As the system role. */
export async function releaseBatch(tx: Tx, order: BatchMoney): Promise<void> {
  for (const part of await reservedParts(tx, order))
    await release(tx, { district: order.district, key: part.key, by: order.by })
}

/**
 * Money of a batch that comes back for good (a clawback, a return that is not paid again) goes to the budgets that paid it, in the shares in which
 * they paid. `from` is the account that has it; `returnKey` names the return. As the system role.
 */
export async function returnToBudgets(
  tx: Tx,
  order: BatchMoney & {
    readonly returnKey: string
    readonly from: string
    readonly amountFen: number
    readonly day: Day
  },
): Promise<Result<unknown>> {
  const { district, returnKey, from, amountFen, day, by } = order
  const parts = await reservedParts(tx, order)
  const whole = parts.reduce((sum, part) => sum + part.amount, 0)
  if (whole === 0) return refuse(refusals.notReserved())
  const back = inProportion(amountFen, parts)
  return post(tx, {
    district,
    key: returnKey,
    currency: 'fen',
    day,
    kind: 'budget.return',
    by,
    lines: [{ owner: from, amount: -amountFen }, ...back.filter((each) => each.amount > 0)],
  })
}

/** The amount in the proportion of the parts, whole fen, the last part taking what rounding leaves. */
function inProportion(
  amountFen: number,
  parts: readonly { owner: string; amount: number }[],
): { owner: string; amount: number }[] {
  const whole = parts.reduce((sum, part) => sum + BigInt(part.amount), 0n)
  let passed = 0n
  let given = 0
  return parts.map(({ owner, amount }) => {
    passed += BigInt(amount)
    const upToHere = Number((BigInt(amountFen) * passed) / whole)
    const part = upToHere - given
    given = upToHere
    return { owner, amount: part }
  })
}

async function reservedParts(
  tx: Tx,
  { district, key }: BatchMoney,
): Promise<{ key: string; owner: string; amount: number }[]> {
  const found = await Promise.all(LEVELS.map((level) => findHold(tx, { district, key: holdKey(key, level) })))
  return found.flatMap((each) =>
    each === undefined ? [] : [{ key: each.key, owner: each.owner, amount: each.amount }],
  )
}
