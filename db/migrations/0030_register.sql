-- What the register adds to the person's row: its own past, the people around the person, probable duplicates, merges, transfers
-- between places, and saved views. Every person-level table leads with `district`.

-- The row of a person as it stood before each change, so that a list or a run can be read as it was known at any time. Facts keep
-- their own periods; this keeps what is not a period: name, sex, birth date, identity, the present place, a merge.
alter table elders.elder add column changed_by text not null default '';

create table elders.elder_past (
  district           text collate "C" not null,
  elder_id           uuid        not null,
  version            integer     not null,
  name               text collate "C" not null,
  sex                text collate "C",
  birth_date         date,
  id_kind            text collate "C" not null,
  id_blind           bytea,
  household_division text collate "C",
  township           text collate "C" not null,
  village            text collate "C",
  address            text,
  lng                double precision,
  lat                double precision,
  merged_into        uuid,
  changed_by         text        not null,
  recorded_at        timestamptz not null,
  superseded_at      timestamptz not null,
  primary key (district, elder_id, version),
  foreign key (district, elder_id) references elders.elder (district, id)
);

create function elders.keep_past() returns trigger language plpgsql as $$
begin
  if new is not distinct from old then return new; end if;
  new.version := old.version + 1;
  new.updated_at := clock_timestamp();
  new.changed_by := coalesce(nullif(current_setting('yiyang.account', true), ''), 'system');
  insert into elders.elder_past (district, elder_id, version, name, sex, birth_date, id_kind, id_blind, household_division, township,
      village, address, lng, lat, merged_into, changed_by, recorded_at, superseded_at)
    values (old.district, old.id, old.version, old.name, old.sex, old.birth_date, old.id_kind, old.id_blind, old.household_division,
      old.township, old.village, old.address, old.lng, old.lat, old.merged_into, old.changed_by, old.updated_at, new.updated_at);
  return new;
end $$;
create trigger keep_past before update on elders.elder for each row execute function elders.keep_past();

-- Household members, guardians, supporters and emergency contacts; a number, where there is one, is a row of elders.phone.
create table elders.contact (
  district      text collate "C" not null,
  id            uuid        not null,
  elder_id      uuid        not null,
  role          text collate "C" not null check (role in ('householdMember', 'guardian', 'supporter', 'emergencyContact')),
  name          text        not null check (char_length(name) between 1 and 100),
  relation      text,
  related_elder uuid,
  phone_id      uuid,
  recorded_at   timestamptz not null default clock_timestamp(),
  recorded_by   text        not null,
  ended_at      timestamptz,
  source_kind   text collate "C" not null,
  source_ref    text,
  primary key (district, id),
  foreign key (district, elder_id) references elders.elder (district, id)
);
create index contact_elder on elders.contact (district, elder_id);
alter table elders.phone add column ended_at timestamptz;

-- Pairs that may be one person, found by a search and never merged by it. `low` < `high`.
create table elders.probable_duplicate (
  district   text collate "C" not null,
  low        uuid        not null,
  high       uuid        not null,
  score      integer     not null,
  reasons    text[]      not null,
  state      text collate "C" not null default 'open' check (state in ('open', 'dismissed', 'proposed', 'merged')),
  found_at   timestamptz not null default clock_timestamp(),
  decided_at timestamptz,
  decided_by text,
  note       text,
  primary key (district, low, high),
  foreign key (district, low) references elders.elder (district, id),
  foreign key (district, high) references elders.elder (district, id),
  check (low < high)
);
create index probable_duplicate_open on elders.probable_duplicate (district, state, score desc, low, high);
create index probable_duplicate_high on elders.probable_duplicate (district, high);

-- One merge: proposed by one person, confirmed by another, taken back for 30 days. `moved` says what it moved, to move it back.
create table elders.merge (
  district     text collate "C" not null,
  id           uuid        not null,
  kept         uuid        not null,
  gone         uuid        not null,
  choices      jsonb       not null,
  reason       text        not null,
  state        text collate "C" not null default 'proposed' check (state in ('proposed', 'confirmed', 'rejected', 'splitBack')),
  proposed_by  text        not null,
  proposed_at  timestamptz not null default clock_timestamp(),
  decided_by   text,
  decided_at   timestamptz,
  split_until  timestamptz,
  split_by     text,
  split_at     timestamptz,
  moved        jsonb,
  primary key (district, id),
  foreign key (district, kept) references elders.elder (district, id),
  foreign key (district, gone) references elders.elder (district, id),
  check (kept <> gone)
);
create unique index merge_open on elders.merge (district, gone) where state in ('proposed', 'confirmed');
create index merge_kept on elders.merge (district, kept);

-- A person moves to another township or district: the receiving side asks, the side that keeps the file confirms.
create table elders.transfer (
  district      text collate "C" not null,
  id            uuid        not null,
  elder_id      uuid        not null,
  from_district text collate "C" not null,
  from_township text collate "C" not null,
  to_district   text collate "C" not null,
  to_township   text collate "C" not null,
  to_village    text collate "C",
  moved_on      date        not null,
  reason        text        not null,
  state         text collate "C" not null default 'requested' check (state in ('requested', 'confirmed', 'refused', 'withdrawn')),
  requested_by  text        not null,
  requested_at  timestamptz not null default clock_timestamp(),
  decided_by    text,
  decided_at    timestamptz,
  note          text,
  primary key (district, id)
);
create unique index transfer_open on elders.transfer (district, elder_id) where state = 'requested';
create index transfer_incoming on elders.transfer (to_district, state, requested_at);

