-- The field app: devices with their own sign-in, the journal that they send, and the pieces of their photos (docs/offline-protocol.md).
create schema field;
grant usage on schema field to yiyang_request, yiyang_system;

-- A device belongs to one account and lies where the account's grant does. Only the digest of its key is kept.
create table field.device (
  district        text collate "C" not null,
  id              uuid             not null,
  account         text             not null,
  township        text collate "C",
  village         text collate "C",
  name            text             not null check (char_length(name) between 1 and 60),
  key_digest      bytea            not null,
  key_cipher bytea            not null, -- opens the device's store where the PIN was forgotten
  registered_at   timestamptz      not null default clock_timestamp(),
  seen_at         timestamptz      not null default clock_timestamp(),
  ends_at         timestamptz      not null,
  skew_ms         bigint           not null default 0,
  persons         integer          not null default 0, -- held at the last download
  unsent          integer          not null default 0, -- told at the last contact
  wipe            text collate "C" not null default 'no' check (wipe in ('no', 'afterUpload', 'atOnce')),
  wipe_by         text,
  wipe_reason     text,
  wipe_at         timestamptz,
  wiped_at        timestamptz,
  primary key (district, id)
);
create index device_account on field.device (district, account);

-- What arrived. A record is here exactly when it took effect, stands aside, or was refused: it is written in the transaction of its effect.
create table field.record (
  district       text collate "C" not null,
  id             uuid             not null, -- made on the device
  device         uuid             not null,
  account        text             not null,
  township       text collate "C",
  village        text collate "C",
  elder_id       uuid,
  seq            integer          not null check (seq > 0),
  kind           text collate "C" not null,
  subject        text collate "C" not null,
  base           uuid,
  digest         bytea            not null,
  standing       text collate "C" not null check (standing in ('accepted', 'conflict', 'refused', 'withdrawn', 'superseded')),
  is_head        boolean          not null default false,
  against        uuid,            -- the record that it stands beside in a conflict
  code           text,
  message        text,
  detail         jsonb,           -- what the area answered
  data_cipher bytea,           -- gone some days after it was accepted: the area keeps what it needs
  made_at        timestamptz      not null, -- by the clock of the device
  received_at    timestamptz      not null,
  skew_ms        bigint           not null,
  doubtful       boolean          not null,
  primary key (district, id),
  check (not is_head or standing = 'accepted')
);
create unique index record_head on field.record (district, subject) where is_head;
create index record_device on field.record (district, device, seq);
create index record_elder on field.record (district, elder_id);
create index record_open on field.record (district, received_at) where standing = 'conflict';

-- A photo on its way, and its pieces until it is whole.
create table field.file (
  district    text collate "C" not null,
  id          uuid             not null,
  record_id   uuid             not null,
  device      uuid             not null,
  account     text             not null,
  township    text collate "C",
  village     text collate "C",
  name        text             not null,
  size        integer          not null check (size between 1 and 8000000),
  sha256      bytea            not null,
  begun_at    timestamptz      not null default clock_timestamp(),
  done_at     timestamptz,
  primary key (district, id)
);
create index file_open on field.file (begun_at) where done_at is null;
create table field.piece (
  district    text collate "C" not null,
  file_id     uuid             not null,
  account     text             not null,
  at          integer          not null check (at >= 0),
  data_cipher bytea            not null,
  primary key (district, file_id, at)
);

-- A record is history of the place where it was made: it follows a merged file, not a person who moves to another district.
insert into elders.hanging (table_name, elder_column, key_columns, on_merge, on_transfer) values
  ('field.record', 'elder_id', '{id}', 'move', 'stay');

grant select, insert, update on field.device, field.record, field.file to yiyang_request;
grant select, insert, delete on field.piece to yiyang_request;
grant select, insert, update, delete on all tables in schema field to yiyang_system;

do $$
declare each text;
begin
  foreach each in array array['field.device', 'field.record', 'field.file'] loop
    execute format('alter table %s enable row level security', each);
    execute format('alter table %s force row level security', each);
    execute format('create policy system on %s to yiyang_system using (true) with check (true)', each);
    execute format($policy$
      create policy scope on %s to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])
            or account = (select current_setting('yiyang.account', true)))
        with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])
            or account = (select current_setting('yiyang.account', true)))
      $policy$, each);
  end loop;
end $$;
alter table field.piece enable row level security;
alter table field.piece force row level security;
create policy system on field.piece to yiyang_system using (true) with check (true);
create policy own on field.piece to yiyang_request
  using (account = (select current_setting('yiyang.account', true)))
  with check (account = (select current_setting('yiyang.account', true)));
