import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { inScope, type Tx } from '../../platform/db/index.ts'
import { Refused } from '../../platform/http/index.ts'
import { categoriesHeld } from './categories.ts'
import type { ElderRow } from './contract.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { type StoredRow, type Surroundings, toElderRow } from './list-elders.ts'
import { personFacts } from './person-facts.ts'
import { refusals } from './refusals.ts'

/** Whose files were written: by id, or all of a district since a moment (an instant with its offset). */
export type Touched = { readonly elders: readonly string[] } | { readonly since: string }

/** From this score on a pair is worth a look; the points stand in the statement. */
export const WORTH_A_LOOK = 60

/**
 * Looks for pairs of one district that may be one person and puts them on the work list; returns how many are new. Pairs are
 * found by sound and birth date, by sound and village, by birth date and village, and by a shared phone, never by comparing all
 * with all. A phone that more than ten persons share belongs to an office and says nothing. Decided pairs stay decided.
 * `touched` narrows the search to pairs with a person written since a moment, or with one of the persons named.
 */
export async function searchDuplicates(tx: Tx, district: string, touched?: Touched): Promise<number> {
  const concerned =
    touched === undefined
      ? sql`true`
      : 'since' in touched
        ? sql`(updated_at >= ${touched.since}::timestamptz or id in (select elder_id from elders.phone
            where district = ${district} and recorded_at >= ${touched.since}::timestamptz))`
        : sql`id = any (${[...touched.elders]}::uuid[])`
  const { rows } = await sql<{ added: number }>`
    with living as materialized (
      select id, name, name_pinyin, name_initials, sex, birth_date, id_blind, village, township, address, updated_at
        from elders.elder where district = ${district} and merged_into is null
    ), phones as materialized (
      select elder_id, blind from elders.phone p
       where district = ${district} and kind = 'own' and ended_at is null
    ), shared as materialized (
      select blind from phones group by blind having count(distinct elder_id) between 2 and 10
    ), touched as materialized (
      select * from living where ${concerned}
    ), found as (
      select t.id as one, o.id as other from touched t join living o
          on o.birth_date = t.birth_date and o.name_pinyin = t.name_pinyin and t.name_pinyin <> '' and o.id <> t.id
      union all
      select t.id, o.id from touched t join living o
          on o.village = t.village and o.name_pinyin = t.name_pinyin and t.name_pinyin <> '' and o.id <> t.id
      union all
      select t.id, o.id from touched t join living o
          on o.village = t.village and o.birth_date = t.birth_date and o.name_initials = t.name_initials and o.id <> t.id
      union all
      select t.id, po.elder_id from touched t join phones pt on pt.elder_id = t.id join shared s on s.blind = pt.blind
        join phones po on po.blind = s.blind and po.elder_id <> t.id
    ), candidate as (
      select distinct least(one, other) as low, greatest(one, other) as high from found
    ), scored as (
      select c.low, c.high,
             case when a.name = b.name then 40 when a.name_pinyin = b.name_pinyin then 30
                  when a.name_initials = b.name_initials then 15 else 0 end as by_name,
             a.name = b.name as same_name, a.name_pinyin = b.name_pinyin as same_sound,
             case when a.birth_date = b.birth_date then 30
                  when extract(year from a.birth_date) = extract(year from b.birth_date)
                   and (extract(month from a.birth_date) = extract(month from b.birth_date)
                     or extract(day from a.birth_date) = extract(day from b.birth_date)
                     or (extract(month from a.birth_date) = extract(day from b.birth_date)
                     and extract(day from a.birth_date) = extract(month from b.birth_date))) then 15
                  when a.birth_date is null or b.birth_date is null then 5 else -15 end as by_birth,
             case when a.village = b.village then 15 when a.township = b.township then 5 else 0 end as by_place,
             case when a.address = b.address and a.address <> '' then 10 else 0 end as by_address,
             case when exists (select 1 from phones pa join phones pb on pb.blind = pa.blind and pb.elder_id = c.high
                    join shared s on s.blind = pa.blind where pa.elder_id = c.low) then 20 else 0 end as by_phone,
             case when a.id_blind is null or b.id_blind is null then 5 else -25 end as by_number,
             case when a.sex <> b.sex then -20 else 0 end as by_sex
        from candidate c join living a on a.id = c.low join living b on b.id = c.high
    ), worth as (
      select low, high, least(100, by_name + by_birth + by_place + by_address + by_phone + by_number + by_sex) as score,
             array_remove(array[
               case when same_name then '姓名相同' when same_sound then '姓名读音相同' when by_name > 0 then '姓名首字母相同' end,
               case when by_birth = 30 then '出生日期相同' when by_birth = 15 then '出生日期相近' when by_birth = 5 then '出生日期未采集' end,
               case when by_place = 15 then '同村（社区）' when by_place = 5 then '同乡镇（街道）' end,
               case when by_address > 0 then '地址相同' end,
               case when by_phone > 0 then '电话相同' end,
               case when by_number > 0 then '有一份没有证件号码' else '两份证件号码不同' end,
               case when by_sex < 0 then '性别不同' end], null) as reasons
        from scored
    ), listed as (
      insert into elders.probable_duplicate as d (district, low, high, score, reasons, low_township, low_village, high_township,
             high_village)
      select ${district}, w.low, w.high, w.score, w.reasons, a.township, a.village, b.township, b.village
        from worth w join living a on a.id = w.low join living b on b.id = w.high where w.score >= ${WORTH_A_LOOK}
      on conflict (district, low, high) do update set score = excluded.score, reasons = excluded.reasons
        where d.state = 'open' and (d.score <> excluded.score or d.reasons <> excluded.reasons)
      returning (xmax = 0) as is_new
    )
    select count(*) filter (where is_new)::int as added from listed`.execute(tx)
  return rows[0]?.added ?? 0
}

