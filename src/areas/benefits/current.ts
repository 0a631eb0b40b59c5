import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { CurrentLine } from './contract.ts'

/**
 * What some persons are granted in the newest sealed run that covers where they live, in one statement for a page of a list. Persons
 * whose place no run covers are `notRun`; persons whom nothing is granted are in neither list. Under the scope of whoever asks.
 */
export async function readCurrent(
  tx: Tx,
  districts: readonly string[],
  elders: readonly string[],
): Promise<{ lines: CurrentLine[]; notRun: string[] }> {
  const { rows } = await sql<Omit<CurrentLine, 'scheme'> & { scheme: string | null; isRun: boolean }>`
    with people as materialized (
      select id, district, township from elders.elder
       where district = any (${[...districts]}::text[]) and id = any (${[...elders]}::uuid[])
    ), newest as materialized (
      select t.township, r.id, r.month
        from (select distinct township from people) t
        cross join lateral (select id, month from benefits.run
                             where state = 'sealed' and t.township = any (townships)
                             order by month desc, cut_off desc, version desc limit 1) r
    )
    select p.id::text as elder, n.id is not null as "isRun", to_char(n.month, 'YYYY-MM') as month, l.scheme,
           l.amount_fen as "amountFen", l.ceiling_fen as "ceilingFen"
      from people p left join newest n on n.township = p.township
      left join benefits.entitlement l on l.district = p.district and l.run_id = n.id and l.elder_id = p.id and l.outcome = 'granted'
     order by p.id, l.scheme`.execute(tx)
  return {
    lines: rows.flatMap(({ isRun: _, scheme, ...line }) =>
      scheme === null ? [] : [{ ...line, scheme } as CurrentLine],
    ),
    notRun: rows.filter((row) => !row.isRun).map((row) => row.elder),
  }
}
