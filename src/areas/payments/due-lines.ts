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
         n.run_id, null::uuid as from_batch, null::int as from_no, null::uuid as old_account, null::text as cause, null::text as fund_key,
         null::timestamptz as since
    from benefits.entitlement n
   where n.district = any (${[...districts]}::text[]) and n.run_id = ${runId}::uuid and n.outcome = 'granted' and n.amount_fen > 0
  union all
  select c.district, c.elder_id, c.township, c.village, c.scheme, c.month, 'backPay', c.run_id::text, c.fen, c.run_id, null, null, null, null, null, null
    from payments.correction c
   where c.district = any (${[...districts]}::text[]) and c.state = 'approved' and c.kind in ('backPay', 'replace') and c.fen > 0
     and c.township = any (${[...townships]}::text[])
     and not exists (select 1 from payments.line l where l.district = c.district and l.elder_id = c.elder_id and l.scheme = c.scheme
                      and l.month = c.month and l.source = c.run_id::text and l.kind <> 'again')`

/**
 * Lines `l` of files that have gone out which nothing follows and nobody received: returned by the bank (`cause`) or held then. Superseded and yielded
 * ones owe nothing. Two index scans over what is open, however many months lie behind.
 */
const openLines = (districts: readonly string[]): RawBuilder<unknown> => sql`
  select o.*, b.run_id, b.fund_round, b.made_at from (
      select l.*, r.cause, true as failed from payments.result r
        join payments.line l on l.district = r.district and l.batch_id = r.batch_id and l.no = r.no
       where r.district = any (${[...districts]}::text[]) and r.outcome = 'failed' and coalesce(l.held, '') not in ('superseded', 'yielded')
      union all
      select l.*, null, false from payments.line l
       where l.district = any (${[...districts]}::text[]) and l.held is not null and l.held not in ('superseded', 'yielded')
         and not exists (select 1 from payments.result r where r.district = l.district and r.batch_id = l.batch_id and r.no = l.no)) o
    join payments.batch b on b.id = o.batch_id and b.state in ('filed', 'returned', 'closed')
   where not exists (select 1 from payments.line f where f.district = o.district and f.from_batch = o.batch_id and f.from_no = o.no)`

/** How much earlier files left open in some townships. */
export async function sumOpenLines(
  tx: Tx,
  { districts, townships }: Pick<LinesOf, 'districts' | 'townships'>,
): Promise<{ lines: number; amountFen: number }> {
  const { rows } = await sql<{ lines: number; amountFen: number }>`
    select count(*)::int as lines, coalesce(sum(amount_fen), 0)::bigint as "amountFen" from (${openLines(districts)}) l
     where l.township = any (${[...townships]}::text[])`.execute(tx)
  return rows[0] ?? { lines: 0, amountFen: 0 }
}

/**
 * What of that may be paid again now, each followed once only. Money that was drawn for a line once stays its own. `since` is until when deaths were looked
 * at before: a line of a reissue has no run of its own, but was looked at when the reissue was made.
 */
export const dueAgain = ({
  districts,
  townships,
}: Pick<LinesOf, 'districts' | 'townships'>): RawBuilder<unknown> => sql`
  select l.district, l.elder_id, l.township, l.village, l.scheme, l.month, 'again' as kind, l.source, l.amount_fen, l.run_id,
         l.batch_id as from_batch, l.no as from_no, l.account_id as old_account, l.cause,
         coalesce(l.fund_key, case when l.failed then 'batch:' || l.batch_id || ':' || l.fund_round || ':' || l.scheme end) as fund_key,
         l.made_at as since
    from (${openLines(districts)}) l
   where l.township = any (${[...townships]}::text[]) and coalesce(l.held, '') not in ('asked', 'overlap')`

/**
 * A death told since the line's own run keeps it back until a later run of the place has known of it and found no difference for the month: whoever
 * lived into the month is still owed it.
 */
const settledSince = sql`deaths.died_in >= to_char(d.month, 'YYYY-MM') and exists (
  select 1 from benefits.run n
   where n.state = 'sealed' and n.month > d.month and d.township = any (n.townships) and n.cut_off > deaths.told_at
     and not exists (select 1 from benefits.difference x
                      where x.district = d.district and x.run_id = n.id and x.elder_id = d.elder_id and x.scheme = d.scheme and x.month = d.month))`

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
        select f.elder_id, max(f.recorded_at) as told_at, min(left(f.value[1], 7)) as died_in
          from (select f.* from elders.fact f where f.district = any (${districts})
                union all
                select f.* from due_moved v join elders.fact f on f.district = v.to_district and f.elder_id = v.elder_id
                 where not (v.to_district = any (${districts}))) f
         where f.kind = 'death' and f.superseded_at is null and f.value <> '{}' group by f.elder_id
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
                    when deaths.told_at > coalesce(r.cut_off, d.since) and not (${settledSince}) then 'diedSince'
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
          left join benefits.run r on r.id = d.run_id
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
