-- Cases that move through declared states. The engine knows no area: a case names its subject by kind and id, and the area keeps what it
-- needs to know beside it. No foreign keys between these tables: a transfer writes the rows of a person anew in another district.
create schema process;
grant usage on schema process to yiyang_request, yiyang_system;

-- Every version of every declaration that a case was ever opened under. Data only, so that old cases can still be read and moved.
create table process.declaration (
  kind       text collate "C" not null,
  version    integer          not null check (version >= 1),
  digest     text collate "C" not null,
  content    jsonb            not null,
  stored_at  timestamptz      not null default clock_timestamp(),
  primary key (kind, version)
);

-- Numbers are taken from one of many rows, whichever nobody holds: gaps do not matter, and writers do not wait for one another.
create table process.number (
  letters text collate "C" not null,
  year    integer          not null,
  slot    integer          not null,
  next    integer          not null default 0,
  primary key (letters, year, slot)
);

create table process.case (
  district     text collate "C" not null,
  id           uuid             not null,
  number       text collate "C" not null,
  kind         text collate "C" not null,
  version      integer          not null, -- of the declaration that it began with
  subject_kind text collate "C" not null,
  subject_id   uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  state        text collate "C" not null,
  desk         text collate "C",          -- whom it waits for; null when it is over
  handler      text,                      -- the account it was given to; null means whoever of the desk comes first
  origin       text collate "C" not null,
  outcome      text collate "C",
  required     text[]           not null default '{}', -- evidence that this case needs
  terms        jsonb            not null, -- days of each clock as they stood at the beginning; null is not set
  rules        jsonb            not null default '{}', -- the rules that it began with, as the area names them
  clocks       jsonb            not null default '{}', -- days used of each clock, and since when it runs
  due_on       date,                      -- last day of the clock that runs
  due_note     text collate "C",          -- why there is none: setting:ID or calendar:YEAR
  due_key      date generated always as (coalesce(due_on, 'infinity'::date)) stored,
  revision     integer          not null default 1,
  opened_on    date             not null,
  opened_at    timestamptz      not null default clock_timestamp(),
  changed_at   timestamptz      not null default clock_timestamp(),
  closed_at    timestamptz,
  primary key (district, id),
  unique (district, number)
);
create index case_desk on process.case (district, desk, due_key, id) where closed_at is null;
create index case_township on process.case (district, township, desk, due_key, id) where closed_at is null;
create index case_subject on process.case (district, subject_id);
create index case_kind on process.case (district, kind, state, due_key, id);
create index case_closed on process.case (district, closed_at desc, id) where closed_at is not null;
create index case_number on process.case (number);

-- The timeline: everything that was done to a case, by whom, under which name. Never changed.
create table process.act (
  district     text collate "C" not null,
  id           uuid             not null,
  case_id      uuid             not null,
  subject_id   uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  seq          integer          not null,
  move         text collate "C" not null, -- of the declaration, or +note, +assign, +evidence, +late, +reminder
  from_state   text collate "C" not null,
  to_state     text collate "C" not null,
  account      text             not null,
  party        text collate "C" not null, -- as what the account acted: a role, a relation, the clock
  on_behalf_of text,                      -- of the colleague whose deputy the account was
  says         text             not null,
  reason       text,
  shown        boolean          not null, -- also to the applicant
  detail       jsonb            not null default '{}',
  on_day       date             not null,
  at           timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  unique (district, case_id, seq)
);

-- A deadline is a row: it fires once, also after a restart.
create table process.deadline (
  district     text collate "C" not null,
  id           uuid             not null,
  case_id      uuid             not null,
  subject_id   uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  clock        text collate "C" not null,
  purpose      text collate "C" not null check (purpose in ('due', 'reminder')),
  due_on       date             not null,
  fires_at     timestamptz      not null,
  fired_at     timestamptz,
  cancelled_at timestamptz,
  primary key (district, id),
  check (fired_at is null or cancelled_at is null)
);
create index deadline_waiting on process.deadline (fires_at) where fired_at is null and cancelled_at is null;
create index deadline_case on process.deadline (district, case_id) where fired_at is null and cancelled_at is null;

