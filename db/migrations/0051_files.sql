-- Files that people hand in or take away. The bytes lie on disk or in S3 under the digest of what is stored there; each file is
-- encrypted with a key of its own, which the installation's key seals. Who sees the row may read the file.
create table platform.file (
  district    text collate "C" not null,
  id          uuid        not null,
  township    text collate "C",
  village     text collate "C",
  object      text collate "C" not null,
  object_id   text collate "C",
  name        text        not null check (char_length(name) between 1 and 255),
  media_type  text collate "C" not null,
  size        bigint      not null check (size >= 0),
  sha256      bytea       not null check (length(sha256) = 32),
  stored_as   bytea       not null check (length(stored_as) = 32),
  key_cipher  bytea       not null,
  account     text        not null,
  created_at  timestamptz not null default clock_timestamp(),
  removed_at  timestamptz,
  primary key (district, id)
);
create index file_object on platform.file (district, object, object_id);
create index file_stored on platform.file (stored_as);
create index file_removed on platform.file (removed_at) where removed_at is not null;

grant select, insert, update (removed_at) on platform.file to yiyang_request;
grant select, insert, update, delete on platform.file to yiyang_system;
alter table platform.file enable row level security;
alter table platform.file force row level security;
create policy scope on platform.file to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])
      or account = (select current_setting('yiyang.account', true)))
  with check (account = (select current_setting('yiyang.account', true))
      or district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
create policy system on platform.file to yiyang_system using (true) with check (true);
