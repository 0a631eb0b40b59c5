-- What follows an assessment: disputes, draws for a second look, results brought from elsewhere, gradings of long-term care insurance.

create sequence assessment.serial_order;
grant usage on sequence assessment.serial_order to yiyang_request, yiyang_system;

-- The report of an assessment is a paper like the others.
create sequence documents.serial_assessment;
grant usage on sequence documents.serial_assessment to yiyang_request, yiyang_system;
alter table documents.paper drop constraint paper_kind_check;
alter table documents.paper add constraint paper_kind_check
  check (kind in ('notice', 'receipt', 'decision', 'batchCover', 'familySheet', 'assessment'));

create table assessment.dispute (
  district      text collate "C" not null,
  id            uuid             not null,
  elder_id      uuid             not null,
  township      text collate "C" not null,
  village       text collate "C",
  assessment_id uuid             not null,
  work_order_id uuid             not null, -- of the other pair
  raised_by     text collate "C" not null check (raised_by in ('elder', 'family', 'guardian', 'facility', 'office')),
  raiser_name   text             not null,
  grounds       text             not null,
  raised_on     date             not null,
  -- The level that stays in use until the decision, where the disputed one would have ended it.
  kept_level    smallint check (kept_level between 0 and 4),
  state         text collate "C" not null default 'open' check (state in ('open', 'decided', 'withdrawn')),
  chosen        text collate "C" check (chosen in ('first', 'second')),
  chosen_from   date,
  decided_by    text,
  decided_at    timestamptz,
  note          text,
  recorded_by   text             not null,
  recorded_at   timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check ((state = 'decided') = (chosen is not null))
);
create index dispute_state on assessment.dispute (district, state, id);
create index dispute_assessment on assessment.dispute (district, assessment_id);

-- A draw: the list is frozen and its hash shown before the seed is told; anybody with list and seed can repeat it.
create table assessment.draw (
  district    text collate "C" not null,
  id          uuid             not null,
  from_day    date             not null,
  to_day      date             not null check (to_day > from_day), -- exclusive
  size        integer          not null check (size > 0),
  frozen      uuid[]           not null,
  frozen_hash text collate "C" not null,
  seed        text,
  seed_source text,
  frozen_by   text             not null,
  frozen_at   timestamptz      not null default clock_timestamp(),
  drawn_by    text,
  drawn_at    timestamptz,
  primary key (district, id),
  check ((seed is null) = (drawn_at is null))
);
create table assessment.draw_pick (
  district      text collate "C" not null,
  draw_id       uuid             not null,
  rank          integer          not null,
  assessment_id uuid             not null,
  elder_id      uuid             not null,
  township      text collate "C" not null,
  village       text collate "C",
  work_order_id uuid,
  skipped       text,          -- why no second look was ordered
  primary key (district, draw_id, rank)
);
create index draw_pick_assessment on assessment.draw_pick (district, assessment_id);

-- Who may issue results elsewhere. Kept by the city; nothing of any person.
create table assessment.issuer (
  id           uuid             not null primary key,
  jurisdiction text collate "C" not null, -- the first two digits of its code say the province
  name         text             not null,
  credit_code  text collate "C",
  how_checked  text             not null, -- how a result is checked with the issuer
  from_day     date             not null,
  until_day    date,
  example      boolean          not null default false,
  recorded_by  text             not null,
  recorded_at  timestamptz      not null default clock_timestamp()
);

