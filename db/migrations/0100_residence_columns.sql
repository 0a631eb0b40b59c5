-- A policy asks the columns of its own row only: Citus keeps no policy that looks into another table (docs/decisions/0008). What hangs on
-- a person therefore carries the place of residence of the person in its own columns and follows it: `followResidence` in the register,
-- for every table of elders.hanging that has both columns. A row written without them is given them; a bulk writer gives them itself.

-- The registry of hanging tables is written by migrations, whose owner may be no superuser: it holds nothing to be hidden from its owner.
alter table elders.hanging no force row level security;
-- elders.elder_past has the place of the past under these names, so there the present place lies beside it.
alter table elders.hanging
  add column township_column text not null default 'township',
  add column village_column  text not null default 'village';
update elders.hanging set township_column = 'present_township', village_column = 'present_village' where table_name = 'elders.elder_past';

do $$
declare hangs record;
begin
  for hangs in select * from elders.hanging
                where table_name in ('elders.phone', 'elders.contact', 'elders.identity', 'elders.former_identity', 'elders.fact', 'elders.elder_past') loop
    execute format('alter table %s add column %I text collate "C", add column %I text collate "C"',
      hangs.table_name, hangs.township_column, hangs.village_column);
    -- The owner may be no superuser, and forced row security holds owners too.
    set local role yiyang_system;
    execute format('update %s t set %I = e.township, %I = e.village from elders.elder e where e.district = t.district and e.id = t.%I',
      hangs.table_name, hangs.township_column, hangs.village_column, hangs.elder_column);
    set local role none;
    execute format('alter table %s alter column %I set not null', hangs.table_name, hangs.township_column);
    execute format('drop policy scope on %s', hangs.table_name);
    execute format($policy$
      create policy scope on %1$s to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or %2$I = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or %3$I = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
        with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or %2$I = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or %3$I = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
      $policy$, hangs.table_name, hangs.township_column, hangs.village_column);
  end loop;
end $$;

create function elders.fill_residence() returns trigger language plpgsql as $$
begin
  select e.township, e.village into new.township, new.village
    from elders.elder e where e.district = new.district and e.id = new.elder_id
    -- Whoever moves the person at this moment is waited for, or waits and then finds this row.
    for share;
  return new;
end $$;
-- Not for elders.identity, which lies by its number and not beside the person.
do $$
declare each text;
begin
  foreach each in array array['phone', 'contact', 'fact', 'former_identity'] loop
    execute format('create trigger fill_residence before insert on elders.%I for each row when (new.township is null)
      execute function elders.fill_residence()', each);
  end loop;
end $$;

create or replace function elders.keep_past() returns trigger language plpgsql as $$
begin
  if new is not distinct from old then return new; end if;
  new.version := old.version + 1;
  new.updated_at := clock_timestamp();
  new.changed_by := coalesce(nullif(current_setting('yiyang.account', true), ''), 'system');
  insert into elders.elder_past (district, elder_id, version, name, sex, birth_date, id_kind, id_blind, household_division, township,
      village, address, lng, lat, merged_into, changed_by, recorded_at, superseded_at, present_township, present_village)
    values (old.district, old.id, old.version, old.name, old.sex, old.birth_date, old.id_kind, old.id_blind, old.household_division,
      old.township, old.village, old.address, old.lng, old.lat, old.merged_into, old.changed_by, old.updated_at, new.updated_at,
      new.township, new.village);
  return new;
end $$;

-- Rows that name two people are seen by whoever may see both; they carry both places.
alter table elders.probable_duplicate
  add column low_township text collate "C", add column low_village text collate "C",
  add column high_township text collate "C", add column high_village text collate "C";
alter table elders.merge
  add column kept_township text collate "C", add column kept_village text collate "C",
  add column gone_township text collate "C", add column gone_village text collate "C";
set local role yiyang_system;
update elders.probable_duplicate p
   set low_township = l.township, low_village = l.village, high_township = h.township, high_village = h.village
  from elders.elder l, elders.elder h
 where l.district = p.district and l.id = p.low and h.district = p.district and h.id = p.high;
update elders.merge m
   set kept_township = k.township, kept_village = k.village, gone_township = g.township, gone_village = g.village
  from elders.elder k, elders.elder g
 where k.district = m.district and k.id = m.kept and g.district = m.district and g.id = m.gone;
set local role none;
alter table elders.probable_duplicate alter column low_township set not null, alter column high_township set not null;
alter table elders.merge alter column kept_township set not null, alter column gone_township set not null;

drop policy scope on elders.probable_duplicate;
create policy scope on elders.probable_duplicate to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or ((low_township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
        or low_village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
      and (high_township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
        or high_village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))));
drop policy scope on elders.merge;
create policy scope on elders.merge to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or ((kept_township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
        or kept_village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
      and (gone_township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
        or gone_village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))));

-- A view of an area is seen from anywhere in its district. The first six characters of a key are its district, and a key has no comma.
drop policy seen on elders.saved_view;
create policy seen on elders.saved_view for select to yiyang_request
  using (audience = 'official' or owner = (select current_setting('yiyang.account', true))
      or (audience = 'area' and (
           district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
        or (district <> '' and strpos(',' || current_setting('yiyang.townships', true), ',' || district) > 0)
        or (district <> '' and strpos(',' || current_setting('yiyang.villages', true), ',' || district) > 0))));

-- Staged rows are seen with their batch.
alter table imports.staged_row add column batch_township text collate "C";
alter table imports.finding add column batch_township text collate "C";
set local role yiyang_system;
update imports.staged_row r set batch_township = b.township from imports.batch b
 where b.district = r.district and b.id = r.batch_id and b.township is not null;
update imports.finding f set batch_township = b.township from imports.batch b
 where b.district = f.district and b.id = f.batch_id and b.township is not null;
set local role none;
do $$
declare each text;
begin
  foreach each in array array['staged_row', 'finding'] loop
    execute format('drop policy scope on imports.%I', each);
    execute format($policy$
      create policy scope on imports.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or batch_township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
-- Citus keeps no foreign key that changes the key of the shard in passing: findings belong to their batch, and go with their rows by hand.
alter table imports.finding drop constraint finding_district_batch_id_row_no_fkey;
alter table imports.finding add foreign key (district, batch_id) references imports.batch (district, id) on delete cascade;

drop policy scope on benefits.run;
create policy scope on benefits.run for select to yiyang_request
  using (state = 'sealed' and (
         districts && (select string_to_array(current_setting('yiyang.districts', true), ','))::text[]
      or townships && (select string_to_array(current_setting('yiyang.townships', true), ','))::text[]
      or townships && (select string_to_array(regexp_replace(current_setting('yiyang.villages', true), '([^,]{9})[^,]*', '\1', 'g'), ','))::text[]));
-- How a scheme stood in a run: its rules, clauses and settings, which are public, and nothing of any person.
drop policy scope on benefits.run_scheme;
create policy scope on benefits.run_scheme for select to yiyang_request using (true);