export type Pair = {
  low: ElderRow
  high: ElderRow
  score: number
  reasons: string[]
  state: string
  merge: string | null
}

/** The work list: likeliest pairs first, twenty at a time. */
export async function listPairs(
  tx: Tx,
  around: Surroundings,
  query: { district: string; state: 'open' | 'dismissed' | 'proposed'; cursor?: string | undefined; limit?: number },
): Promise<{ pairs: Pair[]; next: string | null }> {
  const limit = query.limit ?? 20
  const after = query.cursor === undefined ? undefined : fromCursor(query.cursor, 3)
  const { rows } = await sql<{
    low: string
    high: string
    score: number
    reasons: string[]
    state: string
    merge: string | null
  }>`
    select low::text, high::text, score, reasons, state,
           (select m.id::text from elders.merge m where m.district = d.district and m.state = 'proposed'
               and ((m.kept = d.low and m.gone = d.high) or (m.kept = d.high and m.gone = d.low)) limit 1) as merge
      from elders.probable_duplicate d
     where district = ${query.district} and state = ${query.state}
       and ${after === undefined ? sql`true` : sql`(-score, low, high) > (-(${after[0]}::int), ${after[1]}::uuid, ${after[2]}::uuid)`}
     order by -score, low, high limit ${limit + 1}`.execute(tx)
  const shown = rows.slice(0, limit)
  const people = await readRows(
    tx,
    around,
    query.district,
    shown.flatMap((row) => [row.low, row.high]),
  )
  const last = shown.at(-1)
  return {
    pairs: shown.flatMap((row) => {
      const low = people.get(row.low)
      const high = people.get(row.high)
      return low === undefined || high === undefined ? [] : [{ ...row, low, high }]
    }),
    next: rows.length > limit && last !== undefined ? toCursor([last.score, last.low, last.high]) : null,
  }
}

async function readRows(tx: Tx, around: Surroundings, district: string, ids: string[]): Promise<Map<string, ElderRow>> {
  if (ids.length === 0) return new Map()
  const asOf = around.platform.today()
  const source = personFacts(
    { asOf },
    { shape: 'each', within: sql`e.district = ${district} and e.id = any (${ids}::uuid[])` },
  )
  const { rows } = await sql<StoredRow>`
    select pf.*, k.id_kind, k.id_cipher, k.synthetic, ${categoriesHeld(asOf)} as categories
      from ${source} pf join elders.elder k on k.district = pf.district and k.id = pf.elder_id`.execute(tx)
  return new Map(rows.map((row) => [row.elder_id, toElderRow(row, around, asOf)]))
}

/** Two files of two people: the pair leaves the work list and does not come back. */
export async function dismissPair(around: Surroundings, low: string, high: string, note: string): Promise<void> {
  const { platform, principal } = around
  await inScope(platform.db, principal.scope, async (tx) => {
    const { rows } = await sql<{ district: string }>`
      update elders.probable_duplicate set state = 'dismissed', decided_at = statement_timestamp(), decided_by = ${principal.account}, note = ${note}
       where low = ${low}::uuid and high = ${high}::uuid and state = 'open' returning district`.execute(tx)
    const district = rows[0]?.district
    if (district === undefined) throw new Refused(refusals.pairGone())
    await record(tx, {
      district,
      account: principal.account,
      action: 'elder.dismissPair',
      object: 'elder',
      objectId: low,
      after: { with: high, note },
    })
  })
}
