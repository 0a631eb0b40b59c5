-- What an elder lets the family see in the portal, in their own words or at a counter; a choice replaces the former, which stays on record. As long as
-- the elder has said nothing the family sees what a delegation is for: benefits, cases and who looked.
create table portal.family_choice (
  district      text collate "C" not null,
  id            uuid             not null,
  elder_id      uuid             not null,
  township      text collate "C" not null,
  village       text collate "C",
  parts         text[]           not null,
  agreed_how    text collate "C" not null check (agreed_how in ('self', 'present', 'signed', 'voice', 'message')),
  recorded_by   text             not null,
  recorded_at   timestamptz      not null default clock_timestamp(),
  superseded_at timestamptz,
  primary key (district, id)
);
-- No unique index: a merge may bring two choices together, of which the later counts.
create index family_choice_elder on portal.family_choice (district, elder_id, recorded_at desc) where superseded_at is null;

insert into elders.hanging (table_name, elder_column, key_columns, on_merge) values ('portal.family_choice', 'elder_id', '{id}', 'move');

grant select, insert on portal.family_choice to yiyang_request;
grant update (superseded_at) on portal.family_choice to yiyang_request;
grant select, insert, update, delete on portal.family_choice to yiyang_system;
alter table portal.family_choice enable row level security;
alter table portal.family_choice force row level security;
create policy system on portal.family_choice to yiyang_system using (true) with check (true);
create policy scope on portal.family_choice to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
  with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]));

-- Signing in by telephone: the number of a family account, proven at the counter that knows whose it is. Found by its blind index, never shown.
create table portal.phone (
  account     text collate "C" primary key,
  cipher      bytea            not null,
  blind       bytea            not null,
  proven_by   text             not null,
  proven_at   timestamptz      not null default clock_timestamp()
);
create index phone_blind on portal.phone (blind);
-- One code at a time for an account: its digest, until when, and how often it was tried is the guard's to count.
create table portal.phone_code (
  account    text collate "C" primary key,
  digest     bytea            not null,
  expires_at timestamptz      not null,
  sent_at    timestamptz      not null default clock_timestamp()
);
grant select, insert, update, delete on portal.phone, portal.phone_code to yiyang_system;
alter table portal.phone enable row level security;
alter table portal.phone force row level security;
create policy system on portal.phone to yiyang_system using (true) with check (true);
alter table portal.phone_code enable row level security;
alter table portal.phone_code force row level security;
create policy system on portal.phone_code to yiyang_system using (true) with check (true);
