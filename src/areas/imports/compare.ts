import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { findingMessages } from './findings.ts'
import { fieldLabels } from './list-kinds.ts'
import type { Batch } from './queries.ts'
import { hintSharedPhones } from './shared-phones.ts'

/** Findings that other rows or the register cause get these places, so that a row's own findings keep theirs. */
const DUPLICATE_IN_FILE = 900
const DUPLICATE_IN_REGISTER = 901

/**
 * Compares a whole batch with itself and with the register: who is who, what is doubled, what would change. Set-based; running
 * it again on the same register changes nothing. The batch is locked by the caller.
 *
 * Each step starts from a temporary table that was analysed and carries the full key. The planner knows nothing of rows that this
 * transaction has written and would take a batch for one row: nested loops over the whole batch, an hour instead of seconds.
 *
 * With `touched` only those rows, and whatever shares or shared a number with them, are compared: one fix in a list of 100,000
 * rows does not read the other 99,999.
 */
export async function compareBatch(tx: Tx, batch: Batch, touched?: readonly number[]): Promise<void> {
  const idColumn =
    batch.head.columns.find(({ meaning }) => meaning.kind === 'field' && meaning.field === 'idNumber')?.index ?? null
  await takeStagedRows(tx, batch, touched)
  await sql`
    delete from imports.finding
     where district = ${batch.district} and batch_id = ${batch.id}::uuid and ordinal in (${DUPLICATE_IN_FILE}, ${DUPLICATE_IN_REGISTER})
       and (${touched === undefined} or row_no in (select row_no from comparing))`.execute(tx)
  await findFileDuplicates(tx, batch, idColumn)
  if (batch.kind === 'ledger') await findRegisterDuplicates(tx, batch, idColumn)
  if (batch.kind === 'ledger' && touched === undefined) await hintSharedPhones(tx, batch)
  await settleClasses(tx)
  await findChanges(tx, batch)
}

/**
 * The rows with the person of each: by number, also a former one; without a number by name, birth date and place.
 */
async function takeStagedRows(tx: Tx, batch: Batch, touched: readonly number[] | undefined): Promise<void> {
  if (!/^[0-9A-Za-z]+$/.test(batch.district) || !/^[0-9a-f-]{36}$/.test(batch.id)) throw new RangeError('not a key')
  const own = [
    'concerned',
    'taken',
    'known',
    'comparing',
    'found_person',
    'found_fact',
    'found_phone',
    'found_change',
    'open_finding',
    'settled',
    'decided',
  ]
  await sql.raw(`drop table if exists ${own.map((name) => `pg_temp.${name}`).join(', ')}`).execute(tx)
  // `create table as` takes no parameters; both values are keys.
  const which = touched === undefined ? sql`` : sql`and row_no in (select row_no from concerned)`
  if (touched !== undefined) await takeConcerned(tx, batch, touched)
  await sql`
    create temp table taken on commit drop as
    select district, batch_id, row_no, name, sex, birth_date, township, village, household, address, phones, facts, accepted, id_blind,
           elder_district, class
      from imports.staged_row
     where district = ${sql.lit(batch.district)} and batch_id = ${sql.lit(batch.id)}::uuid ${which}`.execute(tx)
  await sql`analyze taken`.execute(tx)
  await sql`
    create temp table known on commit drop as
    select r.row_no, i.district, i.elder_id, 1 as certainty, null::timestamptz as replaced_at
      from taken r join elders.identity i on i.id_blind = r.id_blind`.execute(tx)
  await sql`
    insert into known
    select r.row_no, f.district, f.elder_id, 2, f.replaced_at
      from taken r join elders.former_identity f on f.id_blind = r.id_blind`.execute(tx)
  await sql`
    insert into known
    select r.row_no, e.district, e.id, 3, null
      from taken r
      join elders.elder e on e.district = r.elder_district and e.township = r.township and e.name = r.name
     where r.id_blind is null and r.name <> '' and e.id_kind = 'none' and e.merged_into is null
       and e.birth_date is not distinct from r.birth_date and e.village is not distinct from r.village`.execute(tx)
  await sql`analyze known`.execute(tx)
  await sql`
    create temp table comparing on commit drop as
    select r.*, k.district as found_district, k.elder_id as found_id
      from taken r
      left join (select distinct on (row_no) row_no, district, elder_id from known
                  order by row_no, certainty, replaced_at desc, elder_id) k on k.row_no = r.row_no`.execute(tx)
  await sql`analyze comparing`.execute(tx)
}

