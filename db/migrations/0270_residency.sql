-- Who lives in which home and bed, who waits for one, and what a home reports each day. Facilities, rooms and beds themselves are kept by
-- `facilities`; here are people in them.
create extension if not exists btree_gist;
create schema residency;
grant usage on schema residency to yiyang_request, yiyang_system;

-- `township` and `village` of a person-level table are the residence of the elder and follow it; `home_township` and `home_village` are the
-- facility's. `holder` is the file under which a row was opened: it stays when files are merged, so that the rules of the database below
-- never stand in the way of a merge. Two stays of one person that a merge brings together are then seen and settled by hand.
create table residency.application (
  district      text collate "C" not null,
  id            uuid             not null,
  number        text collate "C" not null,
  facility_id   uuid             not null,
  elder_id      uuid             not null,
  holder        uuid             not null,
  township      text collate "C" not null,
  village       text collate "C",
  home_township text collate "C" not null,
  home_village  text collate "C",
  kind          text collate "C" not null check (kind in ('long', 'short', 'respite')),
  wants         text collate "C" not null check (wants in ('ordinary', 'nursing', 'dementia')),
  applied_on    date             not null,
  wanted_from   date, -- of a short stay
  wanted_until  date, -- exclusive
  state         text collate "C" not null default 'waiting' check (state in ('waiting', 'offered', 'admitted', 'withdrawn', 'closed')),
  passes        integer          not null default 0 check (passes >= 0),
  last_standing integer, -- place in the list as last told to the elder
  closed_reason text,
  example       boolean          not null,
  version       integer          not null default 1,
  recorded_by   text             not null,
  recorded_at   timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check (wanted_until > wanted_from),
  check (kind = 'long' or (wanted_from is not null and wanted_until is not null)),
  check (state <> 'closed' or closed_reason is not null)
);
create unique index application_number on residency.application (district, number);
create unique index application_once on residency.application (district, facility_id, holder) where state in ('waiting', 'offered');
create index application_queue on residency.application (district, facility_id, state, applied_on, number);
create index application_elder on residency.application (district, elder_id);

-- A bed offered to somebody. One bed is promised to one person, and a person holds one promise.
create table residency.offer (
  district       text collate "C" not null,
  id             uuid             not null,
  application_id uuid             not null,
  facility_id    uuid             not null,
  bed_id         uuid             not null,
  township       text collate "C" not null,
  village        text collate "C",
  state          text collate "C" not null default 'open' check (state in ('open', 'accepted', 'used', 'declined', 'passed', 'cancelled')),
  standing       integer          not null check (standing > 0), -- place in the list on that day
  skipped        integer          not null default 0 check (skipped >= 0), -- people before whom the bed was offered
  skip_reason    text,
  offered_on     date             not null,
  answer_by      date,
  contacts       jsonb            not null default '[]',
  reason         text,
  offered_by     text             not null,
  offered_at     timestamptz      not null default clock_timestamp(),
  closed_by      text,
  closed_at      timestamptz,
  primary key (district, id),
  foreign key (district, application_id) references residency.application (district, id),
  constraint skip_has_reason check (skipped = 0 or skip_reason is not null)
);
create unique index offer_one_a_bed on residency.offer (district, bed_id) where state in ('open', 'accepted');
create unique index offer_one_a_person on residency.offer (district, application_id) where state in ('open', 'accepted');
create index offer_home on residency.offer (district, facility_id, state, offered_at desc);

create table residency.stay (
  district           text collate "C" not null,
  id                 uuid             not null,
  number             text collate "C" not null,
  facility_id        uuid             not null,
  elder_id           uuid             not null,
  holder             uuid             not null,
  township           text collate "C" not null,
  village            text collate "C",
  home_township      text collate "C" not null,
  home_village       text collate "C",
  application_id     uuid,
  kind               text collate "C" not null check (kind in ('long', 'short', 'respite')),
  from_day           date             not null,
  planned_until      date,
  until_day          date,             -- exclusive
  ended              text collate "C" check (ended in ('left', 'transferred', 'died')),
  ended_reason       text,
  household_division text collate "C", -- at admission; null: not known
  care_level         text collate "C", -- the dated ability level that opened the gate
  supported          boolean          not null, -- government-supported (特困) at admission
  queue_group        integer          not null check (queue_group between 1 and 4),
  example            boolean          not null,
  version            integer          not null default 1,
  recorded_by        text             not null,
  recorded_at        timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check (until_day >= from_day),
  check ((until_day is null) = (ended is null)),
  -- One person lives in one place on a day.
  constraint one_home_a_person exclude using gist (district with =, holder with =, daterange(from_day, until_day) with &&)
);
create unique index stay_number on residency.stay (district, number);
create index stay_home on residency.stay (district, facility_id, from_day);
create index stay_in on residency.stay (district, facility_id) where until_day is null;
create index stay_elder on residency.stay (district, elder_id, from_day);

