import { type RawBuilder, sql } from 'kysely'
import { openAccounts, post } from '../../engines/ledger/index.ts'
import { record } from '../../platform/audit/index.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { commonRefusals, ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { drawForBatch, reserveForBatch, returnToBudgets } from '../funds/index.ts'
import type { Signer } from './corrections.ts'
import { LINES } from './pairs.ts'
import { hasPostAt } from './post-at.ts'
import { fundKeyIn } from './post-to-ledger.ts'
import { refusals } from './refusals.ts'
import { lineWentOut } from './reopen-batches.ts'
import type { Settlements } from './settlement-contract.ts'

/** The account by which the books of one district know another; it stands outside, like the treasury. */
const neighbour = (district: string): string => `district:${district}`

/** Lines of months `b` between districts that reached the person, each with the part of the sum that lies on it: `fund_key`, `fen`. */
const paidOf = (where: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select m.district, m.other_district, m.elder_id, m.scheme, m.month, m.fund_key, greatest(0, least(m.amount_fen, m.fen - m.before))::bigint as fen
    from (select d.*, ${fundKeyIn} as fund_key, l.amount_fen,
                 sum(l.amount_fen) over (partition by d.district, d.elder_id, d.scheme, d.month, d.other_district order by l.amount_fen desc, l.batch_id, l.no)
                   - l.amount_fen as before
            from (select * from benefits.between_districts where ${where}) d
            join ${LINES} l on l.district = d.district and l.elder_id = d.elder_id and l.scheme = d.scheme and l.month = d.month
            join payments.batch b on b.id = l.batch_id
            left join payments.result r on r.district = l.district and r.batch_id = l.batch_id and r.no = l.no
           where ${lineWentOut}
             and not exists (select 1 from payments.line f where f.district = l.district and f.from_batch = l.batch_id and f.from_no = l.no)) m`

/** What lies between districts, by month and benefit without names, and the papers about it; under the caller's scope. */
export async function listSettlements(tx: Tx, who: Principal): Promise<Settlements> {
  const { rows: open } = await sql<Omit<Settlements['open'][number], 'mayPropose'>>`
    select b.district, a.name as "districtName", b.other_district as other, o.name as "otherName", sum(b.fen)::bigint as "amountFen",
           jsonb_agg(jsonb_build_object('month', to_char(b.month, 'YYYY-MM'), 'scheme', b.scheme, 'persons', b.persons, 'amountFen', b.fen)
                     order by b.month, b.scheme) as months
      from (select district, other_district, month, scheme, count(distinct elder_id)::int as persons, sum(fen)::bigint as fen
              from benefits.between_districts where settlement_id is null group by 1, 2, 3, 4) b
      left join divisions.division a on a.key = b.district left join divisions.division o on o.key = b.other_district
     group by 1, 2, 3, 4 order by 1, 3 limit 200`.execute(tx)
  const { rows: papers } = await sql<Omit<Settlements['papers'][number], 'mayPay' | 'mayWithdraw'>>`
    select s.district, s.id::text, a.name as "districtName", s.other_district as other, o.name as "otherName", s.amount_fen as "amountFen", s.rows,
           s.document, s.proposed_by as "proposedBy", s.paid_by as "paidBy", s.paid_on as "paidOn"
      from payments.settlement s
      left join divisions.division a on a.key = s.district left join divisions.division o on o.key = s.other_district
     where s.withdrawn_by is null
     order by s.paid_on nulls first, s.proposed_at desc limit 100`.execute(tx)
  return {
    open: open.map((each) => ({ ...each, mayPropose: hasPostAt(who, each.district, 'districtOfficer') })),
    papers: papers.map((each) => ({
      ...each,
      mayPay: each.paidBy === null && each.proposedBy !== who.account && hasPostAt(who, each.other, 'districtFinance'),
      mayWithdraw: each.paidBy === null && hasPostAt(who, each.district, 'districtOfficer'),
    })),
  }
}

/**
 * The district that paid asks the other one for everything between them that has reached people. What still waits for its account is asked for later.
 * As the system role: the caller has checked the post.
 */
export async function proposeSettlement(
  tx: Tx,
  { district, other, document }: { district: string; other: string; document: string },
  by: Signer,
): Promise<Result<{ id: string }>> {
  await sql`select pg_advisory_xact_lock(7147, hashtext(${district}))`.execute(tx)
  const id = newId()
  const { rows } = await sql<{ rows: number; fen: number | null }>`
    with whole as (
      select p.elder_id, p.scheme, p.month
        from (${paidOf(sql`district = ${district} and other_district = ${other} and settlement_id is null`)}) p
        join benefits.between_districts b on b.district = p.district and b.other_district = p.other_district and b.elder_id = p.elder_id and b.scheme = p.scheme
         and b.month = p.month
       group by 1, 2, 3, b.fen having sum(p.fen) = b.fen
    ), marked as (
      update benefits.between_districts b set settlement_id = ${id}::uuid from whole w
       where b.district = ${district} and b.other_district = ${other} and b.settlement_id is null
         and b.elder_id = w.elder_id and b.scheme = w.scheme and b.month = w.month
      returning b.fen)
    select count(*)::int as rows, sum(fen)::bigint as fen from marked`.execute(tx)
  const found = rows[0]
  if (found?.fen == null) return refuse(refusals.nothingBetween())
  await sql`
    insert into payments.settlement (district, id, other_district, amount_fen, rows, document, proposed_by)
    values (${district}, ${id}::uuid, ${other}, ${found.fen}, ${found.rows}, ${document}, ${by.account})`.execute(tx)
  await tell(tx, 'payments.settlement.propose', { district, id, other, amountFen: found.fen }, by)
  return ok({ id })
}

type Paper = { other: string; amountFen: number; proposedBy: string; paidBy: string | null }

/**
 * Finance of the district that had to pay pays it: from its own budgets of each benefit to the other district, whose budgets get back what they had given,
 * both books in one transaction. As the system role; a refusal may leave a part reserved, so the caller gives up its transaction.
 */
export async function paySettlement(
  tx: Tx,
  { district, id }: { district: string; id: string },
  who: Principal,
  by: Signer,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<Paper>`
    select other_district as other, amount_fen as "amountFen", proposed_by as "proposedBy", paid_by as "paidBy" from payments.settlement
     where district = ${district} and id = ${id}::uuid and withdrawn_by is null for update`.execute(tx)
  const [paper] = rows
  if (paper === undefined || !hasPostAt(who, paper.other, 'districtFinance')) return refuse(commonRefusals.notFound())
  if (paper.paidBy !== null) return refuse(refusals.correctionsGone())
  if (paper.proposedBy === by.account) return refuse(refusals.secondPerson())
  const unpaid = (await payFrom(tx, district, id, paper, by)) ?? (await giveBack(tx, district, id, paper, by))
  if (unpaid !== undefined) return refuse(unpaid)
  await sql`
    update payments.settlement set paid_by = ${by.account}, paid_on = ${by.today}::date where district = ${district} and id = ${id}::uuid`.execute(
    tx,
  )
  await tell(tx, 'payments.settlement.pay', { district, id, other: paper.other, amountFen: paper.amountFen }, by)
  return ok({ done: true })
}

/** The district that asked takes its paper back while it is unpaid; what it was about is open again. As the system role: the caller has checked the post. */
export async function withdrawSettlement(
  tx: Tx,
  { district, id }: { district: string; id: string },
  by: Signer,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<{ other: string; amountFen: number }>`
    update payments.settlement set withdrawn_by = ${by.account}
     where district = ${district} and id = ${id}::uuid and paid_by is null and withdrawn_by is null
     returning other_district as other, amount_fen as "amountFen"`.execute(tx)
  const [paper] = rows
  if (paper === undefined) return refuse(commonRefusals.notFound())
  await sql`
    update benefits.between_districts set settlement_id = null where district = ${district} and settlement_id = ${id}::uuid`.execute(
    tx,
  )
  await tell(tx, 'payments.settlement.withdraw', { district, id, ...paper }, by)
  return ok({ done: true })
}

/** Out of the budgets of the district that had to pay. */
async function payFrom(tx: Tx, to: string, id: string, paper: Paper, by: Signer): Promise<Refusal | undefined> {
  const { rows } = await sql<{ scheme: string; fen: number }>`
    select scheme, sum(fen)::bigint as fen from benefits.between_districts
     where district = ${to} and settlement_id = ${id}::uuid group by scheme order by scheme`.execute(tx)
  const { account } = by
  const district = paper.other
  const asNeighbour = { district, owner: neighbour(to), kind: 'district', floor: null }
  await openAccounts(tx, [asNeighbour], { currency: 'fen', by: account })
  for (const { scheme, fen } of rows) {
    const order = { district, key: `between:${id}:${scheme}`, by: account }
    const held = await reserveForBatch(tx, { ...order, purpose: scheme, day: by.today, amountFen: fen })
    if (!held.ok) return held.refusal
    const drawn = await drawForBatch(tx, { ...order, day: by.today })
    if (!drawn.ok) return drawn.refusal
    const lines = [
      { owner: drawn.value.owner, amount: -fen, ref: id },
      { owner: neighbour(to), amount: fen, ref: id },
    ]
    const posting = { district, key: `pay:${order.key}`, currency: 'fen' as const, day: by.today, by: account, lines }
    const posted = await post(tx, { ...posting, kind: 'betweenDistricts' })
    if (!posted.ok) return posted.refusal
  }
  return undefined
}

/** Back into the budgets of the district that had paid the people. */
async function giveBack(tx: Tx, district: string, id: string, paper: Paper, by: Signer): Promise<Refusal | undefined> {
  const { rows } = await sql<{ fundKey: string; fen: number }>`
    select fund_key as "fundKey", sum(fen)::bigint as fen
      from (${paidOf(sql`district = ${district} and settlement_id = ${id}::uuid`)}) p where fen > 0 group by 1 order by 1`.execute(
    tx,
  )
  // What the bank gave back since is not theirs to pay: the paper says another sum then.
  if (rows.reduce((sum, each) => sum + each.fen, 0) !== paper.amountFen) return refusals.settlementChanged()
  const from = neighbour(paper.other)
  await openAccounts(tx, [{ district, owner: from, kind: 'district', floor: null }], {
    currency: 'fen',
    by: by.account,
  })
  for (const [at, { fundKey, fen }] of rows.entries()) {
    const back = { district, key: fundKey, from, amountFen: fen, day: by.today, by: by.account }
    const posted = await returnToBudgets(tx, { ...back, returnKey: `between:${id}:${at}` })
    if (!posted.ok) return posted.refusal
  }
  return undefined
}

async function tell(
  tx: Tx,
  action: string,
  of: { district: string; id: string; other: string; amountFen: number },
  by: Signer,
): Promise<void> {
  const { district, id, other, amountFen } = of
  await record(tx, {
    district,
    account: by.account,
    action,
    object: 'payments.settlement',
    objectId: id,
    after: { other, amountFen },
    ...(by.requestId && { requestId: by.requestId }),
  })
  for (const each of [district, other]) await announceChange(tx, { kind: 'payments', id, version: 1, district: each })
}
