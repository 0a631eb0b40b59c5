-- Welfare visits: who is to be visited (computed for a month), by whom and on which day, what was found, what follows from it.
-- No foreign keys between these tables: a person who moves to another district takes the rows there one table at a time.
create schema visits;
grant usage on schema visits to yiyang_request, yiyang_system;

-- A post in a village: assistants, grid workers, contact persons. One person may hold posts in several villages.
create table visits.post (
  district    text collate "C" not null,
  id          uuid             not null,
  township    text collate "C" not null,
  village     text collate "C" not null,
  account     text             not null, -- empty where the person has none: contact persons
  name        text             not null check (char_length(name) between 1 and 100),
  cipher bytea,
  kind        text collate "C" not null check (kind in ('assistant', 'grid', 'doctor', 'volunteer', 'socialWorker', 'contact')),
  source      text collate "C" not null check (source in ('committee', 'publicWelfare', 'villageDoctor', 'gridWorker', 'volunteer', 'purchased', 'other')),
  full_time   boolean          not null,
  daily_most  integer          not null check (daily_most between 0 and 60), -- visits a day; 0: makes no planned visits
  trained_on  date,
  valid_from  date             not null,
  valid_to    date             check (valid_to > valid_from),
  note        text             not null default '',
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index post_village on visits.post (district, village, valid_from);
create index post_account on visits.post (district, account);

create table visits.absence (
  district    text collate "C" not null,
  id          uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  account     text             not null,
  valid_from  date             not null,
  valid_to    date             not null check (valid_to > valid_from), -- exclusive
  reason      text             not null,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index absence_account on visits.absence (district, account, valid_from);

-- Who answers for a township at a time, until there is a call centre.
create table visits.duty (
  district     text collate "C" not null,
  id           uuid             not null,
  township     text collate "C" not null,
  account      text             not null default '',
  name         text             not null check (char_length(name) between 1 and 100),
  cipher bytea            not null,
  from_at      timestamptz      not null,
  until_at     timestamptz      not null check (until_at > from_at),
  recorded_by  text             not null,
  recorded_at  timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index duty_at on visits.duty (district, township, until_at);

-- One generation of a month's plan for a district: what it rested on and what nobody has set.
create table visits.plan_run (
  district    text collate "C" not null,
  id          uuid             not null,
  month       date             not null check (extract(day from month) = 1),
  as_of       date             not null,
  driver      text collate "C" not null check (driver in ('specialDifficulty', 'visitPriority', 'either')),
  basis       jsonb            not null, -- rule versions and settings as they stood
  unset       text[]           not null, -- parameters that nobody has set: what hangs on them is not planned
  listed      integer          not null,
  undecided   integer          not null, -- on neither list for certain, because a fact is missing
  planned     integer          not null,
  unassigned  integer          not null,
  made_by     text             not null,
  made_at     timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index plan_run_month on visits.plan_run (district, month, made_at desc);

-- Who is on either list in a month, as computed; null is undecided because a fact is missing.
create table visits.listed (
  district           text collate "C" not null,
  month              date             not null,
  elder_id           uuid             not null,
  township           text collate "C" not null,
  village            text collate "C",
  special_difficulty boolean,
  visit_priority     boolean,
  because            text[]           not null,
  risk               text collate "C" not null check (risk in ('high', 'key', 'general', 'none')),
  due                integer          not null, -- visits in the month
  in_facility        boolean          not null,
  primary key (district, month, elder_id)
);
create index listed_village on visits.listed (district, month, township, village);

create table visits.plan (
  district    text collate "C" not null,
  id          uuid             not null,
  month       date             not null,
  elder_id    uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  ordinal     integer          not null check (ordinal >= 1),
  on_day      date             not null,
  from_day    date             not null,
  until_day   date             not null check (until_day >= from_day),
  account     text             not null, -- empty: nobody yet
  state       text collate "C" not null default 'planned' check (state in ('planned', 'done', 'notSeen', 'cancelled')),
  attempts    integer          not null default 0,
  evidence    boolean          not null default false, -- done by a visit at the door that has evidence
  record_id   uuid,
  cause       text collate "C", -- why it was cancelled or moved last
  moved_from  text collate "C", -- helper before
  changed_at  timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  unique (district, month, elder_id, ordinal)
);
create index plan_village on visits.plan (district, month, township, village, on_day);
create index plan_account on visits.plan (district, month, account, on_day);

-- A visit, made on a device that may have had no network: its id is the device's. Never changed but for what is computed about it.
create table visits.record (
  district      text collate "C" not null,
  id            uuid             not null,
  elder_id      uuid             not null,
  township      text collate "C" not null,
  village       text collate "C",
  plan_id       uuid,
  corrects      uuid,
  corrected_by  uuid,
  account       text             not null,
  helper        text             not null, -- name as it was
  way           text collate "C" not null check (way in ('home', 'phone', 'video')),
  outcome       text collate "C" not null check (outcome in ('seen', 'notSeen', 'died', 'movedAway')),
  reason        text collate "C",
  on_day        date             not null, -- of the device's start, in Asia/Shanghai
  started_at    timestamptz      not null,
  ended_at      timestamptz      not null,
  saved_at      timestamptz      not null,
  received_at   timestamptz      not null default clock_timestamp(),
  device        uuid             not null,
  clock_offset  bigint,
  lng           double precision,
  lat           double precision,
  accuracy      double precision,
  no_place      text collate "C",
  instrument    text collate "C",
  instrument_version text collate "C",
  answers       jsonb            not null,
  unchanged     text[]           not null,
  level         integer,
  danger_signs  text[]           not null,
  condition     text             not null,
  next_steps    text             not null,
  next_on       date,
  evidence      boolean          not null, -- at the door, seen, with a place or with a file that has arrived
  case_id       uuid,
  digest        bytea            not null, -- of the upload: the same id with other content is refused
  primary key (district, id)
);
create index record_elder on visits.record (district, elder_id, started_at desc);
create index record_account on visits.record (district, account, started_at);
create index record_village on visits.record (district, township, village, on_day);
create index record_plan on visits.record (district, plan_id) where plan_id is not null;

create table visits.attachment (
  district   text collate "C" not null,
  id         uuid             not null,
  record_id  uuid             not null,
  elder_id   uuid             not null,
  township   text collate "C" not null,
  village    text collate "C",
  kind       text collate "C" not null check (kind in ('photo', 'voice')),
  sha256     bytea            not null check (length(sha256) = 32),
  bytes      integer          not null,
  taken_at   timestamptz      not null,
  file_id    uuid,
  arrived_at timestamptz,
  primary key (district, id)
);
create index attachment_record on visits.attachment (district, record_id);
create index attachment_hash on visits.attachment (district, sha256);

-- What is known about a door, and every change of it; a change made on old knowledge is kept beside the newer one.
create table visits.door (
  district   text collate "C" not null,
  elder_id   uuid             not null,
  township   text collate "C" not null,
  village    text collate "C",
  version    integer          not null default 1,
  key_holder text,
  hearing    text,
  dog        text,
  path       text,
  best_time  text,
  remark     text,
  changed_by text             not null,
  changed_at timestamptz      not null default clock_timestamp(),
  primary key (district, elder_id)
);
create table visits.door_change (
  district   text collate "C" not null,
  id         uuid             not null,
  elder_id   uuid             not null,
  township   text collate "C" not null,
  village    text collate "C",
  record_id  uuid,
  field      text collate "C" not null,
  was        text,
  becomes    text,
  found      text,
  applied    boolean          not null,
  settled_by text,
  settled_at timestamptz,
  account    text             not null,
  at         timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index door_change_elder on visits.door_change (district, elder_id, field, at desc);

-- Changes of the register that a helper proposes; a clerk makes them there or says why not.
create table visits.proposal (
  district   text collate "C" not null,
  id         uuid             not null,
  elder_id   uuid             not null,
  township   text collate "C" not null,
  village    text collate "C",
  record_id  uuid             not null,
  about      text             not null,
  words      text             not null,
  account    text             not null,
  at         timestamptz      not null default clock_timestamp(),
  state      text collate "C" not null default 'open' check (state in ('open', 'taken', 'declined')),
  settled_by text,
  settled_at timestamptz,
  reason     text,
  primary key (district, id)
);
create index proposal_open on visits.proposal (district, township, state, at);

-- Somebody has to look at once: not seen twice, or a danger sign. Its life is a case of the process engine.
create table visits.check (
  district     text collate "C" not null,
  case_id      uuid             not null,
  elder_id     uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  record_id    uuid             not null,
  because      text collate "C" not null check (because in ('notSeenTwice', 'dangerSign')),
  signs        text[]           not null,
  duty_account text             not null default '',
  duty_name    text,
  cipher bytea,
  opened_at    timestamptz      not null,
  due_at       timestamptz,
  due_note     text collate "C",
  closed_at    timestamptz,
  outcome      text,
  primary key (district, case_id)
);
create index check_elder on visits.check (district, elder_id) where closed_at is null;
create index check_open on visits.check (district, township, due_at) where closed_at is null;

-- A need found at a visit. Owner, deadline and life are a case; here stands what it is about and who confirmed the outcome.
create table visits.referral (
  district     text collate "C" not null,
  id           uuid             not null, -- the device's
  case_id      uuid             not null,
  elder_id     uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  record_id    uuid,
  kind         text collate "C" not null,
  words        text             not null,
  state        text collate "C" not null check (state in ('waiting', 'taken', 'done', 'returned', 'confirmed', 'notMet', 'withdrawn')),
  owner        text             not null default '',
  reported_by  text             not null,
  reported_at  timestamptz      not null default clock_timestamp(),
  due_on       date,
  came_back    integer          not null default 0,
  outcome      text,
  confirmed_by text collate "C" check (confirmed_by in ('elder', 'family')),
  confirmed_at timestamptz,
  call_back    boolean          not null default false, -- drawn for a call by somebody else
  primary key (district, id)
);
create index referral_elder on visits.referral (district, elder_id, reported_at desc);
create index referral_case on visits.referral (district, case_id);
create index referral_open on visits.referral (district, township, state, due_on);

-- What looks odd about a record: a question to a supervisor with an answer that is kept, never a verdict.
create table visits.question (
  district    text collate "C" not null,
  id          uuid             not null,
  elder_id    uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  record_id   uuid             not null,
  kind        text collate "C" not null check (kind in ('distance', 'shortStay', 'impossibleTravel', 'reusedPhoto', 'equalAnswers', 'clock')),
  account     text             not null, -- the helper
  on_day      date             not null,
  facts       jsonb            not null,
  asked_at    timestamptz      not null default clock_timestamp(),
  said        text,                      -- by the helper
  said_at     timestamptz,
  answer      text collate "C" check (answer in ('explained', 'corrected', 'toTrain', 'toVisitAgain')),
  answer_note text,
  answered_by text,
  answered_at timestamptz,
  primary key (district, id),
  unique (district, record_id, kind)
);
create index question_open on visits.question (district, township, asked_at) where answered_at is null;
create index question_account on visits.question (district, account, asked_at desc);

-- Ways that somebody walked or drove, so that others find them.
create table visits.track (
  district   text collate "C" not null,
  id         uuid             not null,
  township   text collate "C" not null,
  village    text collate "C" not null,
  account    text             not null,
  way        text collate "C" not null check (way in ('walk', 'ride')),
  started_at timestamptz      not null,
  points     jsonb            not null,
  hazards    jsonb            not null,
  primary key (district, id)
);
create index track_village on visits.track (district, village, started_at desc);

-- A named partner for an elder: one to one, or by grid. `help` is the plan of help; each act of it is logged.
create table visits.pair (
  district     text collate "C" not null,
  id           uuid             not null,
  elder_id     uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  mode         text collate "C" not null check (mode in ('oneToOne', 'grid')),
  account      text             not null, -- empty where the partner has none
  partner      text             not null check (char_length(partner) between 1 and 100),
  partner_kind text collate "C" not null check (partner_kind in ('partyMember', 'cadre', 'volunteer', 'neighbour', 'assistant', 'grid', 'socialWorker', 'other')),
  cipher bytea,
  help         text[]           not null,
  every_days   integer          check (every_days between 1 and 366),
  signed_on    date,
  valid_from   date             not null,
  valid_to     date             check (valid_to > valid_from),
  ended_because text,
  follows      uuid,             -- the pair that was handed over
  recorded_by  text             not null,
  recorded_at  timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index pair_elder on visits.pair (district, elder_id, valid_from);
create index pair_account on visits.pair (district, account) where account <> '';
create index pair_village on visits.pair (district, township, village);

create table visits.help_act (
  district    text collate "C" not null,
  id          uuid             not null,
  pair_id     uuid             not null,
  elder_id    uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  kind        text collate "C" not null,
  minutes     integer          not null check (minutes between 1 and 1440),
  on_day      date             not null,
  note        text             not null default '',
  account     text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index help_act_pair on visits.help_act (district, pair_id, on_day desc);

insert into elders.hanging (table_name, elder_column, key_columns, on_merge) values
  ('visits.listed', 'elder_id', '{month}', 'move'),
  ('visits.plan', 'elder_id', '{month,ordinal}', 'move'),
  ('visits.record', 'elder_id', '{id}', 'move'),
  ('visits.attachment', 'elder_id', '{id}', 'move'),
  ('visits.door', 'elder_id', '{district}', 'move'),
  ('visits.door_change', 'elder_id', '{id}', 'move'),
  ('visits.proposal', 'elder_id', '{id}', 'move'),
  ('visits.check', 'elder_id', '{case_id}', 'move'),
  ('visits.referral', 'elder_id', '{id}', 'move'),
  ('visits.question', 'elder_id', '{id}', 'move'),
  ('visits.pair', 'elder_id', '{id}', 'move'),
  ('visits.help_act', 'elder_id', '{id}', 'move');

grant select, insert, update, delete on all tables in schema visits to yiyang_system;
grant select, insert, update on visits.post, visits.absence, visits.plan, visits.record, visits.attachment, visits.door,
  visits.door_change, visits.proposal, visits.referral, visits.question, visits.duty, visits.pair to yiyang_request;
grant select, insert on visits.plan_run, visits.listed, visits.track, visits.help_act to yiyang_request;
grant select, insert, update on visits.check to yiyang_request;
grant delete on visits.plan, visits.listed to yiyang_request;

do $$
declare each text;
begin
  foreach each in array array['post', 'absence', 'listed', 'plan', 'record', 'attachment', 'door', 'door_change', 'proposal', 'check',
      'referral', 'question', 'track', 'pair', 'help_act', 'duty', 'plan_run'] loop
    execute format('alter table visits.%I enable row level security', each);
    execute format('alter table visits.%I force row level security', each);
    execute format('create policy system on visits.%I to yiyang_system using (true) with check (true)', each);
  end loop;
  foreach each in array array['post', 'absence', 'listed', 'plan', 'record', 'attachment', 'door', 'door_change', 'proposal', 'check',
      'referral', 'question', 'track', 'pair', 'help_act'] loop
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
create policy scope on visits.duty to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[]))
  with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[]));
-- A plan of a district names nobody.
create policy scope on visits.plan_run to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or strpos(',' || current_setting('yiyang.townships', true), ',' || district) > 0
      or strpos(',' || current_setting('yiyang.villages', true), ',' || district) > 0)
  with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
