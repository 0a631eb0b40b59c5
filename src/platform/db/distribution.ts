import pg from 'pg'

/**
 * Where the rows of a table lie on a Citus cluster.
 * - `district`: spread by district, all of them together, so that a district's rows meet on one node.
 * - a column name after `by:`: spread by that column, for what is found across districts by one key.
 * - `reference`: small and shared, a copy on every node.
 * - `coordinator`: queues and accounts, which are taken with SKIP LOCKED or belong to libraries.
 */
export type Placement = 'district' | `by:${string}` | 'reference' | 'coordinator'

/** Every table of the product, once. A new table is declared here; a test compares this list with the schema. */
export const placements: Readonly<Record<string, Placement>> = {
  'applications.application': 'district',
  'applications.delegation': 'district',
  'applications.draft': 'district',
  'applications.rating': 'district',
  'audit.entry': 'district',
  'audit.seal': 'coordinator',
  'audit.sealer': 'coordinator',
  'benefits.act': 'district',
  'benefits.between_districts': 'district',
  'benefits.change': 'district',
  'benefits.claim': 'district',
  'benefits.closing': 'reference',
  'benefits.difference': 'district',
  'benefits.entitlement': 'district',
  'benefits.outlier': 'district',
  'benefits.run': 'reference',
  'benefits.run_scheme': 'reference',
  'benefits.run_township': 'district',
  'benefits.sample': 'district',
  'divisions.code': 'reference',
  'divisions.division': 'reference',
  'divisions.parentage': 'reference',
  'divisions.zone': 'reference',
  'divisions.zone_member': 'reference',
  'documents.paper': 'district',
  'elders.contact': 'district',
  'elders.elder': 'district',
  'elders.elder_past': 'district',
  'elders.export': 'district',
  'elders.fact': 'district',
  'elders.former_identity': 'district',
  'elders.hanging': 'reference',
  'elders.identity': 'by:id_blind',
  'elders.merge': 'district',
  'elders.phone': 'district',
  'elders.probable_duplicate': 'district',
  'elders.saved_view': 'district',
  'elders.transfer': 'district',
  'funds.budget': 'district',
  'funds.contract': 'district',
  'funds.contract_share': 'district',
  'funds.delivery': 'district',
  'funds.invoice': 'district',
  'funds.invoice_part': 'district',
  'funds.lottery_item': 'district',
  'funds.proposal': 'district',
  'funds.service_list': 'district',
  'funds.share_plan': 'district',
  'imports.batch': 'district',
  'imports.column_memory': 'district',
  'imports.finding': 'district',
  'imports.prior_elder': 'district',
  'imports.prior_phone': 'district',
  'imports.staged_row': 'district',
  'imports.word_memory': 'district',
  'ledger.account': 'district',
  'ledger.closing': 'district',
  'ledger.closing_balance': 'district',
  'ledger.entry': 'district',
  'ledger.hold': 'district',
  'ledger.hold_event': 'district',
  'ledger.posting': 'district',
  'payments.account': 'district',
  'payments.batch': 'reference',
  'payments.batch_township': 'district',
  'payments.clawback': 'district',
  'payments.clawback_entry': 'district',
  'payments.correction': 'district',
  'payments.line': 'district',
  'payments.pair': 'district',
  'payments.proof_of_life': 'district',
  'payments.result': 'district',
  'payments.return_file': 'district',
  'payments.sheet_format': 'district',
  'payments.signature': 'district',
  'notices.notice': 'reference',
  'platform.file': 'district',
  'platform.idempotency': 'coordinator',
  'platform.job_progress': 'coordinator',
  'platform.key_check': 'coordinator',
  'platform.milestone': 'coordinator',
  'platform.outbox': 'coordinator',
  'policy.setting': 'reference',
  'subsidies.bed': 'district',
  'subsidies.claim': 'district',
  'subsidies.instalment': 'district',
  'subsidies.item': 'district',
  'subsidies.place': 'district',
  'subsidies.place_fact': 'district',
  'subsidies.pool_use': 'district',
  'subsidies.stay': 'district',
  'process.act': 'district',
  'process.case': 'district',
  'process.deadline': 'district',
  'process.declaration': 'reference',
  'process.deputy': 'district',
  'process.evidence': 'district',
  'process.number': 'coordinator',
  'policy.verification': 'reference',
  'whatif.draft': 'reference',
  'yiyang.migration': 'coordinator',
}

