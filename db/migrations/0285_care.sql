-- Daily care in a home: the plan of each resident, what was done of it, medicines with a second look, night rounds, meals with kept samples,
-- incidents and the hand-over between shifts. Everything hangs on a stay or on the home; nothing here is ever taken away.
create schema care;
grant usage on schema care to yiyang_request, yiyang_system;

create table care.plan (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  stay_id     uuid             not null,
  from_day    date             not null,
  until_day   date check (until_day >= from_day), -- exclusive: the day that the next plan begins, or the stay ends
  care_level  text collate "C", -- the ability level that it was made for; null: made before an assessment
  assessed_on date,
  goals       text             not null,
  review_on   date,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create unique index plan_now on care.plan (district, stay_id) where until_day is null;
create index plan_home on care.plan (district, facility_id, from_day);

create table care.task (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  plan_id     uuid             not null,
  stay_id     uuid             not null,
  label       text             not null,
  shift       text collate "C" not null check (shift in ('early', 'late', 'night')),
  weekdays    integer[]        not null check (weekdays <@ array[1, 2, 3, 4, 5, 6, 7] and cardinality(weekdays) > 0),
  minutes     integer check (minutes between 1 and 480),
  primary key (district, id),
  foreign key (district, plan_id) references care.plan (district, id)
);
create index task_home on care.task (district, facility_id, shift);
create index task_plan on care.task (district, plan_id);

create table care.task_record (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  task_id     uuid             not null,
  on_day      date             not null,
  outcome     text collate "C" not null check (outcome in ('done', 'refused', 'notPossible')),
  note        text,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, task_id) references care.task (district, id),
  check (outcome = 'done' or note is not null)
);
create unique index task_record_once on care.task_record (district, task_id, on_day);
create index task_record_day on care.task_record (district, facility_id, on_day);

-- A medicine counts only after a second person has compared it with the prescription.
create table care.medicine (
  district     text collate "C" not null,
  id           uuid             not null,
  facility_id  uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  stay_id      uuid             not null,
  name         text             not null,
  dose         text             not null,
  times        text[]           not null check (cardinality(times) > 0), -- '08:00'
  from_day     date             not null,
  until_day    date check (until_day > from_day), -- exclusive
  prescription text             not null, -- who prescribed it and where the paper is
  recorded_by  text             not null,
  recorded_at  timestamptz      not null default clock_timestamp(),
  checked_by   text check (checked_by <> recorded_by),
  checked_at   timestamptz,
  ended_by     text,
  primary key (district, id)
);
create index medicine_home on care.medicine (district, facility_id, from_day);

create table care.dose (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  medicine_id uuid             not null,
  on_day      date             not null,
  at_time     text collate "C" not null,
  outcome     text collate "C" not null check (outcome in ('given', 'refused', 'withheld')),
  note        text,
  given_by    text             not null,
  given_at    timestamptz      not null default clock_timestamp(),
  checked_by  text check (checked_by <> given_by), -- the second person who looked at name, medicine and dose
  checked_at  timestamptz,
  primary key (district, id),
  foreign key (district, medicine_id) references care.medicine (district, id),
  check (outcome = 'given' or note is not null)
);
create unique index dose_once on care.dose (district, medicine_id, on_day, at_time);
create index dose_day on care.dose (district, facility_id, on_day);

create table care.night_round (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  night_of    date             not null, -- the day on whose evening the night begins
  walked_at   timestamptz      not null,
  walked_by   text             not null,
  seen        integer          not null check (seen >= 0),
  findings    jsonb            not null default '[]', -- [{stay, state, note}] of those who were not simply asleep
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index night_round_home on care.night_round (district, facility_id, night_of, walked_at);

create table care.meal (
  district     text collate "C" not null,
  id           uuid             not null,
  facility_id  uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  on_day       date             not null,
  meal         text collate "C" not null check (meal in ('breakfast', 'lunch', 'dinner')),
  menu         text             not null,
  sample_grams integer check (sample_grams between 1 and 2000), -- null: no sample was kept, which is named
  sample_at    timestamptz,
  discarded_at timestamptz,
  recorded_by  text             not null,
  recorded_at  timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check ((sample_grams is null) = (sample_at is null))
);
create unique index meal_once on care.meal (district, facility_id, on_day, meal);

create table care.incident (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  stay_id     uuid             not null,
  kind        text collate "C" not null check (kind in ('choking', 'ingestion', 'pressureInjury', 'burns', 'bedFall', 'fall', 'harm', 'wandering', 'activity', 'other')),
  happened_at timestamptz      not null,
  place       text             not null,
  what        text             not null,
  harm        text collate "C" not null check (harm in ('none', 'light', 'treated', 'hospital', 'death')),
  done_at_once text            not null,
  reported_by text             not null,
  reported_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check (happened_at <= reported_at)
);
create index incident_home on care.incident (district, facility_id, happened_at desc, id);
create index incident_stay on care.incident (district, stay_id, happened_at desc);

-- The chain of an incident: who was told when, what was learnt, that it is closed. Only added to.
create table care.incident_step (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  incident_id uuid             not null,
  kind        text collate "C" not null check (kind in ('familyTold', 'directorTold', 'authorityTold', 'cause', 'learning', 'closed')),
  at          timestamptz      not null,
  note        text             not null,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, incident_id) references care.incident (district, id)
);
create index incident_step_of on care.incident_step (district, incident_id, at);

create table care.hand_over (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  on_day      date             not null,
  shift       text collate "C" not null check (shift in ('early', 'late', 'night')), -- the shift that ends
  figures     jsonb            not null, -- what the records say at that moment
  notes       text             not null,
  given_by    text             not null,
  given_at    timestamptz      not null default clock_timestamp(),
  taken_by    text check (taken_by <> given_by),
  taken_at    timestamptz,
  primary key (district, id)
);
create unique index hand_over_once on care.hand_over (district, facility_id, on_day, shift);

create function care.refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - '{township,village}'::text[]) <> (to_jsonb(old) - '{township,village}'::text[]) then
    raise exception 'what was recorded is never changed: add what is new';
  end if;
  return new;
end $$;
do $$
declare each text;
begin
  foreach each in array array['task', 'task_record', 'night_round', 'incident', 'incident_step'] loop
    execute format('create trigger kept before update or delete on care.%I for each row execute function care.refuse_change()', each);
  end loop;
  foreach each in array array['plan', 'task', 'task_record', 'medicine', 'dose', 'night_round', 'meal', 'incident', 'incident_step', 'hand_over'] loop
    execute format('insert into facilities.hanging values (%L)', 'care.' || each);
    execute format('alter table care.%I enable row level security', each);
    execute format('alter table care.%I force row level security', each);
    execute format('create policy system on care.%I to yiyang_system using (true) with check (true)', each);
    execute format($policy$
      create policy scope on care.%1$I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])
            or facility_id = any ((select string_to_array(current_setting('yiyang.facilities', true), ','))::uuid[]))
      $policy$, each);
  end loop;
end $$;
grant select on all tables in schema care to yiyang_request;
grant select, insert, update on all tables in schema care to yiyang_system;