-- What has been handed in or is known already. A later row of the same name replaces an earlier one, which stays.
create table process.evidence (
  district     text collate "C" not null,
  id           uuid             not null,
  case_id      uuid             not null,
  subject_id   uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  name         text collate "C" not null,
  standing     text collate "C" not null check (standing in ('given', 'held', 'rejected')), -- held: the register knows it, not asked
  source       text collate "C" not null, -- file, register, statement
  ref          text,
  note         text,
  account      text             not null,
  at           timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index evidence_case on process.evidence (district, case_id, name, at);

-- While somebody is away another account of the same desk does their work. It gives no right that the deputy's own grants do not give.
create table process.deputy (
  district   text collate "C" not null,
  id         uuid             not null,
  account    text             not null,
  deputy     text             not null,
  valid_from date             not null,
  valid_to   date             not null,
  reason     text             not null,
  made_by    text             not null,
  made_at    timestamptz      not null default clock_timestamp(),
  ended_at   timestamptz,
  primary key (district, id),
  check (valid_to > valid_from),
  check (account <> deputy)
);
create index deputy_account on process.deputy (account, valid_to);
create index deputy_deputy on process.deputy (deputy, valid_to);

insert into elders.hanging (table_name, elder_column, key_columns, on_merge) values
  ('process.case', 'subject_id', '{id}', 'move'),
  ('process.act', 'subject_id', '{id}', 'move'),
  ('process.deadline', 'subject_id', '{id}', 'move'),
  ('process.evidence', 'subject_id', '{id}', 'move');

-- Whose file it hangs on and where that file lies may change; what was done may not.
create function process.refuse_change() returns trigger language plpgsql as $$
begin
  if row (new.id, new.case_id, new.seq, new.move, new.from_state, new.to_state, new.account, new.party, new.on_behalf_of, new.says,
          new.reason, new.shown, new.detail, new.on_day, new.at)
     is distinct from
     row (old.id, old.case_id, old.seq, old.move, old.from_state, old.to_state, old.account, old.party, old.on_behalf_of, old.says,
          old.reason, old.shown, old.detail, old.on_day, old.at) then
    raise exception 'an act of a case is never changed';
  end if;
  return new;
end $$;
create trigger kept before update on process.act for each row execute function process.refuse_change();

grant select on all tables in schema process to yiyang_request;
grant insert on process.declaration, process.case, process.act, process.deadline, process.evidence to yiyang_request;
grant update on process.case, process.deadline to yiyang_request;
grant insert, update on process.number to yiyang_request;
grant insert on process.deputy to yiyang_request;
grant update (ended_at) on process.deputy to yiyang_request;
grant select, insert, update, delete on all tables in schema process to yiyang_system;
revoke update, delete on process.declaration from yiyang_system;

do $$
declare each text;
begin
  foreach each in array array['declaration', 'number', 'case', 'act', 'deadline', 'evidence', 'deputy'] loop
    execute format('alter table process.%I enable row level security', each);
    execute format('alter table process.%I force row level security', each);
    execute format('create policy system on process.%I to yiyang_system using (true) with check (true)', each);
  end loop;
  foreach each in array array['case', 'act', 'deadline', 'evidence'] loop
    execute format($policy$
      create policy scope on process.%I to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
        with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
-- Declarations are as public as the law; numbers say nothing.
create policy everyone on process.declaration to yiyang_request using (true) with check (true);
create policy everyone on process.number to yiyang_request using (true) with check (true);
-- Both colleagues see the arrangement, and the district that answers for them.
create policy reading on process.deputy for select to yiyang_request
  using (account = (select current_setting('yiyang.account', true))
      or deputy = (select current_setting('yiyang.account', true))
      or district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
create policy making on process.deputy for insert to yiyang_request
  with check (made_by = (select current_setting('yiyang.account', true))
     and (account = (select current_setting('yiyang.account', true))
       or district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])));
create policy ending on process.deputy for update to yiyang_request
  using (account = (select current_setting('yiyang.account', true))
      or district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
