-- Imported lists: a file becomes a batch of staged rows, is repaired, compared and committed as a whole. Nothing here is the
-- register; rows carry what the file said, sealed where it names a person's numbers.
create schema imports;
grant usage on schema imports to yiyang_request, yiyang_system;

-- UUIDv7 made by the database, for rows that come from a statement over many (PostgreSQL 15 has no uuidv7()).
create function imports.new_id() returns uuid language sql volatile set search_path = pg_catalog as $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
           placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
         52, 1), 53, 1), 'hex')::uuid
$$;
grant execute on function imports.new_id() to yiyang_request, yiyang_system;

create table imports.batch (
  district       text collate "C" not null,
  id             uuid        not null,
  kind           text collate "C" not null check (kind in ('ledger', 'deaths', 'cremations', 'disability', 'hardship')),
  division       text collate "C" not null,
  -- The one township of the batch, for clerks whose scope is a township; null for a whole district.
  township       text collate "C",
  file_name      text        not null,
  file_digest    bytea       not null,
  state          text collate "C" not null check (state in ('draft', 'committed', 'rolledBack')),
  -- Facts of the list hold from this day on.
  as_of          date        not null,
  head           jsonb       not null,
  notices        jsonb       not null default '[]',
  rest_of        uuid,
  version        integer     not null default 1,
  created_by     text        not null,
  created_at     timestamptz not null default clock_timestamp(),
  committed_by   text,
  committed_at   timestamptz,
  rolled_back_at timestamptz,
  totals         jsonb       not null default '{}',
  primary key (district, id)
);
create index batch_recent on imports.batch (district, created_at desc, id);

create table imports.staged_row (
  district        text collate "C" not null,
  batch_id        uuid     not null,
  row_no          integer  not null,
  hidden          boolean  not null,
  -- The cells as read, and the clerk's repairs over them: JSON, sealed because they hold ID and phone numbers.
  cells           bytea    not null,
  fixes           bytea,
  accepted        text[]   not null default '{}',
  name            text collate "C" not null,
  name_pinyin     text collate "C" not null,
  name_initials   text collate "C" not null,
  sex             text collate "C",
  birth_date      date,
  id_kind         text collate "C" not null,
  id_cipher       bytea,
  id_blind        bytea,
  id_last4_blind  bytea,
  elder_district  text collate "C",
  township        text collate "C",
  village         text collate "C",
  household       text collate "C",
  address         text,
  phones          jsonb    not null default '[]',
  -- Per kind of fact: the value, and whether the file said it (否) or only left it blank.
  facts           jsonb    not null default '{}',
  hints           jsonb    not null default '[]',
  class           text collate "C" not null check (class in ('block', 'confirm', 'clean')),
  found_district  text collate "C",
  found_id        uuid,
  outcome         text collate "C" check (outcome in ('added', 'changed', 'unchanged', 'unknown', 'differing')),
  changes         jsonb    not null default '[]',
  new_id          uuid     not null,
  synthetic       boolean  not null default false,
  after_version   integer,
  primary key (district, batch_id, row_no),
  foreign key (district, batch_id) references imports.batch (district, id) on delete cascade
);
create index staged_blind on imports.staged_row (district, batch_id, id_blind);
create index staged_class on imports.staged_row (district, batch_id, class, row_no);
create index staged_outcome on imports.staged_row (district, batch_id, outcome, row_no);
create index staged_found on imports.staged_row (found_id) where found_id is not null;

create table imports.finding (
  district   text collate "C" not null,
  batch_id   uuid     not null,
  row_no     integer  not null,
  ordinal    smallint not null,
  code       text collate "C" not null,
  class      text collate "C" not null check (class in ('block', 'confirm')),
  field      text     not null,
  column_no  integer,
  message    text     not null,
  -- Cells of the same group are repaired together; null for personal values.
  same       text,
  accepted   boolean  not null default false,
  primary key (district, batch_id, row_no, ordinal),
  foreign key (district, batch_id, row_no) references imports.staged_row (district, batch_id, row_no)
    on delete cascade on update cascade
);
create index finding_group on imports.finding (district, batch_id, code, same);

-- What was in the register before a commit, for the way back. Values of phones stay sealed.
create table imports.prior_elder (
  district       text collate "C" not null,
  batch_id       uuid not null,
  elder_district text collate "C" not null,
  elder_id       uuid not null,
  before         jsonb not null,
  primary key (district, batch_id, elder_district, elder_id),
  foreign key (district, batch_id) references imports.batch (district, id) on delete cascade
);
create table imports.prior_phone (
  district       text collate "C" not null,
  batch_id       uuid not null,
  elder_district text collate "C" not null,
  elder_id       uuid not null,
  id             uuid not null,
  kind           text not null,
  cipher         bytea not null,
  blind          bytea not null,
  holder_name    text,
  relation       text,
  source_kind    text not null,
  source_ref     text,
  recorded_at    timestamptz not null,
  primary key (district, batch_id, id),
  foreign key (district, batch_id) references imports.batch (district, id) on delete cascade
);

-- What a township calls its columns and its values. The empty township is the district's own memory.
create table imports.column_memory (
  district text collate "C" not null,
  township text collate "C" not null,
  kind     text collate "C" not null,
  heading  text collate "C" not null,
  meaning  jsonb not null,
  used_at  timestamptz not null default clock_timestamp(),
  primary key (district, township, kind, heading)
);
create table imports.word_memory (
  district text collate "C" not null,
  township text collate "C" not null,
  field    text collate "C" not null,
  word     text collate "C" not null,
  tags     text[] not null,
  used_at  timestamptz not null default clock_timestamp(),
  primary key (district, township, field, word)
);

grant select on imports.batch, imports.staged_row, imports.finding, imports.column_memory, imports.word_memory to yiyang_request;
grant select, insert, update, delete on all tables in schema imports to yiyang_system;

do $$
declare each text;
begin
  foreach each in array array['batch', 'staged_row', 'finding', 'prior_elder', 'prior_phone', 'column_memory', 'word_memory'] loop
    execute format('alter table imports.%I enable row level security', each);
    execute format('alter table imports.%I force row level security', each);
    execute format('create policy system on imports.%I to yiyang_system using (true) with check (true)', each);
  end loop;
  foreach each in array array['staged_row', 'finding'] loop
    execute format($policy$
      create policy scope on imports.%1$I for select to yiyang_request
        using (exists (select 1 from imports.batch b where b.district = %1$I.district and b.id = %1$I.batch_id))
      $policy$, each);
  end loop;
  foreach each in array array['batch', 'column_memory', 'word_memory'] loop
    execute format($policy$
      create policy scope on imports.%1$I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
