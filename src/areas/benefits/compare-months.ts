import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { type Basis, evaluated, type SchemeBasis } from './basis.ts'
import { factNames, factsIn, factsJson, keepFacts } from './facts.ts'
import { type Run, readSchemes } from './runs.ts'
import { type Batch, dayThatCounts } from './scope.ts'

/**
 * Writes what changed against the month before: new, stopped and another amount, each with the fact or rule that made it so. Reasons
 * come from three readings of the same persons: last month as it was known then, last month as it is known now (a difference is a late
 * fact), and this month. Only schemes that were decided in both months are compared. `facts` is the table of this month's facts.
 */
export async function compareMonths(
  tx: Tx,
  run: Run,
  before: Run,
  batch: Batch,
  basis: Basis,
  facts: string,
): Promise<void> {
  const stood = await readSchemes(tx, [before.id])
  const schemes = evaluated(basis).filter((now) =>
    stood.some((then) => then.scheme === now.scheme && then.state === 'evaluated'),
  )
  if (schemes.length === 0) return
  const changed = await keepChanged(tx, run, before, batch, schemes)
  if (changed === 0) return
  const names = factNames(schemes.map((each) => each.rule))
  const only = sql`(e.district, e.id) in (select district, elder_id from run_changed)`
  const asOf = dayThatCounts(before.month)
  await keepFacts(tx, 'facts_then', names, factsIn({ asOf, knownAt: before.cutOff }, names, { ...batch, only }))
  await keepFacts(tx, 'facts_late', names, factsIn({ asOf, knownAt: run.cutOff }, names, { ...batch, only }))
  for (const scheme of schemes) {
    const sameVersion = stood.find((then) => then.scheme === scheme.scheme)?.version === scheme.version
    await sql.raw(changeStatement(run, scheme, facts, sameVersion)).execute(tx)
  }
}

async function keepChanged(
  tx: Tx,
  run: Run,
  before: Run,
  batch: Batch,
  schemes: readonly SchemeBasis[],
): Promise<number> {
  const districts = [...batch.districts]
  const compared = schemes.map((each) => each.scheme)
  await sql`create temporary table run_changed (district text collate "C", elder_id uuid, scheme text collate "C", township text collate "C",
    village text collate "C", kind text, before_fen bigint, after_fen bigint, was text, became text) on commit drop`.execute(
    tx,
  )
  const { rows } = await sql<{ n: number }>`
    with b as (
      select * from benefits.entitlement where district = any (${districts}::text[]) and run_id = ${before.id}::uuid
         and township = any (${[...batch.townships]}::text[]) and scheme = any (${compared}::text[])
    ), a as (
      select * from benefits.entitlement where district = any (${districts}::text[]) and run_id = ${run.id}::uuid
         and scheme = any (${compared}::text[])
    ), changed as (
      insert into run_changed
      select coalesce(a.district, b.district), coalesce(a.elder_id, b.elder_id), coalesce(a.scheme, b.scheme),
             coalesce(a.township, b.township), coalesce(a.village, b.village),
             case when b.outcome is distinct from 'granted' then 'new' when a.outcome is distinct from 'granted' then 'stopped'
                  else 'amountChanged' end,
             coalesce(b.amount_fen, b.ceiling_fen), coalesce(a.amount_fen, a.ceiling_fen), b.outcome, a.outcome
        from a full join b on a.elder_id = b.elder_id and a.scheme = b.scheme
       where (a.outcome = 'granted' or b.outcome = 'granted')
         and coalesce(a.amount_fen, a.ceiling_fen) is distinct from coalesce(b.amount_fen, b.ceiling_fen)
      returning 1)
    select count(*)::int as n from changed`.execute(tx)
  return rows[0]?.n ?? 0
}

/** One statement a scheme: the reason is the first that holds, from the gravest to the plainest (a birthday). */
function changeStatement(run: Run, { scheme, rule, form }: SchemeBasis, facts: string, sameVersion: boolean): string {
  const names = factNames([rule])
  const differs = names.map((name) => `when d.diff ? '${name}' then '${name}'`).join(' ')
  return `
    insert into benefits.change (district, run_id, township, elder_id, scheme, village, kind, reason, late, before_fen, after_fen,
                                 voucher, detail)
    select c.district, '${run.id}'::uuid, c.township, c.elder_id, c.scheme, c.village, c.kind,
           case when c.kind = 'stopped' and n.now is null then 'left'
                when c.kind = 'stopped' and n.now ? 'diedOn' then 'died'
                when c.kind = 'stopped' and c.became = 'excluded' then 'otherScheme'
                when c.kind = 'stopped' and c.became = 'blocked' then 'overlapUnset'
                when c.kind = 'stopped' and c.became = 'undetermined' then 'factMissing'
                when c.kind = 'new' and n.then is null then 'joined'
                when c.kind = 'new' and c.was = 'undetermined' then 'factCompleted'
                when c.kind = 'stopped' and c.became = 'unclaimed' then 'claimEnded'
                when c.kind = 'new' and c.was = 'unclaimed' then 'claimed'
                when c.kind = 'new' and c.was in ('excluded', 'blocked') then 'otherSchemeEnded'
                ${differs}
                else '${sameVersion ? 'age' : 'ruleChanged'}' end,
           n.then is distinct from n.late, c.before_fen, c.after_fen, ${form === 'voucher'}, d.diff
      from run_changed c
      left join ${facts} f on f.district = c.district and f.elder_id = c.elder_id
      left join facts_then t on t.district = c.district and t.elder_id = c.elder_id
      left join facts_late l on l.district = c.district and l.elder_id = c.elder_id
      cross join lateral (select case when f.elder_id is not null then ${factsJson(names, 'f')} end as now,
                                 case when t.elder_id is not null then ${factsJson(names, 't')} end as then,
                                 case when l.elder_id is not null then ${factsJson(names, 'l')} end as late) n
      cross join lateral (select coalesce(jsonb_object_agg(key, jsonb_build_array(n.then -> key, n.now -> key)), '{}') as diff
                            from (select jsonb_object_keys(coalesce(n.then, '{}') || coalesce(n.now, '{}')) as key) k
                           where n.then is not null and n.now is not null and n.then -> key is distinct from n.now -> key) d
     where c.scheme = '${scheme}'`
}