-- Which bed somebody has from when to when. The database itself holds that a bed has one person and a person one bed on a day.
create table residency.occupancy (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  bed_id      uuid             not null,
  stay_id     uuid             not null,
  holder      uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  from_day    date             not null,
  until_day   date, -- exclusive
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, stay_id) references residency.stay (district, id),
  check (until_day >= from_day),
  constraint one_person_a_bed exclude using gist (district with =, bed_id with =, daterange(from_day, until_day) with &&),
  constraint one_bed_a_person exclude using gist (district with =, holder with =, daterange(from_day, until_day) with &&)
);
create index occupancy_home on residency.occupancy (district, facility_id, from_day);
create index occupancy_open on residency.occupancy (district, facility_id, bed_id) where until_day is null;
create index occupancy_ended on residency.occupancy (district, until_day, from_day) where until_day is not null;
create index occupancy_stay on residency.occupancy (district, stay_id, from_day);

-- Away from the house while the bed is kept.
create table residency.absence (
  district      text collate "C" not null,
  id            uuid             not null,
  facility_id   uuid             not null,
  stay_id       uuid             not null,
  township      text collate "C" not null,
  village       text collate "C",
  kind          text collate "C" not null check (kind in ('hospital', 'leave')),
  from_day      date             not null,
  until_day     date, -- exclusive: the day of the return
  expected_back date,
  note          text,
  recorded_by   text             not null,
  recorded_at   timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, stay_id) references residency.stay (district, id),
  check (until_day >= from_day),
  constraint one_absence_at_a_time exclude using gist (district with =, stay_id with =, daterange(from_day, until_day) with &&)
);
create index absence_home on residency.absence (district, facility_id, from_day);
create index absence_stay on residency.absence (district, stay_id, from_day);

-- The nine risks before admission and at every later look (GB 38600): a level and, where there is a risk, measures.
create table residency.risk_sheet (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  stay_id     uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  assessed_on date             not null,
  instrument  text collate "C" not null,
  version     text collate "C" not null,
  risks       jsonb            not null, -- {risk: {level, measures, answers?}}
  assessed_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, stay_id) references residency.stay (district, id)
);
create index risk_sheet_stay on residency.risk_sheet (district, stay_id, assessed_on desc);

-- What was agreed. An amendment is another row from a later day; sums are whole fen a month.
create table residency.contract (
  district         text collate "C" not null,
  id               uuid             not null,
  number           text collate "C" not null,
  facility_id      uuid             not null,
  stay_id          uuid             not null,
  elder_id         uuid             not null,
  township         text collate "C" not null,
  village          text collate "C",
  home_township    text collate "C" not null,
  home_village     text collate "C",
  signed_on        date             not null,
  valid_from       date             not null,
  valid_to         date check (valid_to > valid_from), -- exclusive; null: until it is ended
  bed_fee_fen      bigint           not null check (bed_fee_fen >= 0),
  care_fee_fen     bigint           not null check (care_fee_fen >= 0),
  meal_fee_fen     bigint           not null check (meal_fee_fen >= 0),
  deposit_fen      bigint           not null check (deposit_fen >= 0),
  membership_fen   bigint           not null default 0 check (membership_fen >= 0),
  prepaid_months   integer          not null default 0 check (prepaid_months between 0 and 120), -- months paid ahead, as agreed
  hospital_percent integer check (hospital_percent between 0 and 100), -- of the bed fee; null: not agreed
  leave_percent    integer check (leave_percent between 0 and 100),
  payer            text collate "C" not null check (payer in ('self', 'family', 'government')),
  signed_by        text collate "C" not null check (signed_by in ('self', 'guardian', 'supporter', 'government')),
  example          boolean          not null,
  recorded_by      text             not null,
  recorded_at      timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, stay_id) references residency.stay (district, id)
);
create unique index contract_number on residency.contract (district, number);
create unique index contract_from on residency.contract (district, stay_id, valid_from);
create index contract_home on residency.contract (district, facility_id, valid_from);
create index contract_elder on residency.contract (district, elder_id);

-- What a month costs under the contract, and what was paid of it.
create table residency.charge (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  stay_id     uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  month       date             not null check (extract(day from month) = 1),
  amount_fen  bigint           not null check (amount_fen >= 0),
  detail      jsonb            not null, -- days in the house, in hospital, on leave; days that the contract says nothing about
  due_on      date             not null,
  paid_fen    bigint           not null default 0 check (paid_fen between 0 and amount_fen),
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, stay_id) references residency.stay (district, id)
);
create unique index charge_once on residency.charge (district, stay_id, month);
create index charge_home on residency.charge (district, facility_id, month);
create index charge_open on residency.charge (district, facility_id, due_on) where paid_fen < amount_fen;

