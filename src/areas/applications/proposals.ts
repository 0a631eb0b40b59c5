import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { kindOf } from './declare.ts'
import { titleOf } from './schemes.ts'

const PAGE = 100

type Row = {
  district: string
  id: string
  name: string
  birthDate: Day | null
  townshipName: string
  villageName: string | null
  scheme: string
}

/**
 * Whom the latest run of each district proposes: they meet the conditions of a scheme that is applied for, and have neither applied nor agreed.
 * Whoever has a case under way is left out. Pages by key.
 */
export async function listProposals(
  tx: Tx,
  asked: { readonly districts: readonly string[]; readonly scheme?: string; readonly after?: string },
): Promise<{ month: string | null; rows: (Row & { title: string })[]; next: string | null }> {
  const { rows: runs } = await sql<{ id: string; month: string }>`
    select distinct on (division) id::text as id, to_char(month, 'YYYY-MM') as month from benefits.run
     where state = 'sealed' and division = payer and districts && ${[...asked.districts]}::text[]
     order by division, month desc, cut_off desc`.execute(tx)
  const [after = '', scheme = ''] = (asked.after ?? '').split('~')
  const { rows } = await sql<Row>`
    select n.district, n.elder_id::text as id, e.name, e.birth_date as "birthDate", coalesce(t.name, n.township) as "townshipName",
           v.name as "villageName", n.scheme
      from benefits.entitlement n
      join elders.elder e on e.district = n.district and e.id = n.elder_id
      left join divisions.division t on t.key = n.township left join divisions.division v on v.key = n.village
     where n.district = any (${[...asked.districts]}::text[]) and n.run_id = any (${runs.map((run) => run.id)}::uuid[])
       and n.outcome = 'unclaimed' and (${asked.scheme ?? null}::text is null or n.scheme = ${asked.scheme ?? null})
       and (n.elder_id::text, n.scheme) > (${after}, ${scheme})
       and not exists (select 1 from benefits.claim c where c.district = n.district and c.elder_id = n.elder_id
                          and c.scheme = n.scheme and c.superseded_at is null)
       and not exists (select 1 from process.case p where p.district = n.district and p.subject_id = n.elder_id
                          and p.kind = ${kindOf('')} || n.scheme and (p.closed_at is null or p.outcome = 'refused'))
     order by n.elder_id::text, n.scheme limit ${PAGE + 1}`.execute(tx)
  const shown = rows.slice(0, PAGE)
  const last = shown.at(-1)
  return {
    month: runs[0]?.month ?? null,
    rows: shown.map((row) => ({ ...row, title: titleOf(row.scheme) })),
    next: rows.length > PAGE && last !== undefined ? `${last.id}~${last.scheme}` : null,
  }
}
