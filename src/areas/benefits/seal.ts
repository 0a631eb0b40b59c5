import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { type Basis, evaluated, sha256 } from './basis.ts'
import { undecidedStatement } from './evaluate.ts'
import type { Run } from './runs.ts'
import type { Batch } from './scope.ts'

const SAMPLE_SIZE = 20

/**
 * Counts every township and scheme and seals the rows: a digest for each township and scheme over its rows in the order of the persons'
 * ids, and one over all of them, the basis, the run compared to, and the back pay. The same facts give the same digest, whenever and
 * however often they are computed; the cut-off itself is not in it.
 */
export async function digestRun(
  tx: Tx,
  run: Run,
  before: Run | undefined,
  batch: Batch,
  basis: Basis,
  facts: string,
): Promise<string> {
  const open = evaluated(basis).filter((each) => each.form === 'voucher')
  const undecided = open.map(
    (each) => `select '${each.scheme}' as scheme, v.* from (${undecidedStatement(each, facts)}) v`,
  )
  await sql`
    with place as (
      select t as township, left(t, 6) as district, s as scheme
        from unnest(${[...batch.townships]}::text[]) t, unnest(${basis.schemes.map((each) => each.scheme)}::text[]) s
    ), people as (
      select township, count(*)::int as people from ${sql.raw(facts)} group by township
    ), counted as (
      select township, scheme, count(*) filter (where outcome = 'granted')::int as granted,
             coalesce(sum(amount_fen), 0)::bigint as amount_fen,
             count(*) filter (where outcome in ('excluded', 'blocked'))::int as held,
             count(*) filter (where outcome = 'undetermined')::int as undetermined,
             encode(sha256(convert_to(string_agg(concat(elder_id, '|', outcome, '|', amount_fen, '|', ceiling_fen, '|', reason, '|', village,
               '|', facts), E'\n' order by elder_id), 'UTF8')), 'hex') as digest
        from benefits.entitlement where district = any (${[...batch.districts]}::text[]) and run_id = ${run.id}::uuid
       group by township, scheme
    ), undecided as (
      ${sql.raw(undecided.length > 0 ? undecided.join(' union all ') : 'select null::text as scheme, null::text as township, 0 as undetermined where false')}
    )
    insert into benefits.run_township (district, run_id, township, scheme, people, granted, amount_fen, held, undetermined, digest)
    select place.district, ${run.id}::uuid, place.township, place.scheme, coalesce(people, 0), coalesce(granted, 0),
           coalesce(amount_fen, 0), coalesce(held, 0), coalesce(counted.undetermined, 0) + coalesce(undecided.undetermined, 0),
           coalesce(digest, '')
      from place left join people using (township) left join counted using (township, scheme)
      left join undecided using (township, scheme)`.execute(tx)
  const parts = await sql<{ township: string }>`
    select township, scheme, people, granted, undetermined, digest from benefits.run_township
     where district = any (${[...batch.districts]}::text[]) and run_id = ${run.id}::uuid order by township, scheme`.execute(
    tx,
  )
  const backPay = await sql<{ digest: string | null }>`
    select encode(sha256(convert_to(string_agg(concat(month, '|', elder_id, '|', scheme, '|', settled_fen, '|', due_fen), E'\n'
             order by month, elder_id, scheme), 'UTF8')), 'hex') as digest
      from benefits.difference where district = any (${[...batch.districts]}::text[]) and run_id = ${run.id}::uuid`.execute(
    tx,
  )
  const head = [
    run.payer,
    run.division,
    run.month,
    basis.digest,
    before?.digest ?? null,
    backPay.rows[0]?.digest ?? null,
  ]
  return sha256(JSON.stringify([head, parts.rows]))
}

/** Every rule by which a line is shown first for a second look, with its sentence. The thresholds are habits of review, not policy. */
export const OUTLIER_RULES = {
  veryOld: '计发月末满 105 周岁，请核对是否健在',
  withoutIdentity: '没有身份证件号码，请核对是否重复建档',
  amountJump: '金额变为上月的 2 倍以上或一半以下',
  longBackPay: '补发或扣回涉及 3 个月以上',
} as const
export type OutlierRule = keyof typeof OUTLIER_RULES

/** Writes what is unusual in the run. */
export async function findOutliers(tx: Tx, run: Run, batch: Batch, basis: Basis): Promise<void> {
  const districts = [...batch.districts]
  await sql`
    insert into benefits.outlier (district, run_id, rule, township, village, elder_id, scheme, detail)
    select n.district, n.run_id, 'veryOld', n.township, n.village, n.elder_id, n.scheme, jsonb_build_object('birthDate', n.facts -> 'birthDate')
      from benefits.entitlement n
     where n.district = any (${districts}::text[]) and n.run_id = ${run.id}::uuid and n.outcome = 'granted'
       and n.scheme = 'old-age-allowance' and (n.facts ->> 'birthDate')::date <= ${basis.on}::date - interval '105 years'
    union all
    select n.district, n.run_id, 'withoutIdentity', n.township, n.village, n.elder_id, n.scheme, '{}'
      from benefits.entitlement n join elders.elder e on e.district = n.district and e.id = n.elder_id and e.id_kind = 'none'
     where n.district = any (${districts}::text[]) and n.run_id = ${run.id}::uuid and n.outcome = 'granted' and n.amount_fen > 0
    union all
    select c.district, c.run_id, 'amountJump', c.township, c.village, c.elder_id, c.scheme,
           jsonb_build_object('beforeFen', c.before_fen, 'afterFen', c.after_fen)
      from benefits.change c
     where c.district = any (${districts}::text[]) and c.run_id = ${run.id}::uuid and c.kind = 'amountChanged' and not c.voucher
       and (c.after_fen >= 2 * c.before_fen or 2 * c.after_fen <= c.before_fen)
    union all
    select d.district, d.run_id, 'longBackPay', min(d.township), min(d.village), d.elder_id, d.scheme,
           jsonb_build_object('months', count(*), 'differenceFen', sum(d.difference_fen))
      from benefits.difference d
     where d.district = any (${districts}::text[]) and d.run_id = ${run.id}::uuid
     group by d.district, d.run_id, d.elder_id, d.scheme having count(*) >= 3`.execute(tx)
}

/** Draws the sample with the digest as seed: whoever knows the run can draw it again, and nobody can choose it. */
export async function drawSample(tx: Tx, run: Run, batch: Batch, digest: string): Promise<void> {
  await sql`
    insert into benefits.sample (district, run_id, township, elder_id, scheme, village, place)
    select district, run_id, township, elder_id, scheme, village, row_number() over (order by seed, elder_id, scheme)
      from (select n.*, md5(${digest} || n.elder_id::text || n.scheme) as seed from benefits.entitlement n
             where n.district = any (${[...batch.districts]}::text[]) and n.run_id = ${run.id}::uuid
               and n.outcome = 'granted' and n.amount_fen > 0
             order by seed limit ${SAMPLE_SIZE}) drawn`.execute(tx)
}
