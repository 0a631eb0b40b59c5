import { sql } from 'kysely'
import { openAccounts, post } from '../../engines/ledger/index.ts'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { providerOf } from './accounts.ts'
import type { Delivery, Invoice, Purchases } from './contract.ts'
import { refusals } from './refusals.ts'
import { drawForBatch, reserveForBatch } from './reserve.ts'
import { splitAmount } from './split-amount.ts'

type Contract = {
  number: string
  lot: string
  provider: string
  creditCode: string
  unit: string
  priceFen: number
  quota: number
  from: string
  until: string
  used: number
  example: boolean
}

async function lockContract(tx: Tx, district: string, id: string): Promise<Contract | undefined> {
  // Deliveries of one contract follow each other, so that its quota is seen whole.
  await sql`select pg_advisory_xact_lock(7146, hashtext(${id}))`.execute(tx)
  const { rows } = await sql<Contract>`
    select number, lot, provider, credit_code as "creditCode", unit, unit_price_fen as "priceFen", quota, valid_from as "from", valid_to as "until", example,
           coalesce((select sum(least(d.claimed, d.recorded)) from funds.delivery d where d.district = c.district and d.contract_id = c.id), 0)::int as used
      from funds.contract c where district = ${district} and id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** Enters what a provider says it delivered in a month beside what the records of the work show; the smaller of the two will be paid. As the system role. */
export async function enterDelivery(
  tx: Tx,
  account: string,
  of: Delivery,
  today: Day,
): Promise<Result<{ done: boolean }>> {
  const contract = await lockContract(tx, of.district, of.contract)
  if (contract === undefined) return refuse(refusals.contractUnknown())
  const month = `${of.month}-01`
  if (month < `${contract.from.slice(0, 7)}-01` || month >= contract.until)
    return refuse(refusals.monthOutsideContract())
  if (of.month > today.slice(0, 7)) return refuse(refusals.monthAhead(of.month))
  const before = await sql`
    select id from funds.delivery
     where district = ${of.district} and contract_id = ${of.contract}::uuid and month = ${month}::date`.execute(tx)
  if (before.rows.length > 0) return refuse(refusals.deliveryExists())
  const payable = Math.min(of.claimed, of.recorded)
  if (contract.used + payable > contract.quota)
    return refuse(refusals.quotaPassed(contract.quota - contract.used, contract.unit))
  await sql`
    insert into funds.delivery (district, id, contract_id, month, claimed, recorded, records, verified_by, example)
    values (${of.district}, ${newId()}, ${of.contract}, ${month}, ${of.claimed}, ${of.recorded}, ${of.records}, ${account}, ${contract.example})`.execute(
    tx,
  )
  await record(tx, {
    district: of.district,
    account,
    action: 'funds.delivery',
    object: 'funds.contract',
    objectId: of.contract,
    after: of,
  })
  return ok({ done: true })
}

/** Enters an invoice that matches the verified delivery to the fen, and splits it over the districts that bear it. As the system role. */
export async function enterInvoice(tx: Tx, account: string, of: Invoice): Promise<Result<{ id: string }>> {
  const contract = await lockContract(tx, of.district, of.contract)
  if (contract === undefined) return refuse(refusals.contractUnknown())
  const month = `${of.month}-01`
  const { rows } = await sql<{ payable: number }>`
    select least(claimed, recorded) as payable from funds.delivery
     where district = ${of.district} and contract_id = ${of.contract}::uuid and month = ${month}::date`.execute(tx)
  const [delivery] = rows
  if (delivery === undefined) return refuse(refusals.deliveryMissing())
  const payableFen = delivery.payable * contract.priceFen
  if (payableFen !== of.amountFen) return refuse(refusals.invoiceMismatch(of.amountFen, payableFen))
  const id = newId()
  const made = await sql`
    insert into funds.invoice (district, id, contract_id, number, month, amount_fen, entered_by, example)
    values (${of.district}, ${id}, ${of.contract}, ${of.number}, ${month}, ${of.amountFen}, ${account}, ${contract.example})
    on conflict (district, contract_id, month) do nothing returning id`.execute(tx)
  if (made.rows.length === 0) return refuse(refusals.invoiceExists())
  const shares = await sql<{ bearer: string; share: string }>`
    select bearer, trim_scale(share)::text as share from funds.contract_share
     where district = ${of.district} and contract_id = ${of.contract}::uuid order by bearer`.execute(tx)
  const title = `${contract.provider} ${contract.lot} ${of.month}`
  for (const part of splitAmount(of.amountFen, Object.fromEntries(shares.rows.map((row) => [row.bearer, row.share]))))
    await sql`
      insert into funds.invoice_part (district, invoice_id, of_district, title, share, amount_fen, entered_by)
      values (${part.part}, ${id}, ${of.district}, ${title}, ${shares.rows.find((row) => row.bearer === part.part)?.share ?? '0'}::numeric, ${part.amountFen}, ${account})`.execute(
      tx,
    )
  await record(tx, {
    district: of.district,
    account,
    action: 'funds.invoice',
    object: 'funds.contract',
    objectId: of.contract,
    after: { ...of, invoice: id },
  })
  return ok({ id })
}

/**
 * The second person of a bearing district approves its part of an invoice, which pays it from that district's own budget for bought services.
 * As the system role; a refusal may leave a part reserved, so the caller gives up its transaction.
 */
export async function approvePart(
  tx: Tx,
  account: string,
  district: string,
  invoice: string,
  day: Day,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<{
    amountFen: number
    enteredBy: string
    approvedBy: string | null
    title: string
    ofDistrict: string
  }>`
    select amount_fen as "amountFen", entered_by as "enteredBy", approved_by as "approvedBy", title, of_district as "ofDistrict"
      from funds.invoice_part where district = ${district} and invoice_id = ${invoice}::uuid for update`.execute(tx)
  const [part] = rows
  if (part === undefined) return refuse(refusals.contractUnknown())
  if (part.approvedBy !== null) return refuse(refusals.alreadyDecided())
  if (part.enteredBy === account) return refuse(refusals.samePerson())
  const provider = await sql<{ creditCode: string }>`
    select c.credit_code as "creditCode" from funds.invoice i join funds.contract c on c.district = i.district and c.id = i.contract_id
     where i.district = ${part.ofDistrict} and i.id = ${invoice}::uuid`.execute(tx)
  const to = providerOf(provider.rows[0]?.creditCode ?? '')
  const batch = { district, key: `invoice:${invoice}`, by: account }
  const reserved = await reserveForBatch(tx, { ...batch, purpose: 'gov-purchase', day, amountFen: part.amountFen })
  if (!reserved.ok) return reserved
  const drawn = await drawForBatch(tx, { ...batch, day, memo: part.title })
  if (!drawn.ok) return drawn
  await openAccounts(tx, [{ district, owner: to, kind: 'provider', floor: null }], { currency: 'fen', by: account })
  const posted = await post(tx, {
    district,
    key: `pay:${batch.key}`,
    currency: 'fen',
    day,
    kind: 'purchase.pay',
    memo: part.title,
    by: account,
    lines: [
      { owner: drawn.value.owner, amount: -part.amountFen, ref: invoice },
      { owner: to, amount: part.amountFen, ref: invoice },
    ],
  })
  if (!posted.ok) return posted
  await sql`
    update funds.invoice_part set approved_by = ${account}, approved_at = clock_timestamp()
     where district = ${district} and invoice_id = ${invoice}::uuid`.execute(tx)
  await record(tx, {
    district,
    account,
    action: 'funds.invoice.approve',
    object: 'funds.invoice',
    objectId: invoice,
    after: { amountFen: part.amountFen },
  })
  return ok({ done: true })
}

/** Contracts with their months, and the parts of invoices that this district bears. */
export async function readPurchases(tx: Tx, district: string): Promise<Purchases> {
  const { rows: contracts } = await sql<Purchases['contracts'][number]>`
    select c.id, c.number, c.lot, c.provider, c.service, c.unit, c.unit_price_fen as "unitPriceFen", c.quota, c.valid_from as "validFrom", c.valid_to as "validTo", c.example,
           coalesce(m.used, 0)::int as used, coalesce(m.months, '[]') as months,
           (select jsonb_agg(jsonb_build_object('bearer', s.bearer, 'name', coalesce(v.name, s.bearer), 'share', trim_scale(s.share)::text) order by s.bearer)
              from funds.contract_share s left join divisions.division v on v.key = s.bearer where s.district = c.district and s.contract_id = c.id) as shares
      from funds.contract c
      left join lateral (
        select sum(least(d.claimed, d.recorded)) as used,
               jsonb_agg(jsonb_build_object('month', to_char(d.month, 'YYYY-MM'), 'claimed', d.claimed, 'recorded', d.recorded, 'payable', least(d.claimed, d.recorded),
                 'payableFen', least(d.claimed, d.recorded) * c.unit_price_fen, 'records', d.records, 'invoice', i.number, 'invoiceFen', i.amount_fen) order by d.month desc) as months
          from funds.delivery d left join funds.invoice i on i.district = d.district and i.contract_id = d.contract_id and i.month = d.month
         where d.district = c.district and d.contract_id = c.id) m on true
     where c.district = ${district} order by c.valid_from desc, c.number, c.lot limit 200`.execute(tx)
  const { rows: parts } = await sql<Purchases['parts'][number]>`
    select invoice_id as invoice, of_district as "ofDistrict", title, trim_scale(share)::text as share, amount_fen as "amountFen", entered_by as "enteredBy", approved_by as "approvedBy"
      from funds.invoice_part where district = ${district} order by approved_at nulls first, invoice_id desc limit 200`.execute(
    tx,
  )
  return { contracts, parts }
}
