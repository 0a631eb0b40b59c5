-- Papers: what goes out on A4 with a number and a check code. What a paper says is kept sealed, so that it can be drawn again to the
-- same bytes; the bytes that were handed out first are a file, and their digest stands here. A paper is never changed: it is
-- replaced by a later one about the same thing, or voided with a reason.
create schema documents;
grant usage on schema documents to yiyang_request, yiyang_system;

create sequence documents.serial_notice;
create sequence documents.serial_receipt;
create sequence documents.serial_decision;
create sequence documents.serial_batch_cover;
create sequence documents.serial_family_sheet;
grant usage on all sequences in schema documents to yiyang_request, yiyang_system;

create table documents.paper (
  district     text collate "C" not null,
  id           uuid        not null,
  number       text collate "C" not null,
  kind         text collate "C" not null check (kind in ('notice', 'receipt', 'decision', 'batchCover', 'familySheet')),
  -- Where the thing or the person is that the paper tells of; both null for a thing of the whole district.
  township     text collate "C",
  village      text collate "C",
  elder_id     uuid,
  -- What it tells of, and the page of the office that opens it.
  object       text collate "C" not null,
  object_id    text collate "C" not null,
  href         text        not null check (href like '/%' and href not like '//%'),
  -- Named on the public check page: an office, never a person.
  office       text        not null check (char_length(office) between 1 and 100),
  issued_on    date        not null,
  issued_at    timestamptz not null,
  issued_by    text        not null,
  check_code   text collate "C" not null check (check_code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  data_cipher  bytea       not null,
  file_id      uuid,
  sha256       bytea check (length(sha256) = 32),
  replaced_by  text collate "C",
  voided_at    timestamptz,
  voided_by    text,
  void_reason  text,
  primary key (district, id),
  unique (district, number),
  constraint drawn_whole check ((file_id is null) = (sha256 is null)),
  constraint voided_whole check ((voided_at is null) = (voided_by is null) and (voided_at is null) = (void_reason is null))
);
-- One paper of a kind about a thing is valid at a time.
create unique index paper_in_force on documents.paper (district, kind, object, object_id)
  where replaced_by is null and voided_at is null;
create index paper_object on documents.paper (district, object, object_id, issued_at);
create index paper_number on documents.paper (number);
create index paper_elder on documents.paper (district, elder_id) where elder_id is not null;

grant select, insert, update (file_id, sha256, replaced_by, voided_at, voided_by, void_reason)
  on documents.paper to yiyang_request;
-- A move to another district writes the rows again under the new key.
grant select, insert, update, delete on documents.paper to yiyang_system;
alter table documents.paper enable row level security;
alter table documents.paper force row level security;
create policy scope on documents.paper to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
  with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]));
create policy system on documents.paper to yiyang_system using (true) with check (true);

-- A paper belongs to the history of the file that it was made for, and goes with its person.
insert into elders.hanging (table_name, elder_column, key_columns, on_merge) values
  ('documents.paper', 'elder_id', '{id}', 'stay');
