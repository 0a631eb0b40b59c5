import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { newId, setLocal, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { followAll, type PersonsOfDistrict, personsElsewhere } from './follow-moved.ts'
import { lockBatch, lockDistricts } from './locks.ts'
import { type Batch, findBatch } from './queries.ts'
import { importRefusals } from './refusals.ts'
import { tellOpenPages } from './tell-open-pages.ts'

export const ROLLBACK_DAYS = 7

export type RolledBack = {
  batch: Batch
  removed: number
  restored: number
  /** Persons whose file was changed since; they stay as they are. */
  spared: { row: number; name: string; district: string; elder: string }[]
}

/**
 * Takes a committed batch back within seven days, in one transaction. Persons that the batch added are removed, what it changed
 * is as before; whoever was changed since, or has anything else hanging on the file, is spared and listed. Facts of persons who
 * stay are not erased: they end as known, so that an earlier state of knowledge can still be read.
 */
export async function rollbackBatch(tx: Tx, id: string, account: string): Promise<Result<RolledBack>> {
  const batch = await lockBatch(tx, id)
  if (!batch) return refuse(importRefusals.batchNotFound())
  if (batch.state !== 'committed') return refuse(importRefusals.notCommitted())
  const { rows: age } = await sql<{ over: boolean }>`
    select clock_timestamp() > ${batch.committedAt}::timestamptz + make_interval(days => ${ROLLBACK_DAYS}) as over`.execute(
    tx,
  )
  if (age[0]!.over) return refuse(importRefusals.rollbackOver())
  await lockDistricts(tx, batch)
  await setLocal(tx, 'yiyang.account', account)

  await sql`
    create temp table rolled on commit drop as
    select r.row_no, r.name, r.outcome, coalesce(r.found_district, r.elder_district) as district, coalesce(r.found_id, r.new_id) as elder_id,
           r.after_version, false as spared
      from imports.staged_row r
     where r.district = ${sql.lit(batch.district)} and r.batch_id = ${sql.lit(batch.id)}::uuid and r.class = 'clean'
       and r.outcome in ('added', 'changed')`.execute(tx)
  const { rows: persons } = await sql<PersonsOfDistrict>`
    select district, array_agg(elder_id::text) as persons from rolled group by district order by district`.execute(tx)
  for (const { district, persons: ids } of persons)
    await sql`select 1 from elders.elder where district = ${district} and id = any (${ids}::uuid[]) for update`.execute(
      tx,
    )
  await spareOthers(tx, batch)
  await endFacts(tx, batch)
  await restorePhones(tx, batch)
  const returning = await personsElsewhere(tx, batch)
  const restored = await restorePersons(tx, batch)
  await followAll(tx, returning)
  const removed = await removePersons(tx)

  await sql`
    update imports.staged_row r set spared = true from rolled t
     where t.spared and r.district = ${batch.district} and r.batch_id = ${batch.id}::uuid and r.row_no = t.row_no`.execute(
    tx,
  )
  const spared = await listSpared(tx, batch)
  await sql`
    update imports.batch set state = 'rolledBack', rolled_back_at = statement_timestamp(), version = version + 1,
           totals = totals || ${JSON.stringify({ removed, restored, spared: spared.length })}::jsonb
     where district = ${batch.district} and id = ${batch.id}::uuid`.execute(tx)
  await record(tx, {
    district: batch.district,
    account,
    action: 'imports.rollback',
    object: 'import',
    objectId: batch.id,
    after: { removed, restored, spared: spared.map(({ elder }) => elder) },
  })
  await sql`
    insert into platform.outbox (district, id, kind, payload)
    values (${batch.district}, ${newId()}::uuid, 'imports.rolledBack', ${JSON.stringify({ batch: batch.id, removed, restored })}::jsonb)`.execute(
    tx,
  )
  await tellOpenPages(tx, batch)
  return ok({ batch: (await findBatch(tx, id))!, removed, restored, spared })
}

/** Whom a rollback left as they are. */
export async function listSpared(tx: Tx, batch: Batch): Promise<RolledBack['spared']> {
  const { rows } = await sql<RolledBack['spared'][number]>`
    select row_no as row, name, coalesce(found_district, elder_district) as district, coalesce(found_id, new_id)::text as elder
      from imports.staged_row
     where district = ${batch.district} and batch_id = ${batch.id}::uuid and spared order by row_no`.execute(tx)
  return rows
}

/**
 * Spares whoever was changed since the commit, and of those added whoever has anything else on file. Persons are gathered first: the
 * register may lie on other nodes than this table.
 */
async function spareOthers(tx: Tx, batch: Batch): Promise<void> {
  const since = sql.lit(batch.committedAt)
  const of = (table: string) =>
    sql`rolled t join ${sql.raw(table)} h on h.district = t.district and h.elder_id = t.elder_id`
  await sql`
    create temp table standing on commit drop as
    select e.id as elder_id, e.version from rolled t join elders.elder e on e.district = t.district and e.id = t.elder_id`.execute(
    tx,
  )
  await sql`
    create temp table concerned on commit drop as
    select t.elder_id from ${of('elders.fact')} where h.recorded_at > ${since}::timestamptz or h.superseded_at > ${since}::timestamptz`.execute(
    tx,
  )
  await sql`insert into concerned select t.elder_id from ${of('elders.phone')} where h.recorded_at > ${since}::timestamptz`.execute(
    tx,
  )
  for (const table of await tablesThatHang(tx))
    await sql`insert into concerned select t.elder_id from ${of(table)} where t.outcome = 'added'`.execute(tx)
  await sql`
    update rolled t set spared = true
     where not exists (select 1 from standing e where e.elder_id = t.elder_id and e.version = t.after_version)
        or t.elder_id in (select elder_id from concerned)`.execute(tx)
}

/** Every other table that names a person: an area's records of someone are a reason to leave the person alone. */
async function tablesThatHang(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', n.nspname, c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'elder_id' and not a.attisdropped
      join pg_attribute d on d.attrelid = c.oid and d.attname = 'district' and not d.attisdropped
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('imports', 'audit', 'pg_temp')
       and n.nspname !~ '^pg_' and format('%I.%I', n.nspname, c.relname) not in ('elders.fact', 'elders.phone', 'elders.identity')
       and has_table_privilege(c.oid, 'select')`.execute(tx)
  return rows.map(({ name }) => name)
}

/** The batch's facts end as known; what it had ended is recorded again. */
async function endFacts(tx: Tx, batch: Batch): Promise<void> {
  await sql`
    create temp table revived_fact on commit drop as
    select f.* from elders.fact f join rolled t on f.district = t.district and f.elder_id = t.elder_id
     where not t.spared and t.outcome = 'changed' and f.superseded_at = ${sql.lit(batch.committedAt)}::timestamptz`.execute(
    tx,
  )
  await sql`
    update elders.fact f set superseded_at = statement_timestamp()
      from rolled t
     where not t.spared and t.outcome = 'changed' and f.district = t.district and f.elder_id = t.elder_id
       and f.superseded_at is null and f.recorded_at = ${batch.committedAt}::timestamptz`.execute(tx)
  await sql`
    insert into elders.fact (district, elder_id, id, kind, value, valid_from, valid_to, recorded_at, source_kind, source_ref, recorded_by,
           township, village)
    select district, elder_id, imports.new_id(), kind, value, valid_from, valid_to, statement_timestamp(), source_kind, source_ref, recorded_by,
           township, village
      from revived_fact`.execute(tx)
}

async function restorePhones(tx: Tx, batch: Batch): Promise<void> {
  await sql`
    delete from elders.phone h using rolled t
     where not t.spared and h.district = t.district and h.elder_id = t.elder_id and h.source_ref = ${batch.id}`.execute(
    tx,
  )
  await sql`
    insert into elders.phone (district, elder_id, id, kind, cipher, blind, holder_name, relation, source_kind, source_ref, recorded_at)
    select p.elder_district, p.elder_id, p.id, p.kind, p.cipher, p.blind, p.holder_name, p.relation, p.source_kind, p.source_ref,
           p.recorded_at
      from imports.prior_phone p join rolled t on t.district = p.elder_district and t.elder_id = p.elder_id
     where not t.spared and p.district = ${batch.district} and p.batch_id = ${batch.id}::uuid`.execute(tx)
}

async function restorePersons(tx: Tx, batch: Batch): Promise<number> {
  await sql`
    create temp table restoring on commit drop as
    select t.district, t.elder_id, b.*
      from imports.prior_elder p
      join rolled t on t.district = p.elder_district and t.elder_id = p.elder_id,
           jsonb_to_record(p.before) as b(name text, name_pinyin text, name_initials text, sex text, birth_date date, address text,
             township text, village text, household_division text)
     where not t.spared and t.outcome = 'changed' and p.district = ${sql.lit(batch.district)} and p.batch_id = ${sql.lit(batch.id)}::uuid`.execute(
    tx,
  )
  await sql`
    update elders.elder e
       set name = b.name, name_pinyin = b.name_pinyin, name_initials = b.name_initials, sex = b.sex, birth_date = b.birth_date,
           address = b.address, township = b.township, village = b.village, household_division = b.household_division,
           version = e.version + 1, updated_at = statement_timestamp()
      from restoring b
     where e.district = b.district and e.id = b.elder_id
       and (e.name, e.sex, e.birth_date, e.address, e.township, e.village, e.household_division)
           is distinct from (b.name, b.sex, b.birth_date, b.address, b.township, b.village, b.household_division)`.execute(
    tx,
  )
  const { rows } = await sql<{ restored: number }>`
    select count(*)::int as restored from rolled where not spared and outcome = 'changed'`.execute(tx)
  return rows[0]!.restored
}

/** A person whom only this batch knew, and on whom nothing hangs, leaves the register as if the batch had not been. */
async function removePersons(tx: Tx): Promise<number> {
  const gone = sql`not t.spared and t.outcome = 'added'`
  await sql`delete from elders.fact f using rolled t where ${gone} and f.district = t.district and f.elder_id = t.elder_id`.execute(
    tx,
  )
  await sql`delete from elders.identity i using rolled t where ${gone} and i.district = t.district and i.elder_id = t.elder_id`.execute(
    tx,
  )
  const removed = await sql`
    delete from elders.elder e using rolled t where ${gone} and e.district = t.district and e.id = t.elder_id`.execute(
    tx,
  )
  return Number(removed.numAffectedRows ?? 0n)
}
