-- The register of facilities: what a place is, and everything about it as periods with the days that they hold and the moment that they
-- became known, so that capacity on any past day is exact, also as it was known then.
create schema facilities;
grant usage on schema facilities to yiyang_request, yiyang_system;

-- Organisations that run facilities. Public facts of the business or social-organisation register only, the same for every district.
create table facilities.organisation (
  credit_code   text collate "C" primary key check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  name          text             not null,
  profit_kind   text collate "C" check (profit_kind in ('forProfit', 'nonProfit', 'publicInstitution')),
  registered_in text collate "C",  -- the division whose register it stands in
  chain         text collate "C" references facilities.organisation (credit_code), -- the group that it belongs to
  example       boolean          not null,
  version       integer          not null default 1,
  recorded_by   text             not null,
  recorded_at   timestamptz      not null default clock_timestamp()
);

create table facilities.facility (
  district    text collate "C" not null,
  id          uuid             not null,
  number      text collate "C" not null,
  kind        text collate "C" not null check (kind in (
    'intensiveCareCentre', 'townshipHome', 'townshipCareCentre', 'mutualAidPoint', 'subdistrictCareCentre', 'communityStation', 'estatePoint',
    'embeddedHome', 'careHome', 'publicHome', 'mealHall', 'collectiveHome', 'activitySite', 'familyCareBeds', 'internalClinic', 'nursery',
    'familyNursery', 'nurseryGuidanceCentre', 'emergencyCallCentre', 'countyGuidanceCentre', 'ruralHappinessHome')),
  name        text collate "C" not null, -- as it holds today; its past is in `attribute`
  township    text collate "C" not null,
  village     text collate "C",
  longitude   double precision check (longitude between 73 and 136),
  latitude    double precision check (latitude between 3 and 54),
  example     boolean          not null,
  version     integer          not null default 1,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check ((longitude is null) = (latitude is null))
);
create unique index facility_number on facilities.facility (district, number);
create index facility_list on facilities.facility (district, name, id);
create index facility_point on facilities.facility (longitude, latitude) where longitude is not null;

