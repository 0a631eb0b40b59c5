-- A scheme that is applied for pays whoever applied and was granted, or agreed. The claim is a dated record of its own beside the facts.
create table benefits.claim (
  district      text collate "C" not null,
  id            uuid             not null,
  elder_id      uuid             not null,
  township      text collate "C" not null,
  village       text collate "C",
  scheme        text collate "C" not null,
  valid_from    date             not null check (extract(day from valid_from) = 1),
  valid_to      date             check (valid_to > valid_from),
  how           text collate "C" not null check (how in ('application', 'consent')),
  case_id       uuid,
  account       text             not null,
  recorded_at   timestamptz      not null default clock_timestamp(),
  superseded_at timestamptz,
  primary key (district, id)
);
create index claim_elder on benefits.claim (district, elder_id, scheme);
create index claim_recorded on benefits.claim (district, recorded_at);

-- Meets the conditions, and has neither applied nor agreed: proposed, not paid.
alter table benefits.entitlement drop constraint entitlement_outcome_check;
alter table benefits.entitlement add constraint entitlement_outcome_check
  check (outcome in ('granted', 'excluded', 'blocked', 'undetermined', 'unclaimed'));

create schema applications;
grant usage on schema applications to yiyang_request, yiyang_system;

-- What an application is beside its case: who asks, how they agreed, what the rule said on that day.
create table applications.application (
  district    text collate "C" not null,
  case_id     uuid             not null,
  subject_id  uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  scheme      text collate "C" not null,
  bundle      uuid             not null, -- one form may ask for several schemes
  channel     text collate "C" not null check (channel in ('self', 'delegate', 'village', 'counter', 'proactive')),
  consent_how text collate "C" not null check (consent_how in ('present', 'signed', 'voice', 'message', 'delegation')),
  consent_by  text             not null, -- the account that recorded it
  consent_ref text,                      -- the recording or the signed sheet, a file
  delegation  uuid,
  answer      jsonb            not null, -- outcome, amount and rule version on the day of the application
  stated      jsonb            not null default '{}', -- facts of a facility, told in the form
  about       text             not null default '',   -- name of the facility; empty for persons
  applied_at  timestamptz      not null default clock_timestamp(),
  primary key (district, case_id)
);
create index application_subject on applications.application (district, subject_id, scheme);
create index application_bundle on applications.application (district, bundle);

-- A family member may act for the elder until a day, never without end.
create table applications.delegation (
  district    text collate "C" not null,
  id          uuid             not null,
  elder_id    uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  delegate    text             not null, -- the account of the family member where there is one
  name        text             not null check (char_length(name) between 1 and 100),
  relation    text collate "C" not null,
  valid_from  date             not null,
  valid_to    date             not null, -- exclusive
  agreed_how  text collate "C" not null check (agreed_how in ('present', 'signed', 'voice', 'message')),
  agreed_ref  text,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  ended_at    timestamptz,
  ended_by    text,
  primary key (district, id),
  check (valid_to > valid_from)
);
create index delegation_elder on applications.delegation (district, elder_id);
create index delegation_delegate on applications.delegation (delegate, valid_to);

-- Saved and gone on with later; the content is sealed, and goes away by itself.
create table applications.draft (
  district   text collate "C" not null default '',
  id         uuid             not null,
  owner      text             not null,
  subject_id uuid,
  title      text             not null,
  cipher     bytea            not null,
  version    integer          not null default 1,
  saved_at   timestamptz      not null default clock_timestamp(),
  expires_at timestamptz      not null,
  primary key (district, id)
);
create index draft_owner on applications.draft (owner, saved_at desc);
create index draft_expiry on applications.draft (expires_at);

-- What people think of how it was done, once the case is over.
create table applications.rating (
  district text collate "C" not null,
  case_id  uuid             not null,
  score    integer          not null check (score between 1 and 5),
  words    text,
  at       timestamptz      not null default clock_timestamp(),
  primary key (district, case_id)
);

insert into elders.hanging (table_name, elder_column, key_columns, on_merge) values
  ('benefits.claim', 'elder_id', '{id}', 'move'),
  ('applications.application', 'subject_id', '{case_id}', 'move'),
  ('applications.delegation', 'elder_id', '{id}', 'move');

grant select, insert on benefits.claim, applications.application, applications.delegation to yiyang_request;
grant update (valid_to, superseded_at) on benefits.claim to yiyang_request;
grant update (ended_at, ended_by) on applications.delegation to yiyang_request;
grant select, insert, update, delete on applications.draft to yiyang_request;
grant select on applications.rating to yiyang_request;
grant select, insert, update, delete on benefits.claim to yiyang_system;
grant select, insert, update, delete on all tables in schema applications to yiyang_system;

do $$
declare each text;
begin
  foreach each in array array['benefits.claim', 'applications.application', 'applications.delegation', 'applications.draft', 'applications.rating'] loop
    execute format('alter table %s enable row level security', each);
    execute format('alter table %s force row level security', each);
    execute format('create policy system on %s to yiyang_system using (true) with check (true)', each);
  end loop;
  foreach each in array array['benefits.claim', 'applications.application', 'applications.delegation'] loop
    execute format($policy$
      create policy scope on %s to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
        with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
create policy own on applications.draft to yiyang_request
  using (owner = (select current_setting('yiyang.account', true)))
  with check (owner = (select current_setting('yiyang.account', true)));
create policy scope on applications.rating for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
