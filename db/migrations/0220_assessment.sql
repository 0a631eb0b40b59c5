-- Ability assessments: who may assess, who is to be assessed, what was answered under which text of which form, and the dated results.
create schema assessment;
grant usage on schema assessment to yiyang_request, yiyang_system;

-- Every text of every form under which somebody ever answered. The digest is of the text itself, so that even a slip of the pen corrected
-- within a version leaves the old answers with the words that were read out.
create table assessment.instrument (
  digest    text collate "C" not null primary key,
  id        text collate "C" not null,
  version   text             not null,
  content   jsonb            not null,
  stored_at timestamptz      not null default clock_timestamp()
);

-- An agency is entered in each district where it works. `organisation` is the name of the organisation in the grants of its accounts.
create table assessment.agency (
  district      text collate "C" not null,
  id            uuid             not null,
  name          text             not null check (char_length(name) between 1 and 100),
  credit_code   text collate "C" not null,
  organisation  text collate "C" not null,
  qualification text             not null,
  standing      text collate "C" not null default 'active' check (standing in ('active', 'suspended', 'removed')),
  reason        text,
  example       boolean          not null default false,
  recorded_by   text             not null,
  recorded_at   timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create unique index agency_organisation on assessment.agency (district, organisation);

create table assessment.assessor (
  district        text collate "C" not null,
  id              uuid             not null,
  agency_id       uuid             not null,
  account         text collate "C",            -- null: has no account yet and cannot be given orders
  name            text             not null check (char_length(name) between 1 and 100),
  background      text collate "C" not null check (background in ('medical', 'nursing', 'rehabilitation', 'socialWork', 'other')),
  employer_code   text collate "C",            -- credit code of an employer beside the agency, for conflicts of interest
  certificate_no  text             not null,
  certified_from  date             not null,
  certified_until date             not null check (certified_until > certified_from), -- exclusive
  trained_on      date,
  organisation    text collate "C" not null,   -- of the agency: policies ask their own row only
  standing        text collate "C" not null default 'active' check (standing in ('active', 'suspended', 'removed')),
  reason          text,
  example         boolean          not null default false,
  recorded_by     text             not null,
  recorded_at     timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, agency_id) references assessment.agency (district, id)
);
create unique index assessor_account on assessment.assessor (district, account) where account is not null;
create index assessor_agency on assessment.assessor (district, agency_id);

-- Whom an assessor may not assess: told by the assessor, the agency or the family.
create table assessment.conflict (
  district    text collate "C" not null,
  assessor_id uuid             not null,
  elder_id    uuid             not null,
  kind        text collate "C" not null check (kind in ('kinship', 'interest')),
  note        text             not null,
  township    text collate "C" not null,
  village     text collate "C",
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, assessor_id, elder_id)
);
create index conflict_elder on assessment.conflict (district, elder_id);

create table assessment.work_order (
  district       text collate "C" not null,
  id             uuid             not null,
  number         text collate "C" not null,
  elder_id       uuid             not null,
  township       text collate "C" not null,
  village        text collate "C",
  reason         text collate "C" not null check (reason in ('first', 'routine', 'immediate', 'dispute', 'recheck', 'other')),
  instrument     text collate "C" not null,
  state          text collate "C" not null default 'open' check (state in ('open', 'assigned', 'recorded', 'closed', 'cancelled')),
  note           text             not null default '',
  place_kind     text collate "C" not null default 'home' check (place_kind in ('home', 'facility', 'hospital', 'other')),
  due_on         date,
  planned_on     date,
  about_id       uuid,            -- the assessment that is disputed or checked again
  agency_id      uuid,
  organisation   text collate "C",
  first_id       uuid,
  second_id      uuid,
  first_account  text collate "C",
  second_account text collate "C",
  assigned_by    text,
  assigned_at    timestamptz,
  cancelled_why  text,
  ordered_by     text             not null,
  ordered_at     timestamptz      not null default clock_timestamp(),
  changed_at     timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check ((reason in ('dispute', 'recheck')) = (about_id is not null)),
  check (state in ('open', 'cancelled') or (first_id is not null and second_id is not null and agency_id is not null)),
  check (first_id <> second_id),
  check (state <> 'cancelled' or cancelled_why is not null)
);
create unique index work_order_number on assessment.work_order (district, number);
create index work_order_list on assessment.work_order (district, state, id);
create index work_order_first on assessment.work_order (district, first_account, state);
create index work_order_second on assessment.work_order (district, second_account, state);
-- One open order for a person and a form at a time: held by the writer, who locks the person (a merge may bring two together).
create index work_order_elder on assessment.work_order (district, elder_id, state);

