import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { newId, setLocal, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { compareBatch } from './compare.ts'
import { followAll, personsElsewhere } from './follow-moved.ts'
import { listKinds } from './list-kinds.ts'
import { lockBatch, lockDistricts } from './locks.ts'
import { type Batch, type Counts, countRows, findBatch } from './queries.ts'
import { importRefusals } from './refusals.ts'
import { splitRest } from './split-rest.ts'
import { tellOpenPages } from './tell-open-pages.ts'

export type CommitOptions = {
  /** What the clerk saw; another version is refused. */
  version?: number
  /** Told of each of the six steps; whatever it throws ends the commit and leaves nothing. */
  progress?: (step: number) => Promise<void>
}
export type Committed = { batch: Batch; counts: Counts; restBatch: string | null }

/**
 * Writes all valid rows of a batch into the register, or none: one transaction with identities, persons, phones, facts, audit and
 * event. What is not valid goes into a draft of its own. The comparison is made again inside, so that what the clerk saw and what
 * is written cannot differ unnoticed; a second commit of the same file changes nothing.
 */
export async function commitBatch(
  tx: Tx,
  id: string,
  account: string,
  { version, progress = async () => {} }: CommitOptions = {},
): Promise<Result<Committed>> {
  const batch = await lockBatch(tx, id)
  if (!batch) return refuse(importRefusals.batchNotFound())
  if (batch.state !== 'draft') return refuse(importRefusals.notDraft())
  if (version !== undefined && version !== batch.version) return refuse(importRefusals.changedMeanwhile())
  await lockDistricts(tx, batch)
  await setLocal(tx, 'yiyang.account', account)
  await progress(1)
  await compareBatch(tx, batch)
  await progress(2)
  const counts = await countRows(tx, batch)
  if (counts.valid === 0) return refuse(importRefusals.nothingToCommit())

  // Taken after the lock: what a run fixed before it cannot be recorded earlier than its cut-off.
  const { rows } = await sql<{ at: string }>`select clock_timestamp()::text as at`.execute(tx)
  const write: Write = { tx, batch, account, at: rows[0]!.at, source: listKinds[batch.kind].sourceKind }
  await takeRows(write)
  if (!(await addPersons(write))) return refuse(importRefusals.registerMoved())
  await changePersons(write)
  await progress(3)
  await writePhones(write)
  await progress(4)
  await writeFacts(write)
  await progress(5)
  await writeTrace(write, counts)
  await sql`
    update imports.batch set state = 'committed', committed_at = ${write.at}::timestamptz, committed_by = ${account}, version = version + 1,
           totals = totals || ${JSON.stringify(counts)}::jsonb
     where district = ${batch.district} and id = ${batch.id}::uuid`.execute(tx)
  const restBatch = await splitRest(tx, batch)
  return ok({ batch: (await findBatch(tx, id))!, counts, restBatch })
}

type Write = { tx: Tx; batch: Batch; account: string; at: string; source: string }

/**
 * The rows that are written, once, with the person of each: in a table of this transaction, which is analysed and lies beside whatever
 * it is joined with, also where batches and persons lie on different nodes.
 */
async function takeRows({ tx, batch }: Write): Promise<void> {
  await sql`
    create temp table committing on commit drop as
    select r.*, coalesce(r.found_district, r.elder_district) as person_district, coalesce(r.found_id, r.new_id) as person_id
      from imports.staged_row r
     where ${sql.raw(literalRows(batch))} and r.outcome in ('added', 'changed')`.execute(tx)
  await sql`alter table committing drop column cells, drop column fixes`.execute(tx)
  await sql`analyze committing`.execute(tx)
}

/** New persons with their identities. False when somebody else registered one of the numbers a moment ago. */
async function addPersons({ tx, batch, at }: Write): Promise<boolean> {
  const identities = await sql`
    insert into elders.identity (id_blind, district, elder_id, township, village)
    select r.id_blind, r.elder_district, r.new_id, r.township, r.village from committing r
     where r.outcome = 'added' and r.id_blind is not null
    on conflict (id_blind) do nothing`.execute(tx)
  const added = await sql`
    insert into elders.elder (district, id, name, name_pinyin, name_initials, sex, birth_date, id_kind, id_cipher, id_blind,
           id_last4_blind, household_division, township, village, address, synthetic, created_at, updated_at)
    select r.elder_district, r.new_id, r.name, r.name_pinyin, r.name_initials, r.sex, r.birth_date, r.id_kind, r.id_cipher, r.id_blind,
           r.id_last4_blind, r.household, r.township, r.village, r.address, r.synthetic, ${at}::timestamptz, ${at}::timestamptz
      from committing r where r.outcome = 'added'`.execute(tx)
  const { rows } = await sql<{ without: number }>`
    select count(*)::int as without from committing r where r.outcome = 'added' and r.id_blind is null`.execute(tx)
  return Number(added.numAffectedRows ?? 0n) === Number(identities.numAffectedRows ?? 0n) + rows[0]!.without
}

/** Persons whose own columns change, with what stood there before. */
async function changePersons({ tx, batch, at }: Write): Promise<void> {
  await sql`
    insert into imports.prior_elder (district, batch_id, elder_district, elder_id, before)
    select ${batch.district}, ${batch.id}::uuid, e.district, e.id,
           jsonb_build_object('name', e.name, 'name_pinyin', e.name_pinyin, 'name_initials', e.name_initials, 'sex', e.sex,
             'birth_date', e.birth_date, 'address', e.address, 'township', e.township, 'village', e.village,
             'household_division', e.household_division)
      from committing r join elders.elder e on e.district = r.found_district and e.id = r.found_id
     where r.outcome = 'changed'`.execute(tx)
  if (batch.kind === 'ledger') {
    await sql`
      create temp table changing on commit drop as
      select r.found_district, r.found_id, r.name, r.name_pinyin, r.name_initials, r.sex, r.birth_date, r.address, r.township, r.village,
             r.household, c.moves
        from committing r,
             lateral (select bool_or(x->>'field' in ('name', 'sex', 'birthDate', 'address', 'residence', 'household')
                               and not coalesce((x->>'kept')::boolean, false)) as touches,
                             bool_or(x->>'field' = 'residence' and not coalesce((x->>'kept')::boolean, false)) as moves
                        from jsonb_array_elements(r.changes) x) c
       where r.outcome = 'changed' and c.touches`.execute(tx)
    await sql`
      update elders.elder e
         set name = case when r.name <> '' then r.name else e.name end,
             name_pinyin = case when r.name <> '' then r.name_pinyin else e.name_pinyin end,
             name_initials = case when r.name <> '' then r.name_initials else e.name_initials end,
             sex = coalesce(r.sex, e.sex), birth_date = coalesce(r.birth_date, e.birth_date), address = coalesce(r.address, e.address),
             township = case when r.moves then r.township else e.township end,
             village = case when r.moves then coalesce(r.village, case when r.township = e.township then e.village end) else e.village end,
             household_division = coalesce(r.household, e.household_division), version = e.version + 1, updated_at = ${at}::timestamptz
        from changing r where e.district = r.found_district and e.id = r.found_id`.execute(tx)
    await followAll(tx, await personsElsewhere(tx, batch))
  }
  await sql`
    create temp table written_person on commit drop as
    select r.row_no, e.version, e.township, e.village from committing r join elders.elder e on e.district = r.person_district and e.id = r.person_id`.execute(
    tx,
  )
  await sql`
    update imports.staged_row r set after_version = v.version from written_person v
     where r.district = ${batch.district} and r.batch_id = ${batch.id}::uuid and r.row_no = v.row_no`.execute(tx)
}

/** New numbers are added. A ledger replaces its own earlier number of the person, never one from elsewhere. */
async function writePhones({ tx, batch, at, source }: Write): Promise<void> {
  if (batch.kind !== 'ledger') return
  await sql`
    create temp table replaced_phone on commit drop as
    select h.district, h.elder_id, h.id, h.kind, h.cipher, h.blind, h.holder_name, h.relation, h.source_kind, h.source_ref, h.recorded_at
      from (select r.found_district, r.found_id, array_agg(decode(t.blind, 'hex')) as blinds
              from committing r, jsonb_to_recordset(r.phones) as t(kind text, blind text)
             where r.outcome = 'changed' and t.kind = 'own' group by r.found_district, r.found_id) n
      join elders.phone h on h.district = n.found_district and h.elder_id = n.found_id
     where h.kind = 'own' and h.source_kind = ${sql.lit(source)} and h.blind <> all (n.blinds)`.execute(tx)
  await sql`
    delete from elders.phone h using replaced_phone o
     where h.district = o.district and h.id = o.id`.execute(tx)
  await sql`
    insert into imports.prior_phone (district, batch_id, elder_district, elder_id, id, kind, cipher, blind, holder_name, relation,
           source_kind, source_ref, recorded_at)
    select ${batch.district}, ${batch.id}::uuid, district, elder_id, id, kind, cipher, blind, holder_name, relation, source_kind,
           source_ref, recorded_at from replaced_phone`.execute(tx)
  await sql`
    create temp table held_phone on commit drop as
    select h.elder_id, h.kind, h.blind from committing r join elders.phone h on h.district = r.person_district and h.elder_id = r.person_id`.execute(
    tx,
  )
  await sql`create index on held_phone (elder_id)`.execute(tx)
  await sql`analyze held_phone`.execute(tx)
  await sql`
    create temp table stated_phone on commit drop as
    select r.person_district as district, r.person_id as elder_id, t.kind, decode(t.cipher, 'hex') as cipher, decode(t.blind, 'hex') as blind,
           t.holder, t.relation, w.township, w.village
      from committing r join written_person w on w.row_no = r.row_no,
           jsonb_to_recordset(r.phones) as t(kind text, cipher text, blind text, holder text, relation text)
     where not exists (select 1 from held_phone h where h.elder_id = r.person_id and h.kind = t.kind and h.blind = decode(t.blind, 'hex'))`.execute(
    tx,
  )
  await sql`
    insert into elders.phone (district, elder_id, id, kind, cipher, blind, holder_name, relation, source_kind, source_ref, recorded_at,
           township, village)
    select district, elder_id, imports.new_id(), kind, cipher, blind, holder, relation, ${source}, ${batch.id}, ${at}::timestamptz, township,
           village from stated_phone`.execute(tx)
}

/**
 * The facts of the batch, with supersession: what overlaps ends as known, what is left of it before and after comes back as a row
 * of its own with its old source.
 */
async function writeFacts({ tx, batch, account, at, source }: Write): Promise<void> {
  await sql`
    create temp table pending_fact on commit drop as
    select r.elder_district as district, r.new_id as elder_id, k.kind, array(select jsonb_array_elements_text(k.body->'value')) as value,
           coalesce((k.body->>'from')::date, ${sql.lit(batch.asOf)}::date) as since, (k.body->>'to')::date as until, true as fresh,
           r.township, r.village
      from committing r, jsonb_each(r.facts) as k(kind, body)
     where r.outcome = 'added'
    union all
    select r.found_district, r.found_id, x->>'field', array(select jsonb_array_elements_text(x->'to')),
           (x->>'since')::date, (x->>'until')::date, false, w.township, w.village
      from committing r join written_person w on w.row_no = r.row_no,
           jsonb_array_elements(r.changes) x
     where r.outcome = 'changed' and (x->>'fact')::boolean
       and not coalesce((x->>'kept')::boolean, false)`.execute(tx)
  await sql`delete from pending_fact where until is not null and until <= since`.execute(tx)
  await sql`analyze pending_fact`.execute(tx)
  // `|| ''` keeps the planner from the index that begins with the kind, which reads a district for each person.
  await sql`
    create temp table ended_fact on commit drop as
    select f.*, p.since as new_from, p.until as new_to
      from pending_fact p join elders.fact f on f.district = p.district and f.elder_id = p.elder_id and f.kind || '' = p.kind
     where not p.fresh and f.superseded_at is null
       and (p.kind = 'death' or (f.valid_from < coalesce(p.until, 'infinity') and coalesce(f.valid_to, 'infinity') > p.since))`.execute(
    tx,
  )
  await sql`
    update elders.fact f set superseded_at = ${at}::timestamptz
      from ended_fact o where f.district = o.district and f.elder_id = o.elder_id and f.id = o.id`.execute(tx)
  await sql`
    insert into elders.fact (district, elder_id, id, kind, value, valid_from, valid_to, recorded_at, source_kind, source_ref, recorded_by,
           township, village)
    select district, elder_id, imports.new_id(), kind, value, since, until, ${at}::timestamptz, ${source}, ${batch.id}, ${account},
           township, village
      from pending_fact
    union all
    select district, elder_id, imports.new_id(), kind, value, valid_from, new_from, ${at}::timestamptz, source_kind, source_ref, recorded_by,
           township, village
      from ended_fact where kind <> 'death' and valid_from < new_from
    union all
    select district, elder_id, imports.new_id(), kind, value, new_to, valid_to, ${at}::timestamptz, source_kind, source_ref, recorded_by,
           township, village
      from ended_fact where kind <> 'death' and new_to is not null and coalesce(valid_to, 'infinity') > new_to`.execute(
    tx,
  )
}

/** `create table as` takes no parameters; both values are keys that were checked on their way in. */
function literalRows(batch: Batch): string {
  if (!/^[0-9A-Za-z]+$/.test(batch.district) || !/^[0-9a-f-]{36}$/.test(batch.id)) throw new RangeError('not a key')
  return `r.district = '${batch.district}' and r.batch_id = '${batch.id}' and r.class = 'clean' and not r.held`
}

/** One audit entry for the batch and one for each person it touched, and one event for whoever waits for changes. */
async function writeTrace({ tx, batch, account, at }: Write, counts: Counts): Promise<void> {
  await record(tx, {
    district: batch.district,
    account,
    action: 'imports.commit',
    object: 'import',
    objectId: batch.id,
    purpose: listKinds[batch.kind].label,
    after: counts,
  })
  await sql`
    insert into audit.entry (district, id, account, action, object, object_id, purpose, after)
    select r.person_district, imports.new_id(), ${account},
           case r.outcome when 'added' then 'elder.add' else 'elder.change' end, 'elder', r.person_id::text,
           ${`${listKinds[batch.kind].label}导入`}, jsonb_build_object('batch', ${batch.id}::text, 'row', r.row_no, 'changes', r.changes)
      from committing r`.execute(tx)
  await sql`
    insert into platform.outbox (district, id, kind, payload)
    values (${batch.district}, ${newId()}::uuid, 'imports.committed',
            ${JSON.stringify({ batch: batch.id, kind: batch.kind, division: batch.division, added: counts.added, changed: counts.changed, at })}::jsonb
              || jsonb_build_object('districts', (
                select coalesce(jsonb_agg(distinct coalesce(r.found_district, r.elder_district)), '[]') from imports.staged_row r
                 where ${sql.raw(literalRows(batch))} and r.outcome in ('added', 'changed'))))`.execute(tx)
  await tellOpenPages(tx, batch)
}
