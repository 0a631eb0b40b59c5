import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type Basis, evaluated, type SchemeBasis } from './basis.ts'
import { claimStands } from './claims.ts'
import { factNames, factsJson } from './facts.ts'

/** Where a run reads and writes: the facts of the persons, and the rows that come of them. */
export type Target = {
  readonly facts: string
  readonly rows: string
  readonly runId: string
  /** Claims recorded later are not seen: the cut-off of the run. */
  readonly knownAt: string
}

/**
 * Decides every scheme for everybody in the facts table: one statement a scheme, then one for each pair that may not be held together.
 * Rows are written in the order of the persons' ids, so that the primary key grows at its end.
 */
export async function evaluateSchemes(
  tx: Tx,
  basis: Basis,
  target: Target,
  step: (done: number) => Promise<void> = async () => {},
) {
  for (const [at, scheme] of evaluated(basis).entries()) {
    await sql.raw(schemeStatement(scheme, target)).execute(tx)
    if (scheme.claim !== 'register') await withoutNestedLoops(tx, () => holdUnclaimed(tx, scheme, basis.on, target))
    await step(at + 1)
  }
  await withoutNestedLoops(tx, async () => {
    for (const statement of overlapStatements(basis, target)) await sql.raw(statement).execute(tx)
  })
}

/**
 * Runs statements over rows that this transaction has just written. The planner has no figures about them yet, takes them for a handful
 * and would join them by nested loops: minutes instead of a second at a million persons.
 */
export async function withoutNestedLoops<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`set local enable_nestloop = off`.execute(tx)
  const result = await work()
  await sql`set local enable_nestloop = on`.execute(tx)
  return result
}

/**
 * INSERT … SELECT for one scheme: who is granted something, and for money also who cannot be decided. An undetermined voucher only means
 * "not assessed yet" and is not worth a row of its own. Whom to write is asked of `applies`, a plain condition that ends at its first
 * "no"; the outcome, the amount and the reason are worked out for the rows that are written.
 */
export function schemeStatement({ scheme, rule, form, compiled }: SchemeBasis, { facts, rows, runId }: Target): string {
  const money = form === 'money'
  const { applies, amountFen } = compiled
  return `
    insert into ${rows} (district, run_id, elder_id, scheme, township, village, outcome, amount_fen, ceiling_fen, reason, facts)
    select district, '${runId}'::uuid, elder_id, '${scheme}', township, village, ${compiled.outcome},
           ${money ? amountFen : 'null'}, ${money ? 'null' : amountFen}, ${compiled.reason},
           ${factsJson(factNames([rule]), facts)}
      from ${facts}
     where ${money ? `(${applies}) is not false and coalesce((${amountFen}) > 0, true)` : `(${applies}) and (${amountFen}) > 0`}
     order by elder_id`
}

/**
 * Whoever meets the conditions but has neither applied nor agreed is a proposal, not a payment. Before the rules between schemes: what
 * nobody asked for takes nothing away from another scheme.
 */
async function holdUnclaimed(
  tx: Tx,
  { scheme }: SchemeBasis,
  on: Day,
  { rows, runId, knownAt }: Target,
): Promise<void> {
  await sql`
    update ${sql.table(rows)} e set outcome = 'unclaimed', amount_fen = null, ceiling_fen = null, reason = 'unclaimed'
     where e.run_id = ${runId}::uuid and e.scheme = ${scheme} and e.outcome = 'granted'
       and not exists (select 1 from benefits.claim c where c.district = e.district and c.elder_id = e.elder_id
                          and c.scheme = e.scheme and ${claimStands(on, knownAt)})`.execute(tx)
}

/** How many persons of each township a voucher's rule cannot decide: counted, not stored. */
export const undecidedStatement = ({ compiled }: SchemeBasis, facts: string): string =>
  `select township, count(*)::int as undetermined from ${facts} where (${compiled.applies}) is null group by township`

/**
 * Where a person is granted both of a pair: the one that gives way keeps its row, says which scheme stands, and carries no amount. A pair whose
 * rule is not set holds both back, for these persons only, by the parameter's name.
 */
function overlapStatements({ overlaps }: Basis, { rows, runId }: Target): string[] {
  return overlaps.flatMap(({ parameter, first, second, how }) => {
    if (how === 'stack') return []
    const both = `
      with pair as (
        select a.district, a.elder_id,
               ${how === 'keepFirst' ? 'true' : how === 'keepSecond' ? 'false' : 'coalesce(a.amount_fen, a.ceiling_fen) >= coalesce(b.amount_fen, b.ceiling_fen)'} as first_stands
          from ${rows} a join ${rows} b on b.district = a.district and b.run_id = a.run_id and b.elder_id = a.elder_id
         where a.run_id = '${runId}' and a.scheme = '${first}' and b.scheme = '${second}'
           and a.outcome = 'granted' and b.outcome = 'granted')`
    const change = (what: string, loser: string) => `${both}
      update ${rows} e set ${what}, amount_fen = null, ceiling_fen = null from pair
       where e.district = pair.district and e.run_id = '${runId}' and e.elder_id = pair.elder_id and e.scheme ${loser}`
    if (how === null)
      return [change(`outcome = 'blocked', reason = 'parameter:${parameter}'`, `in ('${first}', '${second}')`)]
    return [
      change(
        `outcome = 'excluded', reason = 'excluded:' || case when first_stands then '${first}' else '${second}' end`,
        `= case when first_stands then '${second}' else '${first}' end`,
      ),
    ]
  })
}
