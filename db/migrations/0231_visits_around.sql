-- Lists of planned visits are read by day.
create index plan_day on visits.plan (district, month, on_day, id);

-- What stands around the visits: what an elder lets the family see, mutual-aid groups, guardianship, mental care, the upkeep of the roster.
create table visits.family_choice (
  district      text collate "C" not null,
  id            uuid             not null,
  elder_id      uuid             not null,
  township      text collate "C" not null,
  village       text collate "C",
  parts         text[]           not null, -- visits, condition, needs
  agreed_how    text collate "C" not null check (agreed_how in ('present', 'signed', 'voice', 'message', 'self')),
  recorded_by   text             not null,
  recorded_at   timestamptz      not null default clock_timestamp(),
  superseded_at timestamptz,
  primary key (district, id)
);
create unique index family_choice_now on visits.family_choice (district, elder_id) where superseded_at is null;

-- A mutual-aid group of a villagers' group: who leads, who belongs to it, whom it looks after.
create table visits.mutual_aid_group (
  district       text collate "C" not null,
  id             uuid             not null,
  township       text collate "C" not null,
  village        text collate "C" not null,
  villager_group text             not null check (char_length(villager_group) between 1 and 40),
  leader         text             not null check (char_length(leader) between 1 and 100),
  cipher         bytea,
  members        integer          not null check (members between 1 and 500),
  does           text[]           not null,
  valid_from     date             not null,
  valid_to       date             check (valid_to > valid_from),
  recorded_by    text             not null,
  recorded_at    timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index mutual_aid_group_village on visits.mutual_aid_group (district, township, village);

-- Who answers for an elder who cannot answer alone: found to have nobody, settled, checked again and again.
create table visits.guardianship (
  district    text collate "C" not null,
  id          uuid             not null,
  elder_id    uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  kind        text collate "C" not null check (kind in ('none', 'statutory', 'agreed', 'appointed', 'organisation')),
  guardian    text             check (char_length(guardian) between 1 and 100),
  cipher      bytea,
  document    text             not null default '',
  valid_from  date             not null,
  valid_to    date             check (valid_to > valid_from),
  checked_on  date             not null,
  next_check  date,
  fulfilled   boolean,
  note        text             not null default '',
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check ((kind = 'none') = (guardian is null))
);
create index guardianship_elder on visits.guardianship (district, elder_id, valid_from desc);
create index guardianship_open on visits.guardianship (district, township, next_check) where valid_to is null;

-- Mental care: screening, talks, a crisis, and how the risk stands after each.
create table visits.mental_care (
  district    text collate "C" not null,
  id          uuid             not null,
  elder_id    uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  kind        text collate "C" not null check (kind in ('screening', 'talk', 'group', 'crisis', 'referral', 'followUp')),
  risk        text collate "C" not null check (risk in ('none', 'watch', 'high', 'crisis')),
  on_day      date             not null,
  by_whom     text             not null,
  plan        text             not null default '',
  next_on     date,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index mental_care_elder on visits.mental_care (district, elder_id, on_day desc, recorded_at desc);

-- The upkeep of the roster of special difficulty: the rule proposes, the village verifies, the township confirms, and both look again by a day.
create table visits.roster_check (
  district     text collate "C" not null,
  id           uuid             not null,
  elder_id     uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  state        text collate "C" not null check (state in ('verified', 'confirmed', 'objected', 'left')),
  responsible  text             not null default '',
  note         text             not null default '',
  on_day       date             not null,
  next_on      date,
  account      text             not null,
  at           timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index roster_check_elder on visits.roster_check (district, elder_id, at desc);

insert into elders.hanging (table_name, elder_column, key_columns, on_merge) values
  ('visits.family_choice', 'elder_id', '{district}', 'move'),
  ('visits.guardianship', 'elder_id', '{id}', 'move'),
  ('visits.mental_care', 'elder_id', '{id}', 'move'),
  ('visits.roster_check', 'elder_id', '{id}', 'move');

grant select, insert, update, delete on visits.family_choice, visits.mutual_aid_group, visits.guardianship, visits.mental_care, visits.roster_check to yiyang_system;
grant select, insert, update on visits.family_choice, visits.mutual_aid_group, visits.guardianship to yiyang_request;
grant select, insert on visits.mental_care, visits.roster_check to yiyang_request;
do $$
declare each text;
begin
  foreach each in array array['family_choice', 'mutual_aid_group', 'guardianship', 'mental_care', 'roster_check'] loop
    execute format('alter table visits.%I enable row level security', each);
    execute format('alter table visits.%I force row level security', each);
    execute format('create policy system on visits.%I to yiyang_system using (true) with check (true)', each);
    execute format($policy$
      create policy scope on visits.%I to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
        with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
