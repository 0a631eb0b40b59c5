import pg from 'pg'
import { alterPolicy, plainPolicies } from './plain-policies.ts'

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
  'assessment.agency': 'district',
  'assessment.assessment': 'district',
  'assessment.assessor': 'district',
  'assessment.conflict': 'district',
  'assessment.dispute': 'district',
  'assessment.draw': 'district',
  'assessment.draw_pick': 'district',
  'assessment.evidence': 'district',
  'assessment.instrument': 'reference',
  'assessment.issuer': 'reference',
  'assessment.ltc_grading': 'district',
  'assessment.recognition': 'district',
  'assessment.result': 'district',
  'assessment.work_order': 'district',
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
  'care.dose': 'district',
  'care.hand_over': 'district',
  'care.incident': 'district',
  'care.incident_step': 'district',
  'care.meal': 'district',
  'care.medicine': 'district',
  'care.night_round': 'district',
  'care.plan': 'district',
  'care.task': 'district',
  'care.task_record': 'district',
  'custody.account': 'district',
  'custody.agreement': 'district',
  'custody.alert': 'district',
  'custody.bank_day': 'district',
  'custody.movement': 'district',
  'custody.price': 'district',
  'custody.step': 'district',
  'custody.withdrawal': 'district',
  'divisions.code': 'reference',
  'divisions.division': 'reference',
  'divisions.name': 'reference',
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
  'facilities.attribute': 'district',
  'facilities.bed': 'district',
  'facilities.bed_period': 'district',
  'facilities.building': 'district',
  'facilities.facility': 'district',
  'facilities.filing': 'district',
  'facilities.filing_check': 'district',
  'facilities.hanging': 'reference',
  'facilities.organisation': 'reference',
  'facilities.photo': 'district',
  'facilities.room': 'district',
  'finder.disclosure': 'district',
  'finder.tour': 'district',
  'field.device': 'district',
  'field.file': 'district',
  'field.piece': 'district',
  'field.record': 'district',
  'funds.budget': 'district',
  'funds.contract': 'district',
  'funds.contract_share': 'district',
  'funds.delivery': 'district',
  'funds.invoice': 'district',
  'funds.invoice_part': 'district',
  'funds.lottery_item': 'district',
  'funds.proposal': 'district',
  'funds.service_list': 'reference',
  'funds.share_plan': 'district',
  'imports.batch': 'district',
  'imports.column_memory': 'district',
  'imports.finding': 'district',
  'imports.prior_elder': 'district',
  'imports.prior_phone': 'district',
  'imports.staged_row': 'district',
  'imports.word_memory': 'district',
  // One statement posts to several tables and its trigger looks at others, which Citus 13 refuses on shards: the books stay whole.
  'ledger.account': 'coordinator',
  'ledger.closing': 'coordinator',
  'ledger.closing_balance': 'coordinator',
  'ledger.entry': 'coordinator',
  'ledger.hold': 'coordinator',
  'ledger.hold_event': 'coordinator',
  'ledger.posting': 'coordinator',
  'payments.account': 'district',
  'payments.bank_profile': 'district',
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
  'payments.settlement': 'district',
  'payments.signature': 'district',
  'networks.contract': 'district',
  'networks.contract_report': 'district',
  'networks.estate': 'district',
  'networks.estate_gate': 'district',
  'networks.link': 'district',
  'networks.project': 'district',
  'networks.project_stage': 'district',
  'networks.village_setting': 'district',
  'lists.public_reform': 'district',
  'lists.training_sanatorium_convert': 'district',
  'lists.idle_resource': 'district',
  'lists.service_alliance': 'district',
  'lists.integrated_colocation': 'district',
  'lists.service_provider_registry': 'district',
  'lists.internal_clinic': 'district',
  'lists.smart_home_24h': 'district',
  'lists.old_community_fill': 'district',
  'lists.community_adaptation': 'district',
  'lists.dementia_unit': 'district',
  'lists.centre_to_home_chain': 'district',
  'notices.notice': 'reference',
  'platform.file': 'district',
  'platform.idempotency': 'coordinator',
  'platform.job_progress': 'coordinator',
  'platform.key_check': 'coordinator',
  'platform.milestone': 'coordinator',
  'platform.outbox': 'coordinator',
  'policy.cases_opened': 'reference',
  'policy.setting': 'reference',
  'portal.family_choice': 'district',
  'portal.own_access': 'district',
  'portal.phone': 'coordinator',
  'portal.phone_code': 'coordinator',
  'residency.absence': 'district',
  'residency.application': 'district',
  'residency.central_care_wish': 'district',
  'residency.charge': 'district',
  'residency.contract': 'district',
  'residency.daily_report': 'district',
  'residency.hazard': 'district',
  'residency.occupancy': 'district',
  'residency.offer': 'district',
  'residency.risk_sheet': 'district',
  'residency.stay': 'district',
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
  'visits.absence': 'district',
  'visits.attachment': 'district',
  'visits.check': 'district',
  'visits.door': 'district',
  'visits.door_change': 'district',
  'visits.duty': 'district',
  'visits.family_choice': 'district',
  'visits.guardianship': 'district',
  'visits.help_act': 'district',
  'visits.listed': 'district',
  'visits.mental_care': 'district',
  'visits.mutual_aid_group': 'district',
  'visits.pair': 'district',
  'visits.plan': 'district',
  'visits.plan_run': 'district',
  'visits.post': 'district',
  'visits.proposal': 'district',
  'visits.question': 'district',
  'visits.record': 'district',
  'visits.referral': 'district',
  'visits.roster_check': 'district',
  'visits.track': 'district',
  'whatif.draft': 'reference',
  'yiyang.migration': 'coordinator',
}