create table assessment.recognition (
  district       text collate "C" not null,
  id             uuid             not null,
  elder_id       uuid             not null,
  township       text collate "C" not null,
  village        text collate "C",
  jurisdiction   text collate "C" not null,
  issuer_id      uuid,
  issuer_name    text             not null,
  reference      text             not null, -- number of the report there
  person_name    text             not null,
  person_match   text collate "C" not null check (person_match in ('number', 'nameOnly', 'differs')),
  scale          text collate "C" not null check (scale in ('gbt42195', 'mzt039', 'ltci', 'other')),
  scale_version  text             not null,
  assessed_on    date             not null,
  valid_until    date,                      -- as the report says; exclusive
  origin_level   text             not null, -- as written there
  origin_index   smallint,                  -- its place in the levels of that scale; null for a scale we do not know
  origin_items   jsonb,
  checked_how    text,                      -- how it was checked with the issuer; null: not yet
  checked_on     date,
  finding        jsonb            not null, -- what the rule said: outcome, reasons, clause, settings that block
  mapped_level   smallint check (mapped_level between 0 and 4),
  mapping        text,                      -- `same scale` or the setting that said so
  state          text collate "C" not null check (state in ('pending', 'recognised', 'recognisedWithCheck', 'refused')),
  work_order_id  uuid,                      -- the second look, where recognised with one
  note           text             not null default '',
  receipt_due    date,
  receipt_sent   date,
  recorded_by    text             not null,
  recorded_at    timestamptz      not null default clock_timestamp(),
  decided_by     text,
  decided_at     timestamptz,
  primary key (district, id),
  constraint second_person check (decided_by <> recorded_by)
);
create index recognition_state on assessment.recognition (district, state, id);
create index recognition_elder on assessment.recognition (district, elder_id);

-- Gradings for long-term care insurance: conclusions of the insurance as they were issued, and our reading of a filled form beside them.
create table assessment.ltc_grading (
  district      text collate "C" not null,
  id            uuid             not null,
  elder_id      uuid             not null,
  township      text collate "C" not null,
  village       text collate "C",
  applied_on    date             not null,
  self_grade    text collate "C" check (self_grade in ('A', 'B', 'C', 'D', 'E', 'F', 'G')),
  graded_on     date,
  agency        text,
  conclusion_no text,                      -- of the insurance; null: no conclusion yet
  concluded_on  date,
  level         smallint check (level between 0 and 5),
  valid_until   date,
  service_mode  text collate "C" check (service_mode in ('home', 'homeVisit', 'facility')),
  answers       jsonb,
  score         jsonb,
  recorded_by   text             not null,
  recorded_at   timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check ((conclusion_no is null) = (level is null))
);
create index ltc_grading_elder on assessment.ltc_grading (district, elder_id);
create index ltc_grading_level on assessment.ltc_grading (district, level, id);

insert into elders.hanging (table_name, elder_column, key_columns, on_merge, on_transfer) values
  ('assessment.dispute', 'elder_id', '{id}', 'move', 'stay'),
  ('assessment.draw_pick', 'elder_id', '{draw_id,rank}', 'move', 'stay'),
  ('assessment.recognition', 'elder_id', '{id}', 'move', 'stay'),
  ('assessment.ltc_grading', 'elder_id', '{id}', 'move', 'move');

grant select on assessment.dispute, assessment.draw, assessment.draw_pick, assessment.issuer, assessment.recognition, assessment.ltc_grading to yiyang_request;
grant select, insert, update on assessment.dispute, assessment.draw, assessment.draw_pick, assessment.issuer, assessment.recognition,
  assessment.ltc_grading to yiyang_system;
-- What leaves with a person who moves to another district is written there and taken away here.
grant delete on assessment.result, assessment.ltc_grading to yiyang_system;

do $$
declare each text;
begin
  foreach each in array array['dispute', 'draw', 'draw_pick', 'issuer', 'recognition', 'ltc_grading'] loop
    execute format('alter table assessment.%I enable row level security', each);
    execute format('alter table assessment.%I force row level security', each);
    execute format('create policy system on assessment.%I to yiyang_system using (true) with check (true)', each);
  end loop;
  foreach each in array array['dispute', 'draw_pick', 'recognition', 'ltc_grading'] loop
    execute format($policy$
      create policy scope on assessment.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
create policy scope on assessment.draw for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
create policy everyone on assessment.issuer for select to yiyang_request using (true);
