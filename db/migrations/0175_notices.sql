-- Announcements: dated news for the public and for staff (W01 公告, P01). Small and open to everybody, like settings; one for the
-- whole city stands when a second person has signed it. What was announced is never edited: it is withdrawn and written again.
create schema notices;
grant usage on schema notices to yiyang_request, yiyang_system;

create table notices.notice (
  id            uuid primary key,
  division      text collate "C" not null,
  audience      text collate "C" not null check (audience in ('public', 'staff')),
  -- Roles that see it on their workbench; empty means every account of the place.
  roles         text[] not null default '{}' check (audience = 'staff' or roles = '{}'),
  title         text not null check (char_length(title) between 2 and 60),
  body          text not null check (char_length(body) between 2 and 4000),
  valid_from    date not null,
  -- Exclusive, like every period.
  valid_to      date not null check (valid_to > valid_from),
  needs_second  boolean not null,
  written_by    text not null,
  written_at    timestamptz not null default clock_timestamp(),
  approved_by   text,
  approved_at   timestamptz,
  withdrawn_by  text,
  withdrawn_at  timestamptz,
  constraint whole_city_needs_second check (needs_second or division <> '500000'),
  constraint second_person check (approved_by <> written_by),
  constraint signed_whole check ((approved_by is null) = (approved_at is null)),
  constraint withdrawn_whole check ((withdrawn_by is null) = (withdrawn_at is null))
);
create index notice_period on notices.notice (valid_to, valid_from) where withdrawn_at is null;
create index notice_written on notices.notice (written_at desc);

grant select, insert, update (approved_by, approved_at, withdrawn_by, withdrawn_at) on notices.notice to yiyang_request;
grant select, insert, update on notices.notice to yiyang_system;
alter table notices.notice enable row level security;
alter table notices.notice force row level security;
-- Nothing here is about a person. Who may write for which place is checked in the service; that the writer signs as nobody else, here.
create policy reading on notices.notice for select to yiyang_request using (true);
create policy writing on notices.notice for insert to yiyang_request
  with check (written_by = (select current_setting('yiyang.account', true)) and approved_at is null and withdrawn_at is null);
create policy deciding on notices.notice for update to yiyang_request using (withdrawn_at is null)
  with check (approved_by is null or approved_by <> written_by);
create policy system on notices.notice to yiyang_system using (true) with check (true);
