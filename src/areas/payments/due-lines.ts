import { type RawBuilder, sql } from 'kysely'
import type { Day, Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { withoutNestedLoops } from '../benefits/index.ts'

export type LinesOf = {
  readonly batchId: string
  readonly districts: readonly string[]
  readonly townships: readonly string[]
  readonly today: Day
  readonly coolingOff: number
  readonly proofDays: number
}

/** What a month owes: entitlements of the run, and differences of earlier months that two people have signed. */
export const dueOfMonth = (runId: string, month: Month, { districts, townships }: LinesOf): RawBuilder<unknown> => sql`
  select n.district, n.elder_id, n.township, n.village, n.scheme, ${month}::date as month, 'current' as kind, '' as source, n.amount_fen,
         n.run_id, null::uuid as from_batch, null::int as from_no, null::uuid as old_account, null::text as cause, null::text as fund_key
    from benefits.entitlement n
   where n.district = any (${[...districts]}::text[]) and n.run_id = ${runId}::uuid and n.outcome = 'granted' and n.amount_fen > 0
  union all
  select c.district, c.elder_id, c.township, c.village, c.scheme, c.month, 'backPay', c.run_id::text, c.fen, c.run_id, null, null, null, null, null
    from payments.correction c
   where c.district = any (${[...districts]}::text[]) and c.state = 'approved' and c.kind in ('backPay', 'replace') and c.fen > 0
     and c.township = any (${[...townships]}::text[])
     and not exists (select 1 from payments.line l where l.district = c.district and l.elder_id = c.elder_id and l.scheme = c.scheme
                      and l.month = c.month and l.source = c.run_id::text and l.kind <> 'again')`

/**
 * What earlier files left open: lines that the bank returned, and lines that were held when their file went out. Each is followed once only.
 * Superseded and yielded lines owe nothing, returned ones included. Money that was drawn for a line once stays its own.
 */
export const dueAgain = ({
  districts,
  townships,
}: Pick<LinesOf, 'districts' | 'townships'>): RawBuilder<unknown> => sql`
  select l.district, l.elder_id, l.township, l.village, l.scheme, l.month, 'again' as kind, l.source, l.amount_fen, b.run_id,
         l.batch_id as from_batch, l.no as from_no, l.account_id as old_account, r.cause,
         coalesce(l.fund_key, case when r.no is not null then 'batch:' || b.id || ':' || b.fund_round || ':' || l.scheme end) as fund_key
    from payments.batch b
    join payments.line l on l.batch_id = b.id and l.district = any (${[...districts]}::text[])
    left join payments.result r on r.district = l.district and r.batch_id = l.batch_id and r.no = l.no and r.outcome = 'failed'
   where b.state in ('filed', 'returned', 'closed') and b.districts && ${[...districts]}::text[]
     and l.township = any (${[...townships]}::text[])
     and (r.no is not null or l.held is not null) and coalesce(l.held, '') not in ('asked', 'superseded', 'yielded', 'overlap')
     and not exists (select 1 from payments.line f where f.district = l.district and f.from_batch = l.batch_id and f.from_no = l.no)`

/**
 * Writes the lines of a batch in one statement: for everything due the file that is paid (another one after a merge or a move), its account in
 * use, the card first, and the first reason that holds the line back. `payableOnly` leaves out what would be held again.
 */
export async function insertLines(tx: Tx, of: LinesOf, due: RawBuilder<unknown>, payableOnly: boolean): Promise<void> {
  const districts = sql`${[...of.districts]}::text[]`
  await withoutNestedLoops(tx, async () => {
    await sql`create temporary table due_lines on commit drop as ${due}`.execute(tx)
    await sql`analyze due_lines`.execute(tx)
    await sql`
      create temporary table due_moved on commit drop as
      select distinct on (t.elder_id) t.elder_id, t.to_district from elders.transfer t
       where t.from_district = any (${districts}) and t.state = 'confirmed' order by t.elder_id, t.decided_at desc`.execute(
      tx,
    )
    await sql.raw(`analyze due_moved`).execute(tx)
    await sql`
      with files as (
        select e.district, e.id, e.name, e.merged_into from elders.elder e where e.district = any (${districts})
        union all
        select e.district, e.id, e.name, e.merged_into from due_moved v join elders.elder e on e.district = v.to_district and e.id = v.elder_id
         where not (v.to_district = any (${districts}))
      ), accounts as (
        select distinct on (a.elder_id) a.elder_id, a.id, a.holder_name, a.relation, a.delegated_until, a.check_digit, a.usable_from
          from payments.account a
         where a.state = 'inUse' and (a.district = any (${districts}) or a.elder_id in (select elder_id from due_moved))
         order by a.elder_id, a.kind = 'socialSecurityCard' desc, a.decided_at desc
      ), proofs as (
        select distinct p.elder_id from payments.proof_of_life p
         where p.seen_on >= ${of.today}::date - ${of.proofDays}::int
           and (p.district = any (${districts}) or p.elder_id in (select elder_id from due_moved))
      ), deaths as (
        select distinct f.elder_id
          from (select f.* from elders.fact f where f.district = any (${districts})
                union all
                select f.* from due_moved v join elders.fact f on f.district = v.to_district and f.elder_id = v.elder_id
                 where not (v.to_district = any (${districts}))) f
         where f.kind = 'death' and f.superseded_at is null and f.value <> '{}'
           and f.recorded_at > (select coalesce(max(r.cut_off), '-infinity') from benefits.run r where r.id in (select run_id from due_lines))
      ), asked as (
        select distinct on (a.district, a.run_id, a.elder_id, a.scheme) a.district, a.run_id, a.elder_id, a.scheme, a.kind, a.reason
          from benefits.act a
         where a.district = any (${districts}) and a.run_id in (select run_id from due_lines) and a.kind in ('hold', 'release')
         order by a.district, a.run_id, a.elder_id, a.scheme, a.at desc
      ), doubles as (
        select d.low as elder_id from elders.probable_duplicate d join due_lines x on x.district = d.district and x.elder_id = d.low
          join due_lines y on y.district = d.district and y.elder_id = d.high
         where d.district = any (${districts}) and d.state in ('open', 'proposed')
        union
        select d.high from elders.probable_duplicate d join due_lines x on x.district = d.district and x.elder_id = d.low
          join due_lines y on y.district = d.district and y.elder_id = d.high
         where d.district = any (${districts}) and d.state in ('open', 'proposed')
      ), ready as (
        select d.*, coalesce(m.id, f.id, d.elder_id) as payee, a.id as account_id, a.holder_name,
               case when asked.kind = 'hold' then 'review'
                    when f.id is null then 'fileGone'
                    when deaths.elder_id is not null then 'diedSince'
                    when doubles.elder_id is not null then 'duplicate'
                    when a.id is null or (d.cause is not null and d.cause <> 'bankFault' and a.id = d.old_account) then 'noAccount'
                    when not a.check_digit then 'accountCheckDigit'
                    when a.usable_from > ${of.today}::date then 'accountCoolingOff'
                    when a.holder_name <> coalesce(m.name, f.name)
                     and regexp_replace(normalize(a.holder_name, NFKC), '[[:space:]·•.]', '', 'g')
                      <> regexp_replace(normalize(coalesce(m.name, f.name), NFKC), '[[:space:]·•.]', '', 'g')
                     and (a.relation is null or a.delegated_until is null or a.delegated_until <= ${of.today}::date) then 'holderDiffers'
                    when proofs.elder_id is null then 'noProofOfLife' end as held,
               case when asked.kind = 'hold' then asked.reason end as held_note
          from due_lines d
          left join files f on f.id = d.elder_id
          left join files m on m.id = f.merged_into
          left join accounts a on a.elder_id = coalesce(m.id, f.id)
          left join proofs on proofs.elder_id = coalesce(m.id, f.id)
          left join deaths on deaths.elder_id = coalesce(m.id, f.id)
          left join doubles on doubles.elder_id = d.elder_id
          left join asked on asked.district = d.district and asked.run_id = d.run_id and asked.elder_id = d.elder_id and asked.scheme = d.scheme
      )
      insert into payments.line (district, batch_id, no, elder_id, payee, township, village, scheme, month, kind, source, amount_fen,
                                 account_id, fund_key, payee_name, held, held_note, from_batch, from_no)
      select district, ${of.batchId}::uuid, row_number() over (order by district, township, elder_id, scheme, month, source, from_batch), elder_id, payee,
             township, village, scheme, month, kind, source, amount_fen, account_id, fund_key, holder_name, held, held_note, from_batch, from_no
        from ready where ${payableOnly ? sql`held is null` : sql`true`}
      on conflict do nothing`.execute(tx)
    await sql`drop table due_lines, due_moved`.execute(tx)
  })
}