-- What holds for a facility from one day to another (`valid_to` exclusive). A correction supersedes; nothing is changed or taken away.
create table facilities.attribute (
  district      text collate "C" not null,
  facility_id   uuid             not null,
  id            uuid             not null,
  kind          text collate "C" not null,
  value         jsonb            not null,
  valid_from    date             not null,
  valid_to      date check (valid_to > valid_from),
  recorded_at   timestamptz      not null default clock_timestamp(),
  superseded_at timestamptz,
  source        text             not null,
  recorded_by   text             not null,
  township      text collate "C" not null,
  village       text collate "C",
  primary key (district, facility_id, id),
  foreign key (district, facility_id) references facilities.facility (district, id)
);
create unique index attribute_once on facilities.attribute (district, facility_id, kind, valid_from) where superseded_at is null;
-- Whom an organisation's account may see is asked at every sign-in, across districts.
create index attribute_operator on facilities.attribute ((value #>> '{}')) where kind = 'operator' and superseded_at is null;

create table facilities.building (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  name        text             not null,
  storeys     integer          not null check (storeys between 1 and 100),
  opened_on   date             not null,
  closed_on   date check (closed_on > opened_on),
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  township    text collate "C" not null,
  village     text collate "C",
  primary key (district, id),
  foreign key (district, facility_id) references facilities.facility (district, id)
);
create index building_facility on facilities.building (district, facility_id);

create table facilities.room (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  building_id uuid,
  storey      integer          not null check (storey between -5 and 100),
  label       text collate "C" not null,
  zone        text,            -- as the home names it: 认知症照护区
  area_m2     numeric(8, 2) check (area_m2 > 0),
  opened_on   date             not null,
  closed_on   date check (closed_on > opened_on),
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  township    text collate "C" not null,
  village     text collate "C",
  primary key (district, id),
  foreign key (district, facility_id) references facilities.facility (district, id),
  foreign key (district, building_id) references facilities.building (district, id)
);
create unique index room_label on facilities.room (district, facility_id, label) where closed_on is null;

-- A bed (or childcare slot) is a thing with a label that never changes its facility; what it is and where it stands is dated.
create table facilities.bed (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  label       text collate "C" not null,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  township    text collate "C" not null,
  village     text collate "C",
  primary key (district, id),
  foreign key (district, facility_id) references facilities.facility (district, id)
);
create unique index bed_label on facilities.bed (district, facility_id, label);

create table facilities.bed_period (
  district      text collate "C" not null,
  facility_id   uuid             not null,
  bed_id        uuid             not null,
  id            uuid             not null,
  room_id       uuid,            -- null: not yet assigned to a room
  kind          text collate "C" not null check (kind in ('ordinary', 'nursing', 'dementia', 'slot')),
  in_use        boolean          not null, -- false: set aside, for instance for repairs
  valid_from    date             not null,
  valid_to      date check (valid_to > valid_from),
  recorded_at   timestamptz      not null default clock_timestamp(),
  superseded_at timestamptz,
  source        text             not null,
  recorded_by   text             not null,
  township      text collate "C" not null,
  village       text collate "C",
  primary key (district, facility_id, id),
  foreign key (district, bed_id) references facilities.bed (district, id),
  foreign key (district, room_id) references facilities.room (district, id)
);
create unique index bed_period_once on facilities.bed_period (district, bed_id, valid_from) where superseded_at is null;
create index bed_period_day on facilities.bed_period (district, facility_id, valid_from, valid_to) where superseded_at is null;

create table facilities.photo (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  file_id     uuid             not null,
  caption     text             not null,
  taken_on    date,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  removed_at  timestamptz,
  township    text collate "C" not null,
  village     text collate "C",
  primary key (district, id),
  foreign key (district, facility_id) references facilities.facility (district, id)
);
create index photo_facility on facilities.photo (district, facility_id);

-- Tables that carry the place of their facility in columns `township` and `village` of their own, and follow it when it is corrected.
create table facilities.hanging (
  table_name text collate "C" primary key
);
insert into facilities.hanging values
  ('facilities.attribute'), ('facilities.building'), ('facilities.room'), ('facilities.bed'), ('facilities.bed_period'), ('facilities.photo');

create function facilities.refuse_change() returns trigger language plpgsql as $$
begin
  -- A period may be superseded once, and its place may follow the facility's; nothing else of it changes.
  if tg_op = 'DELETE' or old.superseded_at is not null and new.superseded_at is distinct from old.superseded_at
     or (to_jsonb(new) - '{superseded_at,township,village}'::text[]) <> (to_jsonb(old) - '{superseded_at,township,village}'::text[]) then
    raise exception 'a period is never changed: supersede it';
  end if;
  return new;
end $$;
create trigger kept before update or delete on facilities.attribute for each row execute function facilities.refuse_change();
create trigger kept before update or delete on facilities.bed_period for each row execute function facilities.refuse_change();

grant select on all tables in schema facilities to yiyang_request;
grant select, insert, update on all tables in schema facilities to yiyang_system;

-- A request sees a facility and what belongs to it by its place; an account of an organisation sees the facilities that it runs today,
-- which are expanded at sign-in like the divisions of an official (`yiyang.facilities`).
do $$
declare each text;
begin
  foreach each in array array['facility', 'attribute', 'building', 'room', 'bed', 'bed_period', 'photo'] loop
    execute format('alter table facilities.%I enable row level security', each);
    execute format('alter table facilities.%I force row level security', each);
    execute format('create policy system on facilities.%I to yiyang_system using (true) with check (true)', each);
    execute format($policy$
      create policy scope on facilities.%1$I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])
            or %2$s = any ((select string_to_array(current_setting('yiyang.facilities', true), ','))::uuid[]))
      $policy$, each, case each when 'facility' then 'id' else 'facility_id' end);
  end loop;
  foreach each in array array['organisation', 'hanging'] loop
    execute format('alter table facilities.%I enable row level security', each);
    execute format('alter table facilities.%I force row level security', each);
    execute format('create policy system on facilities.%I to yiyang_system using (true) with check (true)', each);
    execute format('create policy everybody on facilities.%I for select to yiyang_request using (true)', each);
  end loop;
end $$;
