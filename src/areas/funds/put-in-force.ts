import { sql } from 'kysely'
import { openAccounts, post } from '../../engines/ledger/index.ts'
import { day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { budgetOf, LOTTERY_OUTSIDE, lotteryOf, openBudget, spentOf, treasuryOf } from './accounts.ts'
import type { Body } from './contract.ts'
import { refusals } from './refusals.ts'

type Paper = {
  readonly district: string
  readonly id: string
  readonly by: string
  readonly document: string
  readonly example: boolean
}
type Of<K extends Body['kind']> = Extract<Body, { kind: K }>
type LotteryBody = Extract<Body, { onDay: string }>

/** What a signed paper does: the dated row, and for money the posting that carries the paper's id as its key. */
export function putInForce(tx: Tx, paper: Paper, body: Body): Promise<Result<unknown>> {
  switch (body.kind) {
    case 'shares':
      return setShares(tx, paper, body)
    case 'budget':
      return grantBudget(tx, paper, body)
    case 'contract':
      return signContract(tx, paper, body)
    case 'serviceList':
      return publishList(tx, paper, body)
    default:
      return enterLottery(tx, paper, body)
  }
}

async function setShares(
  tx: Tx,
  { district, id, document, example }: Paper,
  body: Of<'shares'>,
): Promise<Result<unknown>> {
  await sql`
    insert into funds.share_plan (district, id, purpose, valid_from, shares, document, example)
    values (${district}, ${id}, ${body.purpose}, ${body.from}, ${JSON.stringify(body.shares)}::jsonb, ${document}, ${example})`.execute(
    tx,
  )
  return ok(undefined)
}

async function grantBudget(
  tx: Tx,
  { district, id, by, document, example }: Paper,
  body: Of<'budget'>,
): Promise<Result<unknown>> {
  const { year, purpose, level, amountFen, grantedOn } = body
  await openBudget(tx, district, year, purpose, level, by)
  await sql`
    insert into funds.budget (district, id, year, purpose, level, amount_fen, granted_on, document, example)
    values (${district}, ${id}, ${year}, ${purpose}, ${level}, ${amountFen}, ${grantedOn}, ${document}, ${example})`.execute(
    tx,
  )
  return post(tx, {
    district,
    key: `budget:${id}`,
    currency: 'fen',
    day: day(grantedOn),
    kind: 'budget.grant',
    memo: document,
    by,
    lines: [
      { owner: treasuryOf(level), amount: -amountFen },
      { owner: budgetOf(year, purpose, level), amount: amountFen },
    ],
  })
}

const LOTTERY_KIND = { lotteryIncome: 'income', lotteryPlan: 'plan', lotterySpending: 'spending' } as const

async function enterLottery(
  tx: Tx,
  { district, id, by, document, example }: Paper,
  body: LotteryBody,
): Promise<Result<unknown>> {
  const { year, onDay, item, forElderCare, amountFen } = body
  const kind = LOTTERY_KIND[body.kind]
  await sql`
    insert into funds.lottery_item (district, id, kind, year, on_day, item, for_elder_care, amount_fen, document, example)
    values (${district}, ${id}, ${kind}, ${year}, ${onDay}, ${item}, ${forElderCare}, ${amountFen}, ${document}, ${example})`.execute(
    tx,
  )
  if (kind === 'plan') return ok(undefined)
  const spent = spentOf(forElderCare)
  await openAccounts(
    tx,
    [
      { district, owner: LOTTERY_OUTSIDE, kind: 'lottery.outside', floor: null },
      { district, owner: lotteryOf(year), kind: 'lottery', floor: 0 },
      { district, owner: spent, kind: 'lottery.spent', floor: null },
    ],
    { currency: 'fen', by },
  )
  const lines =
    kind === 'income'
      ? [
          { owner: LOTTERY_OUTSIDE, amount: -amountFen },
          { owner: lotteryOf(year), amount: amountFen },
        ]
      : [
          { owner: lotteryOf(year), amount: -amountFen },
          { owner: spent, amount: amountFen },
        ]
  return post(tx, {
    district,
    key: `lottery:${id}`,
    currency: 'fen',
    day: day(onDay),
    kind: `lottery.${kind}`,
    memo: item,
    by,
    lines,
  })
}

async function signContract(
  tx: Tx,
  { district, id, document, example }: Paper,
  body: Of<'contract'>,
): Promise<Result<unknown>> {
  const made = await sql`
    insert into funds.contract (district, id, number, lot, provider, credit_code, service, unit, unit_price_fen, quota, valid_from, valid_to, document, example)
    values (${district}, ${id}, ${body.number}, ${body.lot}, ${body.provider}, ${body.creditCode}, ${body.service}, ${body.unit},
            ${body.unitPriceFen}, ${body.quota}, ${body.from}, ${body.until}, ${document}, ${example})
    on conflict (district, number, lot) do nothing returning id`.execute(tx)
  if (made.rows.length === 0) return refuse(refusals.contractExists(body.number, body.lot))
  await sql`
    insert into funds.contract_share (district, contract_id, bearer, share)
    select ${district}, ${id}::uuid, key, value::numeric from jsonb_each_text(${JSON.stringify(body.shares)}::jsonb) where value::numeric > 0`.execute(
    tx,
  )
  return ok(undefined)
}

async function publishList(
  tx: Tx,
  { district, id, document, example }: Paper,
  body: Of<'serviceList'>,
): Promise<Result<unknown>> {
  const made = await sql`
    insert into funds.service_list (division, id, version, valid_from, items, document, example)
    select ${district}, ${id}::uuid, coalesce(max(version), 0) + 1, ${body.from}::date, ${JSON.stringify(body.items)}::jsonb, ${document}, ${example}
      from funds.service_list where division = ${district}
    having coalesce(max(valid_from), '-infinity') < ${body.from}::date
    returning id`.execute(tx)
  return made.rows.length === 0 ? refuse(refusals.listTooEarly()) : ok(undefined)
}