/** Schemas of libraries, whose tables they make themselves: they stay on the coordinator. */
export const coordinatorSchemas: readonly string[] = ['jobs', 'identity']

/** The tables cannot be spread here; the sentence says why and what would help. */
export class NotOnCitus extends Error {
  override name = 'NotOnCitus'
}

export type Distributed = { distributed: string[]; reference: string[]; policies: number; already: number }

/**
 * Spreads the tables over the cluster of a Citus coordinator, reference tables first. Running it again does what is new only. To be run
 * while no server works on the database: its connections take the settings that this makes when they are opened.
 * @throws NotOnCitus where the extension is not there, or a policy cannot be made plain; nothing was changed then
 */
export async function distribute(url: string): Promise<Distributed> {
  const client = new pg.Client({ connectionString: url, application_name: 'yiyang-distribute' })
  client.on('error', () => {})
  await client.connect()
  try {
    await needCitus(client)
    const there = await tablesOf(client)
    const done = new Set(
      (await client.query<{ name: string }>(`select table_name::text as name from citus_tables`)).rows.map(
        (row) => row.name,
      ),
    )
    const todo = Object.entries(placements).filter(
      ([name, placement]) => placement !== 'coordinator' && there.includes(name) && !done.has(name),
    )
    const names = todo.map(([name]) => name)
    const { plain, stubborn } = await plainPolicies(client, names)
    if (stubborn.length > 0) {
      const list = stubborn.map(({ table, policy }) => `${policy} on ${table}`).join(', ')
      throw new NotOnCitus(`Nothing was changed: these policies ask another table, which Citus does not keep: ${list}.`)
    }
    await settleOnCitus(client)
    await admitRoles(client)
    for (const policy of plain) await client.query(alterPolicy(policy))
    const order = await orderOfReferences(client, names)
    todo.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    const reference = todo.filter(([, placement]) => placement === 'reference').map(([name]) => name)
    for (const name of reference) await client.query(`select create_reference_table($1)`, [name])
    const distributed: string[] = []
    // The elders come first: all others are placed beside them.
    const spread = todo.filter(([, placement]) => placement !== 'reference')
    spread.sort(([a], [b]) => Number(b === 'elders.elder') - Number(a === 'elders.elder'))
    for (const [name, placement] of spread) {
      const column = placement === 'district' ? 'district' : placement.slice(3)
      const beside = placement === 'district' && name !== 'elders.elder' ? 'elders.elder' : 'none'
      await client.query(`select create_distributed_table($1, $2, colocate_with => $3)`, [name, column, beside])
      distributed.push(name)
    }
    await openToElevation(client, names)
    return { distributed, reference, policies: plain.length, already: done.size }
  } finally {
    await client.end()
  }
}

/** What a database on Citus needs: settings of a transaction reach the nodes, and our triggers (which touch rows beside their own only) are allowed. */
export async function settleOnCitus(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`select quote_ident(current_database()) as name`)
  for (const setting of [
    `citus.propagate_set_commands = 'local'`,
    'citus.enable_unsafe_triggers = on',
    'citus.enable_repartition_joins = on',
    `yiyang.one_role = 'on'`,
  ]) {
    await client.query(`alter database ${rows[0]?.name ?? ''} set ${setting}`)
    await client.query(`set ${setting}`)
  }
}

/**
 * The coordinator reaches the nodes as the role of the transaction, so the three roles may log in; whom they let in is said in the
 * nodes' pg_hba.conf, which should know no address but those of the cluster. The system role sees every row by policy; it passes row
 * security on the nodes, because what a statement brings there from elsewhere comes as COPY, which PostgreSQL refuses under it.
 */
async function admitRoles(client: pg.Client): Promise<void> {
  for (const role of ['yiyang_request', 'yiyang_system', 'yiyang_identity'])
    await client.query(`alter role ${role} login${role === 'yiyang_system' ? ' bypassrls' : ''}`)
}

/**
 * A transaction has one role on all nodes, so `elevated()` cannot change it: the request role gets the grants of the system role on
 * every table that it reaches at all, and a policy that holds only while the transaction says that it is elevated.
 */
async function openToElevation(client: pg.Client, tables: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string; privileges: string }>(
    `select t.name, string_agg(p.privilege, ', ') as privileges
       from unnest($1::text[]) t(name), unnest(array['select', 'insert', 'update', 'delete']) p(privilege)
      where has_table_privilege('yiyang_system', t.name, p.privilege)
        and (has_any_column_privilege('yiyang_request', t.name, 'select, insert, update')
          or has_table_privilege('yiyang_request', t.name, 'delete'))
        and (select relrowsecurity from pg_class where oid = t.name::regclass)
      group by t.name order by 1`,
    [tables],
  )
  const elevated = `coalesce(current_setting('yiyang.elevated', true), '') = 'on'`
  for (const { name, privileges } of rows) {
    await client.query(`grant ${privileges} on ${name} to yiyang_request`)
    await client.query(
      `create policy elevated on ${name} to yiyang_request using (${elevated}) with check (${elevated})`,
    )
  }
}

/** The tables so that whatever a foreign key points at comes before what points. */
async function orderOfReferences(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint
      where contype = 'f' and conrelid <> confrelid`,
  )
  const ordered: string[] = []
  const place = (name: string): void => {
    if (ordered.includes(name)) return
    for (const { from, to } of rows) if (from === name) place(to)
    ordered.push(name)
  }
  for (const name of tables) place(name)
  return ordered
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