create table assessment.assessment (
  district          text collate "C" not null,
  id                uuid             not null, -- made on the device
  work_order_id     uuid             not null,
  elder_id          uuid             not null,
  township          text collate "C" not null,
  village           text collate "C",
  instrument        text collate "C" not null,
  version           text             not null,
  digest            text collate "C" not null references assessment.instrument (digest),
  reason            text collate "C" not null,
  state             text collate "C" not null check (state in ('awaitingSecond', 'submitted', 'confirmed', 'returned', 'disputed', 'replaced')),
  assessed_on       date             not null,
  started_at        timestamptz      not null,
  finished_at       timestamptz      not null,
  organisation      text collate "C" not null,
  first_id          uuid             not null,
  second_id         uuid             not null,
  first_account     text collate "C" not null,
  second_account    text collate "C" not null,
  informant         jsonb            not null,
  place             jsonb            not null, -- kind, lng, lat, accuracy, at, because; how the person was identified
  basics            jsonb            not null,
  answers           jsonb            not null,
  seconds           jsonb            not null default '{}',
  notes             jsonb            not null default '[]',
  device            jsonb            not null,
  upload_digest     bytea            not null,
  score             jsonb            not null,
  total             smallint,
  preliminary_level smallint,
  final_level       smallint,
  questions         text[]           not null default '{}',
  second            jsonb,                     -- what the second assessor said, and when
  reviewed_by       text,
  reviewed_at       timestamptz,
  review_note       text,
  recorded_by       text             not null,
  recorded_at       timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, work_order_id) references assessment.work_order (district, id),
  constraint second_person check (first_id <> second_id and first_account <> second_account),
  constraint reviewer_apart check (reviewed_by <> first_account and reviewed_by <> second_account)
);
create index assessment_elder on assessment.assessment (district, elder_id, assessed_on);
create index assessment_order on assessment.assessment (district, work_order_id);
create index assessment_state on assessment.assessment (district, state, id);
create index assessment_day on assessment.assessment (district, instrument, assessed_on);

-- Photos, signatures and files of an assessment; told by the record, the bytes follow.
create table assessment.evidence (
  district       text collate "C" not null,
  id             uuid             not null, -- made on the device
  assessment_id  uuid             not null,
  elder_id       uuid             not null,
  township       text collate "C" not null,
  village        text collate "C",
  organisation   text collate "C" not null,
  first_account  text collate "C" not null,
  second_account text collate "C" not null,
  kind           text collate "C" not null check (kind in ('photo', 'signature', 'file')),
  whose          text collate "C",
  item           text collate "C",
  sha256         bytea            not null,
  bytes          integer          not null,
  taken_at       timestamptz      not null,
  file_id        uuid,                      -- null: the bytes are still to come
  primary key (district, id),
  foreign key (district, assessment_id) references assessment.assessment (district, id)
);
create index evidence_assessment on assessment.evidence (district, assessment_id);

-- The dated results that stand: one row for each period in which an assessed or recognised level is valid. The register's fact is written
-- with it; this row adds where the level comes from and until when it is valid.
create table assessment.result (
  district    text collate "C" not null,
  id          uuid             not null,
  elder_id    uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  level       smallint         not null check (level between 0 and 4),
  from_day    date             not null,
  valid_until date check (valid_until > from_day),   -- exclusive; null: nobody has set how long a result is valid
  origin      text collate "C" not null check (origin in ('assessment', 'recognition')),
  source_id   uuid             not null,             -- the assessment or the recognition
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  ended_at    timestamptz,                           -- replaced by a review or another result from the same day
  primary key (district, id)
);
create unique index result_day on assessment.result (district, elder_id, from_day) where ended_at is null;

-- Sheets stay with the district that made them; the result, and its fact, go with the person.
insert into elders.hanging (table_name, elder_column, key_columns, on_merge, on_transfer) values
  ('assessment.conflict', 'elder_id', '{assessor_id}', 'move', 'stay'),
  ('assessment.work_order', 'elder_id', '{id}', 'move', 'stay'),
  ('assessment.assessment', 'elder_id', '{id}', 'move', 'stay'),
  ('assessment.evidence', 'elder_id', '{id}', 'move', 'stay'),
  ('assessment.result', 'elder_id', '{from_day}', 'move', 'move');

-- An answer is never changed after it was signed; a sheet only moves on, and the second assessor and the reviewer add to it.
create function assessment.only_moves_on() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or row (new.id, new.work_order_id, new.digest, new.assessed_on, new.first_id, new.second_id, new.answers, new.upload_digest)
       is distinct from row (old.id, old.work_order_id, old.digest, old.assessed_on, old.first_id, old.second_id, old.answers, old.upload_digest) then
    raise exception 'a signed assessment is never changed';
  end if;
  return new;
end $$;
create trigger only_moves_on before update or delete on assessment.assessment for each row execute function assessment.only_moves_on();

grant select on all tables in schema assessment to yiyang_request;
grant select, insert, update on all tables in schema assessment to yiyang_system;

alter table assessment.instrument enable row level security;
alter table assessment.instrument force row level security;
create policy everyone on assessment.instrument for select to yiyang_request using (true);
create policy system on assessment.instrument to yiyang_system using (true) with check (true);
do $$
declare each text;
begin
  foreach each in array array['agency', 'assessor', 'conflict', 'work_order', 'assessment', 'evidence', 'result'] loop
    execute format('alter table assessment.%I enable row level security', each);
    execute format('alter table assessment.%I force row level security', each);
    execute format('create policy system on assessment.%I to yiyang_system using (true) with check (true)', each);
  end loop;
  foreach each in array array['conflict', 'work_order', 'assessment', 'evidence', 'result'] loop
    execute format($policy$
      create policy scope on assessment.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
      $policy$, each);
  end loop;
  -- The pair sees what it works on, whatever place it lies in.
  foreach each in array array['work_order', 'assessment', 'evidence'] loop
    execute format($policy$
      create policy own on assessment.%I for select to yiyang_request
        using (first_account = (select current_setting('yiyang.account', true))
            or second_account = (select current_setting('yiyang.account', true)))
      $policy$, each);
  end loop;
  foreach each in array array['agency', 'assessor'] loop
    execute format($policy$
      create policy scope on assessment.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
-- An assessor sees their own entry.
create policy own on assessment.assessor for select to yiyang_request
  using (account = (select current_setting('yiyang.account', true)));
