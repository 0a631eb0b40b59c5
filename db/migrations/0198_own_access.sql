-- An elder's own account, given after an identity check at a counter or in the village. A family member has none of these: for them the
-- delegation (applications.delegation) says whose affairs they may see, and until when.
create schema portal;
grant usage on schema portal to yiyang_request, yiyang_system;

create table portal.own_access (
  district    text collate "C" not null,
  id          uuid             not null,
  elder_id    uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  account     text collate "C" not null,
  checked     text collate "C" not null check (checked in ('present', 'signed', 'voice', 'message')), -- how the identity was proven
  valid_from  date             not null,
  valid_to    date             not null, -- exclusive: proof of identity is renewed
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  ended_at    timestamptz,
  ended_by    text,
  primary key (district, id),
  check (valid_to > valid_from)
);
create index own_access_elder on portal.own_access (district, elder_id);
create index own_access_account on portal.own_access (account, valid_to);

insert into elders.hanging (table_name, elder_column, key_columns, on_merge) values ('portal.own_access', 'elder_id', '{id}', 'move');

grant select, insert on portal.own_access to yiyang_request;
grant update (ended_at, ended_by) on portal.own_access to yiyang_request;
grant select, insert, update, delete on portal.own_access to yiyang_system;
alter table portal.own_access enable row level security;
alter table portal.own_access force row level security;
create policy system on portal.own_access to yiyang_system using (true) with check (true);
create policy scope on portal.own_access to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
  with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]));

-- Applying with one's own account is a consent of its own kind.
alter table applications.application drop constraint application_consent_how_check;
alter table applications.application add constraint application_consent_how_check
  check (consent_how in ('present', 'signed', 'voice', 'message', 'delegation', 'online'));