/** Schemas of libraries, whose tables they make themselves: they stay on the coordinator. */
export const coordinatorSchemas: readonly string[] = ['jobs', 'identity']

/** The tables cannot be spread here; the sentence says why and what would help. */
export class NotOnCitus extends Error {
  override name = 'NotOnCitus'
}

export type Distributed = { distributed: string[]; reference: string[]; already: number }

/**
 * Spreads the tables over the cluster of a Citus coordinator, reference tables first. Running it again does what is new only.
 * @throws NotOnCitus where the extension is not there
 */
export async function distribute(url: string): Promise<Distributed> {
  const client = new pg.Client({ connectionString: url, application_name: 'yiyang-distribute' })
  client.on('error', () => {})
  await client.connect()
  try {
    await needCitus(client)
    await client.query(`set citus.enable_unsafe_triggers = on`)
    const there = await tablesOf(client)
    const done = new Set(
      (await client.query<{ name: string }>(`select table_name::text as name from citus_tables`)).rows.map(
        (row) => row.name,
      ),
    )
    const todo = Object.entries(placements).filter(([name]) => there.includes(name) && !done.has(name))
    await needPlainPolicies(
      client,
      todo.map(([name]) => name),
    )
    const reference = todo.filter(([, placement]) => placement === 'reference').map(([name]) => name)
    for (const name of reference) await client.query(`select create_reference_table($1)`, [name])
    const distributed: string[] = []
    // The elders come first: all others are placed beside them.
    const spread = todo.filter(([, placement]) => placement === 'district' || placement.startsWith('by:'))
    spread.sort(([a], [b]) => Number(b === 'elders.elder') - Number(a === 'elders.elder'))
    for (const [name, placement] of spread) {
      if (placement === 'district') {
        const beside = name === 'elders.elder' ? 'none' : 'elders.elder'
        await client.query(`select create_distributed_table($1, 'district', colocate_with => $2)`, [name, beside])
      } else {
        await client.query(`select create_distributed_table($1, $2, colocate_with => 'none')`, [
          name,
          placement.slice(3),
        ])
      }
      distributed.push(name)
    }
    return { distributed, reference, already: done.size }
  } finally {
    await client.end()
  }
}

async function needCitus(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ installed: boolean; available: boolean }>(
    `select exists (select 1 from pg_extension where extname = 'citus') as installed,
            exists (select 1 from pg_available_extensions where name = 'citus') as available`,
  )
  if (rows[0]?.installed) return
  throw new NotOnCitus(
    rows[0]?.available
      ? 'Citus is installed on this server but not in this database: run CREATE EXTENSION citus there and add the worker nodes.'
      : 'This server has no Citus extension, so there is nothing to distribute over: everything stays on this one server.',
  )
}

/**
 * Citus 13 refuses a table whose row security looks anything up (a subquery, be it of a setting only). Said before anything is
 * changed, since a schema that is spread by half serves nobody.
 */
async function needPlainPolicies(client: pg.Client, tables: readonly string[]): Promise<void> {
  const looking = await policiesWithSubqueries(client)
  const held = tables.filter((name) => looking.includes(name))
  if (held.length > 0) {
    throw new NotOnCitus(
      `Nothing was changed: Citus keeps no policy with a subquery, and these tables have one: ${held.join(', ')}.`,
    )
  }
}

/** Tables with a policy that holds a subquery, as `schema.table`. */
export async function policiesWithSubqueries(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct n.nspname || '.' || c.relname as name
       from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
      where coalesce(p.polqual::text, '') || coalesce(p.polwithcheck::text, '') like '%{SUBLINK%' order by 1`,
  )
  return rows.map((row) => row.name)
}

/** Tables of the product with rows of their own, as `schema.table`. */
export async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and c.relpersistence <> 't' and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'citus', 'citus_internal', 'columnar', 'columnar_internal')
      order by 1`,
  )
  return rows.map((row) => row.name)
}
