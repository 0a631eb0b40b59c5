import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { followResidence } from './follow-residence.ts'
import type { FactKind } from './words.ts'

export type FactSource = { readonly kind: string; readonly ref?: string | undefined }

/** A value that is to hold for a person in a period. `validTo` is exclusive; null = open; left out = until the next period on file. */
export type FactToSet = {
  readonly elderId: string
  readonly kind: FactKind
  readonly value: readonly string[]
  readonly validFrom: Day
  readonly validTo?: Day | null | undefined
  readonly source: FactSource
}

export type FactPeriod = { value: string[]; validFrom: Day; validTo: Day | null }
/** What became of one fact: `unchanged` when the register already said so, else its id and what it replaced, wholly or in part. */
export type FactSet = { unchanged: boolean; id: string; validTo: Day | null; replaced: FactPeriod[] }

/**
 * Writes facts of one district in one statement, with supersession: what overlaps is ended as known, and what is left of it before
 * and after comes back as a row of its own with its old source. Periods of a kind therefore never overlap, and any earlier state of
 * knowledge can still be read. The same value over a period that already holds it writes nothing.
 *
 * The caller has shared the district (`shareDistricts`) and locked the persons; at most one fact per person and kind in a call.
 */
export async function setFacts(
  tx: Tx,
  district: string,
  recordedBy: string,
  facts: readonly FactToSet[],
): Promise<FactSet[]> {
  if (facts.length === 0) return []
  const wanted = facts.map((fact, n) => ({
    n,
    elder_id: fact.elderId,
    kind: fact.kind,
    value: fact.value,
    valid_from: fact.validFrom,
    valid_to: fact.validTo ?? null,
    until_next: fact.validTo === undefined,
    source_kind: fact.source.kind,
    source_ref: fact.source.ref ?? null,
    id: newId(),
    before_id: newId(),
    after_id: newId(),
  }))
  const { rows } = await sql<{ unchanged: boolean; id: string; validTo: Day | null; replaced: FactPeriod[] }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as r(n int, elder_id uuid, kind text, value text[],
        valid_from date, valid_to date, until_next boolean, source_kind text, source_ref text, id uuid, before_id uuid, after_id uuid)
    ), wanted as materialized (
      select g.n, g.elder_id, g.kind, g.value, g.valid_from, g.source_kind, g.source_ref, g.id, g.before_id, g.after_id,
             case when g.until_next then (select min(f.valid_from) from elders.fact f
                    where f.district = ${district} and f.elder_id = g.elder_id and f.kind = g.kind
                      and f.superseded_at is null and f.valid_from > g.valid_from)
                  else g.valid_to end as valid_to
        from given g
    ), overlap as materialized (
      select w.n, w.before_id, w.after_id, w.valid_from as new_from, w.valid_to as new_to, w.value = f.value
               and f.valid_from <= w.valid_from and coalesce(f.valid_to, 'infinity') >= coalesce(w.valid_to, 'infinity') as same,
             f.id, f.elder_id, f.kind, f.value, f.valid_from, f.valid_to, f.source_kind, f.source_ref, f.recorded_by
        from wanted w
        join elders.fact f on f.district = ${district} and f.elder_id = w.elder_id and f.kind = w.kind and f.superseded_at is null
         and f.valid_from < coalesce(w.valid_to, 'infinity') and coalesce(f.valid_to, 'infinity') > w.valid_from
    ), same as materialized (
      select n from overlap where same
    ), moment as materialized (
      select statement_timestamp() as at
    ), ended as (
      update elders.fact f set superseded_at = moment.at from overlap o, moment
       where f.district = ${district} and f.elder_id = o.elder_id and f.id = o.id and o.n not in (select n from same)
      returning f.id
    ), written as (
      insert into elders.fact (district, elder_id, id, kind, value, valid_from, valid_to, recorded_at, source_kind, source_ref, recorded_by)
      select ${district}, r.elder_id, r.id, r.kind, r.value, r.valid_from, r.valid_to, moment.at, r.source_kind, r.source_ref, r.recorded_by
        from moment, (
          select n, elder_id, id, kind, value, valid_from, valid_to, source_kind, source_ref, ${recordedBy}::text as recorded_by from wanted
          union all
          select n, elder_id, before_id, kind, value, valid_from, new_from, source_kind, source_ref, recorded_by from overlap
           where valid_from < new_from
          union all
          select n, elder_id, after_id, kind, value, new_to, valid_to, source_kind, source_ref, recorded_by from overlap
           where new_to is not null and coalesce(valid_to, 'infinity') > new_to
        ) r
       -- The count makes the ending of the old rows happen first; the unique index would see two current rows otherwise.
       where r.n not in (select n from same) and (select count(*) from ended) >= 0
      returning id
    )
    select w.n in (select n from same) as unchanged, w.id::text as id, w.valid_to as "validTo",
           coalesce((select jsonb_agg(jsonb_build_object('value', o.value, 'validFrom', o.valid_from, 'validTo', o.valid_to)
                       order by o.valid_from) from overlap o where o.n = w.n and not exists (select 1 from same s where s.n = w.n)), '[]')
             as replaced
      from wanted w where (select count(*) from written) >= 0 order by w.n`.execute(tx)
  return rows
}

/** A current period as the file of a person shows it. */
export type FactRow = {
  id: string
  kind: FactKind
  value: string[]
  validFrom: Day
  validTo: Day | null
  recordedAt: string
  supersededAt: string | null
  sourceKind: string
  sourceRef: string | null
  recordedBy: string
}

/** All periods of a person as known at a time (or now); with `withSuperseded` also those that were corrected since, newest first. */
export async function readFacts(
  tx: Tx,
  district: string,
  elderId: string,
  options: { knownAt?: string | undefined; withSuperseded?: boolean } = {},
): Promise<FactRow[]> {
  const known = options.withSuperseded
    ? sql`true`
    : options.knownAt === undefined
      ? sql`superseded_at is null`
      : sql`recorded_at <= ${options.knownAt}::timestamptz and (superseded_at is null or superseded_at > ${options.knownAt}::timestamptz)`
  const { rows } = await sql<FactRow>`
    select id::text, kind, value, valid_from as "validFrom", valid_to as "validTo", recorded_at::text as "recordedAt",
           superseded_at::text as "supersededAt", source_kind as "sourceKind", source_ref as "sourceRef", recorded_by as "recordedBy"
      from elders.fact
     where district = ${district} and elder_id = ${elderId}::uuid and ${known}
     order by kind, valid_from desc, recorded_at desc`.execute(tx)
  return rows
}

/**
 * Brings the person's row in line with the residence and household that hold today, after facts of these kinds were written.
 * Only within the district: leaving it is a transfer.
 */
export async function settlePlaces(tx: Tx, district: string, elderIds: readonly string[], today: Day): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    with before as materialized (
      select id, township, village from elders.elder where district = ${district} and id = any (${[...elderIds]}::uuid[])
    ), settled as (
    update elders.elder e
       set township = case when p.residence is null or p.residence[1] = 'outside' then e.township else left(p.residence[1], 9) end,
           village = case when p.residence is null or p.residence[1] = 'outside' then e.village
                          when char_length(p.residence[1]) = 12 then p.residence[1] end,
           household_division = coalesce(p.household[1], e.household_division)
      from (select f.elder_id, min(f.value) filter (where f.kind = 'residence') as residence,
                   min(f.value) filter (where f.kind = 'household') as household
              from elders.fact f
             where f.district = ${district} and f.elder_id = any (${[...elderIds]}::uuid[]) and f.superseded_at is null
               and f.kind in ('residence', 'household')
               and f.valid_from <= ${today}::date and (f.valid_to is null or f.valid_to > ${today}::date)
             group by f.elder_id) p
     where e.district = ${district} and e.id = p.elder_id
       and (p.household is not null or p.residence[1] = 'outside' or left(p.residence[1], 6) = e.district)
    returning e.id, e.township, e.village
    )
    select s.id::text from settled s join before b on b.id = s.id
     where (s.township, s.village) is distinct from (b.township, b.village)`.execute(tx)
  await followResidence(
    tx,
    district,
    rows.map((row) => row.id),
  )
}