create table elders.saved_view (
  district   text collate "C" not null default '',
  id         uuid        not null,
  owner      text        not null,
  audience   text collate "C" not null check (audience in ('personal', 'area', 'official')),
  name       text        not null check (char_length(name) between 1 and 40),
  filter     jsonb       not null,
  columns    text[]      not null default '{}',
  sort       text        not null default 'name',
  version    integer     not null default 1,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (district, id)
);

-- Which tables hang on a person: a merge moves their rows to the kept file, a transfer takes them to the new district. Each area adds
-- its own tables in its migration. `key_columns` tell a row apart beside district and person; `on_merge` is 'move' or 'stay' (rows
-- that belong to the history of the file they were made for).
create table elders.hanging (
  table_name   text collate "C" primary key,
  elder_column text collate "C" not null default 'elder_id',
  key_columns  text[] not null,
  on_merge     text collate "C" not null check (on_merge in ('move', 'stay'))
);
insert into elders.hanging (table_name, elder_column, key_columns, on_merge) values
  ('elders.phone', 'elder_id', '{id}', 'move'),
  ('elders.contact', 'elder_id', '{id}', 'move'),
  ('elders.identity', 'elder_id', '{id_blind}', 'move'),
  ('elders.former_identity', 'elder_id', '{id_blind}', 'move'),
  ('elders.fact', 'elder_id', '{id}', 'stay'),
  ('elders.elder_past', 'elder_id', '{version}', 'stay');

-- A claim on a number is read within the scope; row security hides the others.
grant select on elders.identity to yiyang_request;
grant select, insert on elders.elder_past to yiyang_request;
grant select, insert, update on elders.contact, elders.probable_duplicate, elders.merge, elders.transfer to yiyang_request;
grant select, insert, update, delete on elders.saved_view to yiyang_request;
grant select on elders.hanging to yiyang_request;
grant select, insert, update, delete on all tables in schema elders to yiyang_system;

do $$
declare each text;
begin
  foreach each in array array['elder_past', 'contact', 'probable_duplicate', 'merge', 'transfer', 'saved_view'] loop
    execute format('alter table elders.%I enable row level security', each);
    execute format('alter table elders.%I force row level security', each);
    execute format('create policy system on elders.%I to yiyang_system using (true) with check (true)', each);
  end loop;
  foreach each in array array['elder_past', 'contact'] loop
    execute format($policy$
      create policy scope on elders.%1$I to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or exists (select 1 from elders.elder e where e.district = %1$I.district and e.id = %1$I.elder_id))
        with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or exists (select 1 from elders.elder e where e.district = %1$I.district and e.id = %1$I.elder_id))
      $policy$, each);
  end loop;
end $$;
-- A pair names two people: whoever may not see both does not see the pair.
create policy scope on elders.probable_duplicate to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or (exists (select 1 from elders.elder e where e.district = probable_duplicate.district and e.id = low)
      and exists (select 1 from elders.elder e where e.district = probable_duplicate.district and e.id = high)));
create policy scope on elders.merge to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or (exists (select 1 from elders.elder e where e.district = merge.district and e.id = kept)
      and exists (select 1 from elders.elder e where e.district = merge.district and e.id = gone)));
-- Both sides of a transfer see it, the receiving side without seeing the person.
create policy scope on elders.transfer to yiyang_request
  using (from_district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or to_district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or from_township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or to_township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[]));
create policy seen on elders.saved_view for select to yiyang_request
  using (audience = 'official' or owner = (select current_setting('yiyang.account', true))
      or (audience = 'area' and (
           district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
        or district = any ((select array(select left(key, 6) from unnest(string_to_array(current_setting('yiyang.townships', true), ',')) key))::text[])
        or district = any ((select array(select left(key, 6) from unnest(string_to_array(current_setting('yiyang.villages', true), ',')) key))::text[]))));
create policy own_add on elders.saved_view for insert to yiyang_request
  with check (owner = (select current_setting('yiyang.account', true)));
create policy own_change on elders.saved_view for update to yiyang_request
  using (owner = (select current_setting('yiyang.account', true)));
create policy own_remove on elders.saved_view for delete to yiyang_request
  using (owner = (select current_setting('yiyang.account', true)));
alter table elders.hanging enable row level security;
alter table elders.hanging force row level security;
create policy everyone on elders.hanging for select to yiyang_request, yiyang_system using (true);

-- The one question that crosses scopes must see the table whoever owns it: an owner that is no superuser is itself held by forced
-- row security, so the function belongs to the system role.
grant create on schema elders to yiyang_system;
alter function elders.find_identity_district(bytea) owner to yiyang_system;
revoke create on schema elders from yiyang_system;