-- What a home states of a day. A report is never changed: a correction is a further version.
create table residency.daily_report (
  district     text collate "C" not null,
  facility_id  uuid             not null,
  on_day       date             not null,
  version      integer          not null check (version > 0),
  township     text collate "C" not null,
  village      text collate "C",
  beds         integer          not null check (beds >= 0),
  nursing_beds integer          not null check (nursing_beds between 0 and beds),
  residents    integer          not null check (residents >= 0),
  on_leave     integer          not null check (on_leave >= 0),
  in_hospital  integer          not null check (in_hospital >= 0),
  counted      integer          not null check (counted >= 0), -- people seen in the house
  care_staff   integer          not null check (care_staff >= 0),
  night_staff  integer          not null check (night_staff >= 0),
  reasons      text[]           not null, -- what changed since the day before
  problems     text[]           not null, -- what had to be answered for
  explanation  text,
  checks       jsonb            not null default '[]', -- the self-check round
  submitted_by text             not null,
  submitted_at timestamptz      not null default clock_timestamp(),
  primary key (district, facility_id, on_day, version),
  check (problems = '{}' or explanation is not null)
);
create index daily_report_day on residency.daily_report (district, on_day, facility_id);

-- What a self-check found: a place, a person who mends it and a day.
create table residency.hazard (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  item        text collate "C" not null,
  found_on    date             not null,
  place       text             not null,
  what        text             not null,
  person      text             not null,
  due_on      date             not null check (due_on >= found_on),
  file_id     uuid,
  state       text collate "C" not null default 'open' check (state in ('open', 'fixed')),
  fixed_on    date,
  fixed_note  text,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check ((state = 'fixed') = (fixed_on is not null))
);
create index hazard_open on residency.hazard (district, facility_id, state, due_on);

-- Whether a government-supported person wants to live in a home, asked and answered: nobody is moved without it.
create table residency.central_care_wish (
  district      text collate "C" not null,
  id            uuid             not null,
  elder_id      uuid             not null,
  township      text collate "C" not null,
  village       text collate "C",
  wish          text collate "C" not null check (wish in ('central', 'scattered')),
  answered_by   text collate "C" not null check (answered_by in ('self', 'guardian')),
  asked_on      date             not null,
  note          text             not null default '',
  superseded_at timestamptz,
  asked_by      text             not null,
  recorded_at   timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index central_care_wish_now on residency.central_care_wish (district, elder_id) where superseded_at is null;

insert into facilities.hanging values
  ('residency.offer'), ('residency.occupancy'), ('residency.absence'), ('residency.risk_sheet'), ('residency.charge'), ('residency.daily_report'),
  ('residency.hazard');
insert into elders.hanging (table_name, elder_column, key_columns, on_merge, on_transfer) values
  ('residency.application', 'elder_id', '{id}', 'move', 'stay'),
  ('residency.stay', 'elder_id', '{id}', 'move', 'stay'),
  ('residency.contract', 'elder_id', '{id}', 'move', 'stay'),
  ('residency.central_care_wish', 'elder_id', '{id}', 'move', 'move');

create function residency.refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or (to_jsonb(new) - '{township,village,elder_id}'::text[]) <> (to_jsonb(old) - '{township,village,elder_id}'::text[]) then
  -- A place follows, and a contract goes with a file that is merged; nothing else of it changes.
    raise exception 'what was reported or agreed is never changed: add what is new';
  end if;
  return new;
end $$;
create trigger kept before update or delete on residency.daily_report for each row execute function residency.refuse_change();
create trigger kept before update or delete on residency.contract for each row execute function residency.refuse_change();
create trigger kept before update or delete on residency.risk_sheet for each row execute function residency.refuse_change();

grant select on all tables in schema residency to yiyang_request;
grant select, insert, update on all tables in schema residency to yiyang_system;
-- It moves with its person to another district.
grant delete on residency.central_care_wish to yiyang_system;

-- A home's own account sees its own rows (`yiyang.facilities`, expanded at sign-in); officials see people by where they live and by the home
-- they are in, and what belongs to a home by its place.
do $$
declare each text;
begin
  foreach each in array array['application', 'offer', 'stay', 'occupancy', 'absence', 'risk_sheet', 'contract', 'charge', 'daily_report',
                              'hazard', 'central_care_wish'] loop
    execute format('alter table residency.%I enable row level security', each);
    execute format('alter table residency.%I force row level security', each);
    execute format('create policy system on residency.%I to yiyang_system using (true) with check (true)', each);
    execute format($policy$
      create policy scope on residency.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])%s%s)
      $policy$, each,
      case when each in ('application', 'stay', 'contract') then $arms$
            or home_township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or home_village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])$arms$ else '' end,
      case when each <> 'central_care_wish' then $arm$
            or facility_id = any ((select string_to_array(current_setting('yiyang.facilities', true), ','))::uuid[])$arm$ else '' end);
  end loop;
end $$;