/**
 * The same number in an earlier row of the file: also in one that has been committed meanwhile, where this batch is what was left
 * of it.
 */
async function findFileDuplicates(tx: Tx, batch: Batch, idColumn: number | null): Promise<void> {
  await sql`
    insert into imports.finding (district, batch_id, batch_township, row_no, ordinal, code, class, field, column_no, message)
    with recursive line as (
      select ${batch.restOf}::uuid as id
      union all
      select b.rest_of from line l join imports.batch b on b.district = ${batch.district} and b.id = l.id
       where b.rest_of is not null
    ), committed as (
      select p.id_blind, min(p.row_no) as row_no
        from line l
        join imports.batch b on b.district = ${batch.district} and b.id = l.id and b.state = 'committed'
        join imports.staged_row p on p.district = b.district and p.batch_id = b.id
       where p.id_blind in (select id_blind from comparing) group by p.id_blind
    )
    select district, batch_id, ${batch.township}, row_no, ${DUPLICATE_IN_FILE}, 'duplicateInFile', 'block', ${fieldLabels.idNumber},
           ${idColumn}::int, format(${findingMessages.duplicateInFile('%s')}, first_row)
      from (select s.district, s.batch_id, s.row_no,
                   least(min(s.row_no) over (partition by s.id_blind), c.row_no) as first_row
              from comparing s left join committed c on c.id_blind = s.id_blind where s.id_blind is not null) seen
     where row_no > first_row`.execute(tx)
}

/** The touched rows, the rows that were doubled until now, and all that share a number with one of these. */
async function takeConcerned(tx: Tx, batch: Batch, touched: readonly number[]): Promise<void> {
  await sql`create temp table concerned (row_no int) on commit drop`.execute(tx)
  await sql`
    with seed as (
      select unnest(${[...touched]}::int[]) as row_no
      union
      select row_no from imports.finding
       where district = ${batch.district} and batch_id = ${batch.id}::uuid and code = 'duplicateInFile'
    ), numbers as (
      select distinct r.id_blind from imports.staged_row r join seed using (row_no)
       where r.district = ${batch.district} and r.batch_id = ${batch.id}::uuid and r.id_blind is not null
    )
    insert into concerned
    select row_no from seed
    union
    select r.row_no from imports.staged_row r join numbers n on n.id_blind = r.id_blind
     where r.district = ${batch.district} and r.batch_id = ${batch.id}::uuid`.execute(tx)
}

/**
 * The same number under another name, in another township, or of somebody who has died. `same` says which of these: only
 * another name, or a move that the whole list's division covers, may be confirmed as it is; the others need a transfer or proof.
 */
async function findRegisterDuplicates(tx: Tx, batch: Batch, idColumn: number | null): Promise<void> {
  await sql`
    insert into imports.finding (district, batch_id, batch_township, row_no, ordinal, code, class, field, column_no, message, same, accepted)
    select district, batch_id, ${batch.township}, row_no, ${DUPLICATE_IN_REGISTER}, 'duplicateInRegister', 'confirm', ${fieldLabels.idNumber},
           ${idColumn}::int,
           case reason when 'deceased' then ${findingMessages.duplicateDeceased}
                       when 'name' then ${findingMessages.duplicateOtherName}
                       when 'move' then ${findingMessages.duplicateMove}
                       else ${findingMessages.duplicateOtherTownship} end,
           reason, 'duplicateInRegister' = any (accepted) and reason in ('name', 'move')
      from (
        select r.district, r.batch_id, r.row_no, r.accepted,
               case when exists (select 1 from elders.fact f where f.district = e.district and f.elder_id = e.id
                                    and f.kind || '' = 'death' and f.superseded_at is null) then 'deceased'
                    when r.township is not null and e.township <> r.township then
                      case when ${batch.township === null} and e.district = r.elder_district then 'move' else 'transfer' end
                    when r.name <> '' and e.name <> r.name then 'name' end as reason
          from comparing r
          join elders.elder e on e.district = r.found_district and e.id = r.found_id
         where r.id_blind is not null
      ) doubled
     where reason is not null`.execute(tx)
}

