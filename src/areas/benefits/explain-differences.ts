import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { factsIn, factsJson, keepFacts } from './facts.ts'
import type { Run } from './runs.ts'
import { type Batch, dayThatCounts } from './scope.ts'

type Question = { run: Run; before: Run; batch: Batch; names: readonly string[]; ruleChanged: boolean; knownAt: string }

/**
 * Writes beside each difference of a month why it came: the facts of that month as known at the last run, against the same month as known now. The
 * gravest reason first, as with the changes of a month.
 */
export async function explainDifferences(
  tx: Tx,
  { run, before, batch, names, ruleChanged, knownAt }: Question,
): Promise<void> {
  const mine = sql`x.district = any (${[...batch.districts]}::text[]) and x.run_id = ${run.id}::uuid and x.month = ${before.month}::date`
  const { rows } = await sql`select 1 from benefits.difference x where ${mine} limit 1`.execute(tx)
  if (rows.length === 0) return
  const only = sql`(e.district, e.id) in (select x.district, x.elder_id from benefits.difference x where ${mine})`
  const at = { asOf: dayThatCounts(before.month), knownAt }
  await keepFacts(tx, 'facts_of_then', names, factsIn(at, names, { ...batch, only }))
  const differs = sql.raw(names.map((name) => `when n.diff ? '${name}' then '${name}'`).join(' '))
  await sql`
    update benefits.difference x
       set reason = case when n.merged then 'merged' when n.moved then 'transferred'
                         when n.now is null then 'left'
                         when n.now ? 'diedOn' and not coalesce(n.then ? 'diedOn', false) then 'died'
                         when n.then is null then 'joined'
                         ${differs}
                         else ${ruleChanged ? 'ruleChanged' : 'age'} end,
           detail = n.diff
      from (select k.*, coalesce((select jsonb_object_agg(key, jsonb_build_array(k.then -> key, k.now -> key))
                                    from jsonb_object_keys(coalesce(k.then, '{}') || coalesce(k.now, '{}')) key
                                   where k.then -> key is distinct from k.now -> key), '{}') as diff
              from (select distinct on (x.district, x.elder_id) x.district, x.elder_id,
                           case when t.elder_id is not null then ${sql.raw(factsJson(names, 't'))} end as then,
                           case when f.elder_id is not null then ${sql.raw(factsJson(names, 'f'))} end as now,
                           exists (select 1 from run_moved m where m.elder_id = x.elder_id) as moved,
                           exists (select 1 from elders.elder e where e.district = x.district and e.id = x.elder_id and e.merged_into is not null) as merged
                      from benefits.difference x
                      left join facts_of_then t on t.district = x.district and t.elder_id = x.elder_id
                      left join earlier_facts f on f.elder_id = x.elder_id
                     where ${mine}) k) n
     where ${mine} and n.district = x.district and n.elder_id = x.elder_id`.execute(tx)
  await sql`drop table facts_of_then`.execute(tx)
}
