import { sql } from 'kysely'
import { DISTRICT } from '../src/areas/benefits/testing/town.ts'
import type { Tx } from '../src/platform/db/index.ts'

/** Persons of 60 to 105 in all townships: 8 % with a hardship, a third assessed, 3 % dead; a township's own keys, deterministic. */
export async function fillTown(tx: Tx, townships: readonly string[], count: number): Promise<void> {
  // Filling is not what is measured: the keys are right by construction.
  await sql`set local session_replication_role = replica`.execute(tx)
  await sql`
    insert into elders.elder (district, id, name, birth_date, id_kind, township, village, household_division, synthetic)
    select ${DISTRICT}, id, '某人', date '2026-11-21' - (60 * 365 + (45 * 365 * power(n::float8 / ${count}::float8, 3))::int), 'none', t, t || '001', t, true
      from (select n, ('01a00000-0000-7000-8000-' || lpad(to_hex((n::bigint * 7919) % ${count}), 12, '0'))::uuid as id,
                   (${[...townships]}::text[])[1 + n % ${townships.length}] as t
              from generate_series(0, ${count} - 1) n) e`.execute(tx)
  await sql`
    insert into elders.fact (district, elder_id, id, kind, value, valid_from, source_kind, recorded_by, township, village)
    select e.district, e.id, gen_random_uuid(), f.kind, f.value, f.valid_from, 'bench', 'bench', e.township, e.village
      from (select *, ('x' || right(id::text, 8))::bit(32)::bigint % 1000 as die from elders.elder) e
     cross join lateral (values
       ('hardship', case when die < 15 then '{extreme}'::text[] when die < 60 then '{subsistence}' when die < 80 then '{lowIncome}' else '{}' end, date '2022-01-01'),
       ('careDependency', case when die % 3 = 0 then array[(array['none', 'none', 'none', 'mild', 'moderate', 'severe', 'total'])[1 + (die / 3) % 7]] end, date '2024-01-01'),
       ('livingArrangement', case when die % 4 = 0 then '{alone}'::text[] else '{withFamily}' end, date '2023-01-01'),
       ('death', case when die % 33 = 1 then '{2026-06-01}'::text[] end, date '2026-06-01')) f(kind, value, valid_from)
     where f.value is not null`.execute(tx)
}
