-- Filings of facilities (备案): opening, branch sites, homes without a licence from before, change, suspension, closing. A filing is a case of
-- the process engine under the same id; what departments are asked is a case of its own each, with its own clock.
create table facilities.filing (
  district      text collate "C" not null,
  id            uuid             not null, -- of the case
  number        text collate "C" not null,
  kind          text collate "C" not null check (kind in ('opening', 'branch', 'legacy', 'change', 'suspension', 'closing')),
  state         text collate "C" not null check (state in ('submitted', 'correcting', 'filed', 'closed', 'withdrawn')),
  facility_id   uuid,            -- null until an opening is filed
  name          text             not null,
  operator      text collate "C" not null references facilities.organisation (credit_code),
  township      text collate "C" not null,
  village       text collate "C",
  effective_on  date             not null,
  form          jsonb            not null, -- as it was filled in
  opening       jsonb            not null, -- what the rules said on that day: spared, required, verify, receivable, open
  receipt       text,            -- where the receipt is printed
  filed_on      date,
  example       boolean          not null,
  submitted_by  text             not null,
  submitted_at  timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check ((state in ('filed', 'closed')) = (filed_on is not null)),
  check (state not in ('filed', 'closed') or facility_id is not null)
);
create index filing_list on facilities.filing (district, submitted_at desc, id);
create index filing_facility on facilities.filing (district, facility_id) where facility_id is not null;

create table facilities.filing_check (
  district    text collate "C" not null,
  id          uuid             not null, -- of its case
  filing_id   uuid             not null,
  department  text collate "C" not null,
  question    text             not null,
  rules       text[]           not null,
  outcome     text collate "C" check (outcome in ('clear', 'problem')),
  words       text,
  answered_on date,
  answered_by text,
  facility_id uuid,
  township    text collate "C" not null,
  village     text collate "C",
  primary key (district, id),
  foreign key (district, filing_id) references facilities.filing (district, id),
  check ((outcome is null) = (answered_on is null) and (outcome is null) = (answered_by is null)),
  check (outcome is distinct from 'problem' or words is not null)
);
create index filing_check_filing on facilities.filing_check (district, filing_id);
create index filing_check_open on facilities.filing_check (district, department, id) where outcome is null;

insert into facilities.hanging values ('facilities.filing'), ('facilities.filing_check');
grant select on facilities.filing, facilities.filing_check to yiyang_request;
grant select, insert, update on facilities.filing, facilities.filing_check to yiyang_system;
do $$
declare each text;
begin
  foreach each in array array['filing', 'filing_check'] loop
    execute format('alter table facilities.%I enable row level security', each);
    execute format('alter table facilities.%I force row level security', each);
    execute format('create policy system on facilities.%I to yiyang_system using (true) with check (true)', each);
    execute format($policy$
      create policy scope on facilities.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])
            or facility_id = any ((select string_to_array(current_setting('yiyang.facilities', true), ','))::uuid[]))
      $policy$, each);
  end loop;
end $$;
