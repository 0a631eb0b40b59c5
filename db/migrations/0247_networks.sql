-- How facilities belong together and come about: links, the four states of a village's point, new estates with their four gates,
-- construction and upgrade projects, contracts of public homes run by others.
create schema networks;
grant usage on schema networks to yiyang_request, yiyang_system;

create table networks.link (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  parent_id   uuid             not null check (parent_id <> facility_id),
  kind        text collate "C" not null check (kind in ('guides', 'runs', 'alliance', 'embedded')),
  valid_from  date             not null,
  valid_to    date check (valid_to > valid_from),
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  township    text collate "C" not null,
  village     text collate "C",
  primary key (district, id)
);
-- One centre guides a point, one home runs a centre.
create unique index link_once on networks.link (district, facility_id, kind) where valid_to is null and kind <> 'alliance';
create index link_parent on networks.link (district, parent_id);

-- A village without a point of its own: merged into another one, or exempt, each with its reason. Own and missing follow from the register.
create table networks.village_setting (
  district    text collate "C" not null,
  village     text collate "C" not null,
  id          uuid             not null,
  township    text collate "C" not null,
  state       text collate "C" not null check (state in ('merged', 'exempt')),
  facility_id uuid,
  reason      text collate "C" not null check (reason in ('neighbouring', 'dissolving', 'centreVillage')),
  document    text             not null,
  valid_from  date             not null,
  ended_on    date check (ended_on > valid_from),
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check ((state = 'merged') = (facility_id is not null) and (state = 'merged') = (reason = 'neighbouring'))
);
create unique index village_setting_now on networks.village_setting (district, village) where ended_on is null;

create table networks.estate (
  district    text collate "C" not null,
  id          uuid             not null,
  name        text collate "C" not null,
  developer   text             not null,
  township    text collate "C" not null,
  village     text collate "C",
  required_m2 numeric(10, 2)   not null check (required_m2 > 0),
  basis       text             not null, -- the planning conditions, with number
  present_use text collate "C" check (present_use in ('elderCare', 'other', 'empty')),
  used_since  date,
  example     boolean          not null,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index estate_list on networks.estate (district, name, id);
-- Each attempt at a gate stays: what failed is seen beside what passed.
create table networks.estate_gate (
  district    text collate "C" not null,
  estate_id   uuid             not null,
  step        text collate "C" not null check (step in ('planning', 'building', 'acceptance', 'handover')),
  no          integer          not null,
  area_m2     numeric(10, 2)   not null check (area_m2 >= 0),
  document    text             not null,
  passed      boolean          not null,
  decided_on  date             not null,
  decided_by  text             not null,
  township    text collate "C" not null,
  village     text collate "C",
  primary key (district, estate_id, step, no),
  foreign key (district, estate_id) references networks.estate (district, id)
);
create unique index estate_gate_passed on networks.estate_gate (district, estate_id, step) where passed;

create table networks.project (
  district    text collate "C" not null,
  id          uuid             not null,
  kind        text collate "C" not null check (kind in ('careCentre', 'homeUpgrade', 'townshipCentre', 'villagePoint')),
  name        text collate "C" not null,
  facility_id uuid,
  township    text collate "C" not null,
  village     text collate "C",
  planned_fen bigint           not null check (planned_fen >= 0),
  funds       text             not null, -- where the money comes from
  example     boolean          not null,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index project_list on networks.project (district, kind, name, id);
create table networks.project_stage (
  district    text collate "C" not null,
  project_id  uuid             not null,
  stage       text collate "C" not null check (stage in ('siting', 'approval', 'funding', 'building', 'acceptance', 'inUse')),
  reached_on  date             not null,
  evidence    text             not null,
  paid_fen    bigint           not null check (paid_fen >= 0),
  recorded_by text             not null,
  township    text collate "C" not null,
  village     text collate "C",
  primary key (district, project_id, stage),
  foreign key (district, project_id) references networks.project (district, id)
);

create table networks.contract (
  district     text collate "C" not null,
  id           uuid             not null,
  facility_id  uuid             not null,
  operator     text collate "C" not null,
  form         text collate "C" not null check (form in ('entrusted', 'subsidised', 'equity', 'purchased')),
  from_day     date             not null,
  until_day    date             not null check (until_day > from_day), -- exclusive
  report_every integer          not null check (report_every between 1 and 12), -- months
  tender       text             not null,
  assets       text             not null,
  ended_on     date,
  recorded_by  text             not null,
  recorded_at  timestamptz      not null default clock_timestamp(),
  township     text collate "C" not null,
  village      text collate "C",
  primary key (district, id)
);
create index contract_facility on networks.contract (district, facility_id, from_day);
create table networks.contract_report (
  district    text collate "C" not null,
  contract_id uuid             not null,
  due_on      date             not null,
  handed_in   date             not null,
  assets      text             not null,
  incidents   text             not null,
  recorded_by text             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  primary key (district, contract_id, due_on),
  foreign key (district, contract_id) references networks.contract (district, id)
);

insert into facilities.hanging values
  ('networks.link'), ('networks.contract'), ('networks.contract_report');
grant select on all tables in schema networks to yiyang_request;
grant select, insert, update on all tables in schema networks to yiyang_system;
do $$
declare
  each text;
  own text;
begin
  foreach each in array array['link', 'village_setting', 'estate', 'estate_gate', 'project', 'project_stage', 'contract', 'contract_report'] loop
    own := case when each in ('link', 'contract', 'contract_report')
      then $arm$ or facility_id = any ((select string_to_array(current_setting('yiyang.facilities', true), ','))::uuid[])$arm$ else '' end;
    execute format('alter table networks.%I enable row level security', each);
    execute format('alter table networks.%I force row level security', each);
    execute format('create policy system on networks.%I to yiyang_system using (true) with check (true)', each);
    execute format($policy$
      create policy scope on networks.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])
      $policy$, each) || own || ')';
  end loop;
end $$;
