-- The register. Every table leads with `district`, the stable key of the district that keeps the person's file (the first six
-- characters of the residence township's key), so that the schema shards by district.
create schema elders;
grant usage on schema elders to yiyang_request, yiyang_system;

create table elders.elder (
  district           text collate "C" not null,
  id                 uuid             not null,
  name               text collate "C" not null check (char_length(name) between 1 and 100),
  name_pinyin        text collate "C" not null default '',
  name_initials      text collate "C" not null default '',
  sex                text collate "C" check (sex in ('male', 'female')),
  birth_date         date,
  id_kind            text collate "C" not null default 'residentId'
                       check (id_kind in ('residentId', 'passport', 'hkMacaoPermit', 'taiwanPermit', 'foreignPermit', 'none')),
  id_cipher          bytea,
  id_blind           bytea,
  id_last4_blind     bytea,
  household_division text collate "C",
  township           text collate "C" not null,
  village            text collate "C",
  address            text,
  lng                double precision,
  lat                double precision,
  synthetic          boolean          not null default false,
  merged_into        uuid,
  version            integer          not null default 1,
  created_at         timestamptz      not null default clock_timestamp(),
  updated_at         timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check ((id_kind = 'none') = (id_blind is null)),
  check (district = left(township, 6))
);
-- Lists read one township or village in name order and by key; prefixes of names, pinyin and initials are ranges in "C" order.
create index elder_township on elders.elder (district, township, name, id);
create index elder_village on elders.elder (district, village, name, id);
create index elder_birth on elders.elder (district, township, birth_date, id);
create index elder_name on elders.elder (district, name, id);
create index elder_pinyin on elders.elder (district, name_pinyin, id);
create index elder_initials on elders.elder (district, name_initials, id);
create index elder_blind on elders.elder (district, id_blind);
create index elder_last4 on elders.elder (district, id_last4_blind);

-- One identity in the whole city. A table of its own, because on a sharded schema a unique key must contain the shard.
create table elders.identity (
  id_blind  bytea not null primary key,
  district  text collate "C" not null,
  elder_id  uuid  not null
);
create index identity_elder on elders.identity (district, elder_id);

-- Former and corrected numbers, so that an old list still finds the person.
create table elders.former_identity (
  district    text collate "C" not null,
  elder_id    uuid  not null,
  id_blind    bytea not null,
  id_cipher   bytea not null,
  reason      text  not null,
  replaced_at timestamptz not null default clock_timestamp(),
  primary key (district, elder_id, id_blind),
  foreign key (district, elder_id) references elders.elder (district, id)
);
create index former_identity_blind on elders.former_identity (id_blind);

create table elders.phone (
  district    text collate "C" not null,
  elder_id    uuid  not null,
  id          uuid  not null,
  kind        text collate "C" not null check (kind in ('own', 'guardian', 'supporter', 'emergencyContact')),
  cipher      bytea not null,
  blind       bytea not null,
  holder_name text,
  relation    text,
  source_kind text  not null,
  source_ref  text,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, elder_id) references elders.elder (district, id)
);
create index phone_elder on elders.phone (district, elder_id);
create index phone_blind on elders.phone (district, blind);

-- What is true of a person in a period, as recorded at a time. One row holds the whole value of its kind: '{}' is "checked, none",
-- no row is "not known". A correction never changes a row: it ends it (superseded_at) and adds another.
create table elders.fact (
  district      text collate "C" not null,
  elder_id      uuid        not null,
  id            uuid        not null,
  kind          text collate "C" not null check (kind in (
                  'hardship', 'livingArrangement', 'careDependency', 'disability', 'specialOneChildFamily', 'dementia',
                  'death', 'residence', 'household')),
  value         text[]      not null,
  valid_from    date        not null,
  valid_to      date,
  recorded_at   timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  source_kind   text collate "C" not null,
  source_ref    text,
  recorded_by   text        not null,
  primary key (district, elder_id, id),
  foreign key (district, elder_id) references elders.elder (district, id),
  check (valid_to is null or valid_to > valid_from),
  check (superseded_at is null or superseded_at >= recorded_at)
);
create unique index fact_current on elders.fact (district, elder_id, kind, valid_from) where superseded_at is null;
create index fact_kind on elders.fact (district, kind, valid_from) where superseded_at is null;

grant select, insert, update on elders.elder, elders.former_identity, elders.phone, elders.fact to yiyang_request;
grant select, insert, update, delete on all tables in schema elders to yiyang_system;
grant insert, update on elders.identity to yiyang_request;

do $$
declare each text;
begin
  foreach each in array array['elder', 'former_identity', 'phone', 'fact', 'identity'] loop
    execute format('alter table elders.%I enable row level security', each);
    execute format('alter table elders.%I force row level security', each);
    execute format('create policy system on elders.%I to yiyang_system using (true) with check (true)', each);
  end loop;
  -- What hangs on a person is seen by whoever sees the person; a whole district in scope answers without looking.
  foreach each in array array['former_identity', 'phone', 'fact', 'identity'] loop
    execute format($policy$
      create policy scope on elders.%1$I to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or exists (select 1 from elders.elder e where e.district = %1$I.district and e.id = %1$I.elder_id))
        with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or exists (select 1 from elders.elder e where e.district = %1$I.district and e.id = %1$I.elder_id))
      $policy$, each);
  end loop;
end $$;
create policy scope on elders.elder to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
  with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]));

-- "Is this number anywhere in the city": the one question that crosses scopes. It answers with the district only.
create function elders.find_identity_district(blind bytea) returns text
  language sql stable security definer set search_path = pg_catalog, elders
  as $$ select district from elders.identity where id_blind = blind $$;
revoke all on function elders.find_identity_district(bytea) from public;
grant execute on function elders.find_identity_district(bytea) to yiyang_request, yiyang_system;
