-- Facts that come late: the difference of an earlier month with its reason, what it becomes after two signatures, and cases of money to be
-- asked back.
alter table benefits.difference add column reason text collate "C" not null default 'late';
alter table benefits.difference add column detail jsonb not null default '{}'; -- the facts that differ: {name: [then, now]}

-- One a person, scheme and month of a run. `fen` > 0 is paid with the next batch, < 0 is asked back; files of one person (a merge)
-- and districts of one person (a transfer) are netted before.
create table payments.correction (
  district    text collate "C" not null,
  run_id      uuid             not null references benefits.run,
  elder_id    uuid             not null,
  scheme      text collate "C" not null,
  month       date             not null,
  township    text collate "C" not null,
  village     text collate "C",
  settled_fen bigint           not null,
  due_fen     bigint           not null,
  fen         bigint           not null, -- what is paid, or asked back, because of it
  kind        text collate "C" not null check (kind in ('backPay', 'clawback', 'replace', 'unpaid')),
  reason      text collate "C" not null,
  detail      jsonb            not null default '{}',
  state       text collate "C" not null default 'proposed' check (state in ('proposed', 'approved', 'refused')),
  proposed_by text             not null,
  proposed_at timestamptz      not null default clock_timestamp(),
  decided_by  text,
  decided_at  timestamptz,
  note        text,
  primary key (district, run_id, elder_id, scheme, month),
  constraint second_person check (decided_by <> proposed_by)
);
create index correction_state on payments.correction (district, state, kind, run_id);

-- Money to be asked back from one person or the family: the sum is what the corrections of one run come to.
create table payments.clawback (
  district     text collate "C" not null,
  id           uuid             not null,
  elder_id     uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  run_id       uuid             not null references benefits.run,
  cause        text collate "C" not null,
  amount_fen   bigint           not null check (amount_fen > 0),
  repaid_fen   bigint           not null default 0 check (repaid_fen between 0 and amount_fen),
  waived_fen   bigint           not null default 0,
  state        text collate "C" not null check (state in ('opened', 'noticed', 'planned', 'deferred', 'waiverProposed', 'closed', 'waived')),
  instalments  integer          check (instalments between 1 and 120),
  due_on       date,
  proposed_by  text, -- of a waiver
  opened_by    text             not null,
  opened_at    timestamptz      not null default clock_timestamp(),
  closed_at    timestamptz,
  version      integer          not null default 1,
  primary key (district, id),
  check (repaid_fen + waived_fen <= amount_fen)
);
create unique index clawback_once on payments.clawback (district, run_id, elder_id);
create index clawback_open on payments.clawback (district, state, due_on, id);

-- What was said and done in a case; rows stay.
create table payments.clawback_entry (
  district    text collate "C" not null,
  id          uuid             not null,
  clawback_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  kind        text collate "C" not null check (kind in ('open', 'notice', 'talk', 'plan', 'receipt', 'defer', 'proposeWaiver', 'refuseWaiver', 'waive', 'close')),
  on_day      date             not null,
  amount_fen  bigint,
  words       text             not null default '',
  account     text             not null,
  at          timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index clawback_entry_case on payments.clawback_entry (district, clawback_id, at);

-- Months that one district settled although another had to, because the move was told late: the districts settle them between them, not
-- with the person.
create table benefits.between_districts (
  district       text collate "C" not null, -- that paid
  other_district text collate "C" not null, -- that had to
  run_id         uuid             not null references benefits.run,
  elder_id       uuid             not null,
  scheme         text collate "C" not null,
  month          date             not null,
  fen            bigint           not null,
  found_at       timestamptz      not null default clock_timestamp(),
  primary key (district, elder_id, scheme, month, other_district)
);

grant select on payments.correction, payments.clawback, payments.clawback_entry, benefits.between_districts to yiyang_request;
grant select, insert, update, delete on payments.correction, payments.clawback, payments.clawback_entry, benefits.between_districts to yiyang_system;
revoke update, delete on payments.clawback_entry from yiyang_system;

do $$
declare each text;
begin
  foreach each in array array['payments.correction', 'payments.clawback', 'payments.clawback_entry', 'benefits.between_districts'] loop
    execute format('alter table %s enable row level security', each);
    execute format('alter table %s force row level security', each);
    execute format('create policy system on %s to yiyang_system using (true) with check (true)', each);
  end loop;
  foreach each in array array['correction', 'clawback', 'clawback_entry'] loop
    execute format($policy$
      create policy scope on payments.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
create policy scope on benefits.between_districts for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or other_district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
