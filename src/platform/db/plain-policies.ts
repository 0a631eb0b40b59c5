import type pg from 'pg'

/** A policy whose text no rule here makes plain; the sentence names it. */
export type Stubborn = { table: string; policy: string }
export type Policy = { table: string; policy: string; using: string | null; check: string | null }

/**
 * Policies of these tables that hold a subquery, each as Citus takes it. `(select f(setting))` is written for PostgreSQL, which then
 * computes it once a query instead of once a row (191 ms against 981 ms for a count over a million); on Citus it is the bare call.
 */
export async function plainPolicies(
  client: pg.Client,
  tables: readonly string[],
): Promise<{ plain: Policy[]; stubborn: Stubborn[] }> {
  const { rows } = await client.query<Policy>(
    `select n.nspname || '.' || c.relname as table, p.polname as policy,
            pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
       from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
      where coalesce(p.polqual::text, '') || coalesce(p.polwithcheck::text, '') like '%{SUBLINK%'
        and n.nspname || '.' || c.relname = any ($1) order by 1, 2`,
    [tables],
  )
  const plain: Policy[] = []
  const stubborn: Stubborn[] = []
  for (const row of rows) {
    const using = row.using === null ? null : withoutScalarSelects(row.using)
    const check = row.check === null ? null : withoutScalarSelects(row.check)
    if (using === undefined || check === undefined) stubborn.push({ table: row.table, policy: row.policy })
    else plain.push({ ...row, using, check })
  }
  return { plain, stubborn }
}

/** The statement that gives a policy its plain text. */
export const alterPolicy = ({ table, policy, using, check }: Policy): string =>
  `alter policy "${policy.replaceAll('"', '""')}" on ${table}${using === null ? '' : ` using (${using})`}${
    check === null ? '' : ` with check (${check})`
  }`

/**
 * The text of an expression, as PostgreSQL prints it, with each `( SELECT expression AS name)` replaced by its expression.
 * Undefined where a subquery looks at a table.
 */
export function withoutScalarSelects(text: string): string | undefined {
  const begin = text.indexOf('( SELECT ')
  if (begin < 0) return /\bSELECT\b/.test(text.replace(/'[^']*'/g, '')) ? undefined : text
  const end = closing(text, begin)
  const inner = text.slice(begin + '( SELECT '.length, end)
  const bare = inner.replace(/'[^']*'/g, (quoted) => ' '.repeat(quoted.length))
  const name = /\s+AS\s+(\w+|"[^"]+")\s*$/.exec(bare)
  if (name === null || /\b(FROM|SELECT|WHERE)\b/.test(bare)) return undefined
  return withoutScalarSelects(`${text.slice(0, begin)}(${inner.slice(0, name.index)})${text.slice(end + 1)}`)
}

/** The place of the parenthesis that closes the one at `begin`; what is quoted counts for nothing. */
function closing(text: string, begin: number): number {
  let depth = 0
  let quoted = false
  for (let at = begin; at < text.length; at++) {
    if (text[at] === "'") quoted = !quoted
    if (quoted) continue
    if (text[at] === '(') depth++
    if (text[at] === ')' && --depth === 0) return at
  }
  throw new Error('parentheses that do not close in the text of a policy')
}
