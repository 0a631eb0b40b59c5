import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { Claim, ClaimHead, ClaimItem, PaymentList, Places } from './contract.ts'

const HEAD = sql`
  c.district, c.id, c.number, c.rule, p.name as "placeName", to_char(c.from_month, 'YYYY-MM') as "from", to_char(c.to_month, 'YYYY-MM') as "to", c.state,
  c.amount_fen as "amountFen", c.example, c.prepared_by as "preparedBy", c.prepared_at::text as "preparedAt",
  coalesce((select sum(i.amount_fen) from subsidies.instalment i where i.district = c.district and i.claim_id = c.id and i.paid_on is not null), 0)::bigint as "paidFen"`

type ListQuery = {
  readonly state?: string | undefined
  readonly rule?: string | undefined
  readonly after?: string | undefined
}

/** Claims of the districts that the caller sees, newest first. */
export async function listClaims(
  tx: Tx,
  { state, rule, after }: ListQuery,
): Promise<{ rows: ClaimHead[]; next: string | null }> {
  const { rows } = await sql<ClaimHead>`
    select ${HEAD} from subsidies.claim c left join subsidies.place p on p.district = c.district and p.id = c.place_id
     where (${state ?? null}::text is null or c.state = ${state ?? null}) and (${rule ?? null}::text is null or c.rule = ${rule ?? null})
       and (${after ?? null}::uuid is null or c.id < ${after ?? null}::uuid)
     order by c.id desc limit 51`.execute(tx)
  const page = rows.slice(0, 50)
  return { rows: page, next: rows.length > 50 ? (page.at(-1)?.id ?? null) : null }
}

/** One claim with its cards, sums by rule and reason, and instalments; undefined where the caller sees none. */
export async function readClaim(tx: Tx, district: string, id: string): Promise<Omit<Claim, 'acts'> | undefined> {
  const { rows } = await sql<Omit<Claim, 'groups' | 'instalments' | 'uses' | 'acts'>>`
    select ${HEAD}, c.card -> 'cards' as cards, c.card -> 'months' as months, c.note, c.verified_by as "verifiedBy", c.checked, c.approved_by as "approvedBy", c.reason
      from subsidies.claim c left join subsidies.place p on p.district = c.district and p.id = c.place_id
     where c.district = ${district} and c.id = ${id}::uuid`.execute(tx)
  const [claim] = rows
  if (claim === undefined) return undefined
  const groups = await sql<Claim['groups'][number]>`
    select rule, subject, counted, reason, count(*)::int as count, sum(amount_fen)::bigint as "amountFen"
      from subsidies.item where district = ${district} and claim_id = ${id}::uuid group by 1, 2, 3, 4 order by 1, 3 desc, 4`.execute(
    tx,
  )
  const instalments = await sql<Claim['instalments'][number]>`
    select no, due_when as "dueWhen", amount_fen as "amountFen", released_by as "releasedBy", evidence, paid_by as "paidBy", paid_on as "paidOn"
      from subsidies.instalment where district = ${district} and claim_id = ${id}::uuid order by no`.execute(tx)
  const uses = await sql<Claim['uses'][number]>`
    select used_for as "usedFor", amount_fen as "amountFen", recorded_by as "recordedBy"
      from subsidies.pool_use where district = ${district} and claim_id = ${id}::uuid order by id`.execute(tx)
  return { ...claim, groups: groups.rows, instalments: instalments.rows, uses: uses.rows }
}

type ItemQuery = {
  readonly reason?: string | undefined
  readonly rule?: string | undefined
  readonly month?: string | undefined
  readonly after?: string | undefined
}

/** The items behind a figure of a claim: beds by label, persons by name, each with its month and reason. */
export async function listItems(
  tx: Tx,
  district: string,
  claim: string,
  query: ItemQuery,
): Promise<{ rows: ClaimItem[]; next: string | null }> {
  const [rule = '', subject = '', month = '0001-01-01'] = query.after?.split(' ') ?? []
  const { rows } = await sql<ClaimItem>`
    select i.rule, i.subject, i.subject_id as "subjectId", to_char(i.month, 'YYYY-MM') as month, i.counted, i.reason, i.amount_fen as "amountFen",
           coalesce(b.label, e.name, '') as name, i.subject = 'personMonth' as person
      from subsidies.item i
      left join subsidies.bed b on i.subject in ('bed', 'slot') and b.district = i.district and b.id::text = i.subject_id
      left join elders.elder e on i.subject = 'personMonth' and e.district = i.district and e.id = case when i.subject = 'personMonth' then i.subject_id::uuid end
     where i.district = ${district} and i.claim_id = ${claim}::uuid
       and (${query.reason ?? null}::text is null or i.reason = ${query.reason ?? null}) and (${query.rule ?? null}::text is null or i.rule = ${query.rule ?? null})
       and (${query.month ?? null}::text is null or to_char(i.month, 'YYYY-MM') = ${query.month ?? null})
       and (i.rule, i.subject_id, i.month) > (${rule}, ${subject}, ${month}::date)
     order by i.rule, i.subject_id, i.month limit 101`.execute(tx)
  const page = rows.slice(0, 100)
  const last = page.at(-1)
  return {
    rows: page,
    next: rows.length > 100 && last !== undefined ? `${last.rule} ${last.subjectId} ${last.month}-01` : null,
  }
}

/** Instalments that are confirmed and wait for payment, and those paid, newest first: the payment list. */
export async function readPaymentList(tx: Tx, district: string): Promise<PaymentList> {
  const { rows } = await sql<PaymentList['rows'][number]>`
    select i.claim_id as claim, c.number, i.no, c.rule, coalesce(p.operator, '区县统筹') as payee, coalesce(p.credit_code, '') as "creditCode", p.name as "placeName",
           i.amount_fen as "amountFen", i.due_when as "dueWhen", i.released_by as "releasedBy", i.paid_by as "paidBy", i.paid_on as "paidOn", c.example
      from subsidies.instalment i join subsidies.claim c on c.district = i.district and c.id = i.claim_id
      left join subsidies.place p on p.district = c.district and p.id = c.place_id
     where i.district = ${district} order by i.paid_on nulls first, c.id desc, i.no limit 500`.execute(tx)
  return { rows }
}

/** Places that may claim, with their kind. */
export async function listPlaces(tx: Tx, district: string): Promise<Places> {
  const { rows } = await sql<Places['places'][number]>`
    select id, name, kind, operator, example from subsidies.place where district = ${district} order by name limit 500`.execute(
    tx,
  )
  return { places: rows }
}