async function settleClasses(tx: Tx): Promise<void> {
  await sql`
    create temp table open_finding on commit drop as
    select f.row_no, min(f.class) as class from imports.finding f
     where (f.district, f.batch_id) = (select district, batch_id from comparing limit 1) and not f.accepted
       and f.row_no in (select row_no from comparing) group by f.row_no`.execute(tx)
  await sql`analyze open_finding`.execute(tx)
  await sql`
    create temp table settled on commit drop as
    select s.district, s.batch_id, s.row_no, coalesce(f.class, 'clean') as class
      from comparing s left join open_finding f on f.row_no = s.row_no`.execute(tx)
  await sql`analyze settled`.execute(tx)
  await sql`
    update imports.staged_row r set class = c.class from settled c
     where r.district = c.district and r.batch_id = c.batch_id and r.row_no = c.row_no and r.class <> c.class`.execute(
    tx,
  )
  await sql`
    update comparing r set class = c.class from settled c where r.row_no = c.row_no and r.class <> c.class`.execute(tx)
}

/**
 * What each valid row would change, field by field. A ledger never overwrites what a department stated, what the clerk entered
 * since, or what holds from a later day (`kept`); a blank changes nothing.
 */
async function findChanges(tx: Tx, batch: Batch): Promise<void> {
  const ledger = batch.kind === 'ledger'
  await sql`
    create temp table found_person on commit drop as
    select s.row_no, s.name, s.sex, s.birth_date, s.address, s.phones, s.facts, s.found_district as district, s.found_id as elder_id,
           e.name as old_name, e.sex as old_sex, e.birth_date as old_birth, e.address as old_address,
           e.township as old_township, e.village as old_village, e.household_division as old_household
      from comparing s join elders.elder e on e.district = s.found_district and e.id = s.found_id
     where s.class = 'clean'`.execute(tx)
  await sql`analyze found_person`.execute(tx)
  // Facts are fetched by person alone: while the register has no statistics, the planner would take the index that begins with
  // the kind and read all facts of a kind for each row.
  await sql`
    create temp table found_fact on commit drop as
    select f.district, f.elder_id, f.kind, f.value, f.valid_from, f.valid_to, f.source_kind, f.source_ref, f.recorded_at
      from found_person p join elders.fact f on f.district = p.district and f.elder_id = p.elder_id
     where f.superseded_at is null`.execute(tx)
  await sql`create index on found_fact (elder_id, kind)`.execute(tx)
  await sql`analyze found_fact`.execute(tx)
  await sql`
    create temp table found_phone on commit drop as
    select h.elder_id, h.kind, h.blind
      from found_person p join elders.phone h on h.district = p.district and h.elder_id = p.elder_id`.execute(tx)
  await sql`create index on found_phone (elder_id)`.execute(tx)
  await sql`analyze found_phone`.execute(tx)
  await sql`
    create temp table found_change (row_no int, place int, change jsonb) on commit drop`.execute(tx)
  await sql`
    with stated as materialized (
      select p.row_no, p.district, p.elder_id, k.kind, p.old_village, p.old_township, p.old_household,
             array(select jsonb_array_elements_text(k.body->'value')) as value,
             coalesce((k.body->>'from')::date, ${batch.asOf}::date) as since, (k.body->>'to')::date as until
        from found_person p, jsonb_each(p.facts) as k(kind, body)
    ), weighed as (
      select s.*, cur.source_kind,
             case when s.kind = 'death' then (select b.kind from imports.batch b
                                               where b.district = ${batch.district} and b.id::text = cur.source_ref) end as basis,
             coalesce(cur.value, case s.kind when 'residence' then array[coalesce(s.old_village, s.old_township)]
                                             when 'household' then nullif(array_remove(array[s.old_household], null), '{}') end) as old,
             exists (select 1 from found_fact f where f.district = s.district and f.elder_id = s.elder_id and f.kind = s.kind
                        and f.valid_from > s.since and s.kind <> 'death') as later,
             ${ledger} and (cur.source_kind in ('list', 'assessment', 'visit')
               or (cur.source_kind = 'clerk' and cur.recorded_at >= ${batch.asOf}::date + interval '1 month')) as verified
        from stated s
        left join lateral (
          select f.value, f.source_kind, f.source_ref, f.recorded_at from found_fact f
           where f.district = s.district and f.elder_id = s.elder_id and f.kind = s.kind
             and (s.kind = 'death' or (f.valid_from <= s.since and (f.valid_to is null or f.valid_to > s.since)))
           order by f.valid_from limit 1) cur on true
    ), judged as (
      -- Nobody is cremated before dying: where the two lists say so, neither overwrites the other and somebody has to look.
      select *, coalesce(kind = 'death' and ((${batch.kind === 'cremations'} and value[1] < old[1])
                  or (${batch.kind === 'deaths'} and basis = 'cremations' and value[1] > old[1])), false) as conflict
        from weighed
    )
    insert into found_change
    select row_no, 20, jsonb_strip_nulls(jsonb_build_object('basis', basis, 'conflict', nullif(conflict, false)))
           || jsonb_build_object('field', kind, 'fact', true, 'from', to_jsonb(old), 'to', to_jsonb(value),
             'since', since, 'until', until,
             'kept', later or coalesce(verified, false) or conflict
                  or (kind = 'death' and old is not null and ${batch.kind !== 'deaths'}))
      from judged
     where (old is null or not (old @> value and value @> old))
       and not (kind = 'residence' and char_length(value[1]) = 9 and old_township = value[1])`.execute(tx)
  if (ledger) {
    await sql`
      insert into found_change
      select row_no, place, jsonb_build_object('field', field, 'from', old, 'to', new)
        from found_person p, lateral (values
          (1, 'name', p.old_name, nullif(p.name, '')),
          (2, 'sex', p.old_sex, p.sex),
          (3, 'birthDate', p.old_birth::text, p.birth_date::text),
          (4, 'address', p.old_address, p.address)) as f(place, field, old, new)
       where f.new is not null and f.new is distinct from f.old
      union all
      select p.row_no, 10, jsonb_build_object('field', case t.kind when 'own' then 'phone' else 'contactPhone' end)
        from found_person p, jsonb_to_recordset(p.phones) as t(kind text, blind text)
       where not exists (select 1 from found_phone h where h.elder_id = p.elder_id and h.kind = t.kind
                            and h.blind = decode(t.blind, 'hex'))`.execute(tx)
  }
  await sql`analyze found_change`.execute(tx)
  await sql`
    create temp table decided (district text, batch_id uuid, row_no int, found_district text, found_id uuid, changes jsonb, outcome text)
      on commit drop`.execute(tx)
  await sql`
    insert into decided
    select s.district, s.batch_id, s.row_no, s.found_district, s.found_id, coalesce(c.changes, '[]'::jsonb) as changes,
           case when s.class <> 'clean' then null
                when s.found_id is null then ${ledger ? 'added' : 'unknown'}
                when ${!ledger} and p.old_name <> s.name and not ('duplicateInRegister' = any (s.accepted)) then 'differing'
                when c.counts then 'changed' else 'unchanged' end as outcome
      from comparing s
      left join (select row_no, jsonb_agg(change order by place, change) as changes,
                        bool_or(coalesce((change->>'kept')::boolean, false) is false) as counts
                   from found_change group by row_no) c on c.row_no = s.row_no
      left join found_person p on p.row_no = s.row_no`.execute(tx)
  await sql`analyze decided`.execute(tx)
  await sql`
    update imports.staged_row r
       set found_district = d.found_district, found_id = d.found_id, changes = d.changes, outcome = d.outcome
      from decided d
     where r.district = d.district and r.batch_id = d.batch_id and r.row_no = d.row_no
       and (r.found_district, r.found_id, r.changes, r.outcome)
           is distinct from (d.found_district, d.found_id, d.changes, d.outcome)`.execute(tx)
}
