-- Entitlements of a month. A run evaluates every scheme for one division and month from the facts as known at its cut-off, and is
-- sealed with a digest; a later run with another result is another version beside it. Nothing of a sealed run is ever changed.
--
-- What is stored: who gets something, and who cannot be decided or is held back by another scheme, one row a person and scheme. "Does not
-- meet the conditions" is not stored (three quarters of a million rows a month that say nothing), nor is an undetermined voucher, which
-- only means "not assessed yet": both are counted by township and recomputed when a person is opened.
create schema benefits;
grant usage on schema benefits to yiyang_request, yiyang_system;

-- One run: small, the same on every node of a sharded database. Totals stand by township, because a clerk may not see the district's.
create table benefits.run (
  id           uuid             not null primary key,
  payer        text collate "C" not null, -- the district that answers for the place in that month
  division     text collate "C" not null, -- what was asked: the payer or one of its townships
  month        date             not null check (extract(day from month) = 1),
  districts    text[]           not null, -- what the person rows of its townships lead with
  townships    text[]           not null,
  version      integer          not null,
  state        text collate "C" not null check (state in ('running', 'sealed')),
  cut_off      timestamptz      not null, -- facts recorded later are not seen
  basis_digest text             not null, -- of rule versions, parameters and townships
  compared_to  uuid references benefits.run,
  digest       text,
  made_by      text             not null,
  started_at   timestamptz      not null default clock_timestamp(),
  sealed_at    timestamptz,
  unique (division, month, version),
  check ((state = 'sealed') = (digest is not null and sealed_at is not null))
);
create unique index run_unfinished on benefits.run (division, month) where state = 'running';
create index run_payer on benefits.run (payer, month);

-- How each scheme stood in the run: version, clauses and parameters in force, or the unset parameters that block it.
create table benefits.run_scheme (
  run_id     uuid             not null references benefits.run on delete cascade,
  scheme     text collate "C" not null,
  form       text collate "C" not null check (form in ('money', 'voucher')),
  state      text collate "C" not null check (state in ('evaluated', 'blocked', 'notInForce')),
  version    text             not null,
  blocked_by text[]           not null default '{}',
  parameters jsonb            not null default '[]',
  primary key (run_id, scheme)
);

-- Counts and sums by township and scheme, and the township's part of the seal. `amount_fen` never holds a voucher.
create table benefits.run_township (
  district     text collate "C" not null,
  run_id       uuid             not null references benefits.run on delete cascade,
  township     text collate "C" not null,
  scheme       text collate "C" not null,
  people       integer          not null, -- in the register of the township at the cut-off
  granted      integer          not null,
  amount_fen   bigint           not null,
  held         integer          not null, -- excluded by another scheme, or blocked by an unset overlap rule
  undetermined integer          not null,
  digest       text             not null,
  primary key (district, run_id, township, scheme)
);

create table benefits.entitlement (
  district    text collate "C" not null,
  run_id      uuid             not null,
  elder_id    uuid             not null,
  scheme      text collate "C" not null,
  township    text collate "C" not null, -- residence in the run
  village     text collate "C",
  outcome     text collate "C" not null check (outcome in ('granted', 'excluded', 'blocked', 'undetermined')),
  amount_fen  bigint check (amount_fen > 0), -- money that we pay
  ceiling_fen bigint check (ceiling_fen > 0), -- a voucher's ceiling: paid by the nation's app, never a sum of ours
  reason      text collate "C" not null, -- met; unknown:FACT; excluded:SCHEME that stands; parameter:ID that is unset
  facts       jsonb            not null, -- exactly what the rule was given
  primary key (district, run_id, elder_id, scheme)
);
create index entitlement_to_clear on benefits.entitlement (district, run_id, township, elder_id) where outcome <> 'granted';

-- Against the month before: what began, ended or became another amount, and from what.
create table benefits.change (
  district    text collate "C" not null,
  run_id      uuid             not null,
  township    text collate "C" not null,
  elder_id    uuid             not null,
  scheme      text collate "C" not null,
  village     text collate "C",
  kind        text collate "C" not null check (kind in ('new', 'stopped', 'amountChanged')),
  reason      text collate "C" not null,
  late        boolean          not null, -- rests on a fact that came after the last run though it was true before
  before_fen  bigint,
  after_fen   bigint,
  voucher     boolean          not null,
  detail      jsonb            not null default '{}', -- the facts that differ: {name: [before, after]}
  primary key (district, run_id, kind, township, elder_id, scheme)
);

-- What earlier months come to when they are computed from today's knowledge, beyond what was settled then. Shown; paid with payments.
create table benefits.difference (
  district   text collate "C" not null,
  run_id     uuid             not null,
  township   text collate "C" not null,
  elder_id   uuid             not null,
  scheme     text collate "C" not null,
  month      date             not null,
  village    text collate "C",
  settled_fen bigint          not null,
  due_fen    bigint           not null,
  difference_fen bigint generated always as (due_fen - settled_fen) stored,
  primary key (district, run_id, elder_id, scheme, month)
);

create table benefits.outlier (
  district text collate "C" not null,
  run_id   uuid             not null,
  rule     text collate "C" not null,
  township text collate "C" not null,
  village  text collate "C",
  elder_id uuid             not null,
  scheme   text collate "C" not null,
  detail   jsonb            not null default '{}',
  primary key (district, run_id, rule, township, elder_id, scheme)
);

-- Drawn with the digest as seed, so that nobody can choose them; each must be opened before the district has reviewed the run.
create table benefits.sample (
  district  text collate "C" not null,
  run_id    uuid             not null,
  township  text collate "C" not null,
  elder_id  uuid             not null,
  scheme    text collate "C" not null,
  village   text collate "C",
  place     bigint           not null,
  primary key (district, run_id, township, elder_id, scheme)
);

-- What people did with a run: opened a sampled person, held a line back, confirmed a township's changes, reviewed the district.
create table benefits.act (
  district  text collate "C" not null,
  id        uuid             not null,
  run_id    uuid             not null references benefits.run,
  township  text collate "C" not null,
  kind      text collate "C" not null check (kind in ('open', 'hold', 'release', 'confirm', 'review')),
  elder_id  uuid,
  scheme    text collate "C",
  reason    text,
  account   text             not null,
  at        timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check (kind <> 'hold' or (elder_id is not null and scheme is not null and reason is not null))
);
create index act_run on benefits.act (district, run_id, kind, township);

-- A sealed run stays as it is, whoever asks.
create function benefits.refuse_change() returns trigger language plpgsql as $$
begin
  if exists (select 1 from benefits.run where id = old.run_id and state = 'sealed') then
    raise exception 'a sealed run is never changed';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create function benefits.refuse_reopening() returns trigger language plpgsql as $$
begin
  if old.state = 'sealed' then raise exception 'a sealed run is never changed'; end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger sealed before update or delete on benefits.run for each row execute function benefits.refuse_reopening();

grant select on all tables in schema benefits to yiyang_request;
grant insert on benefits.act to yiyang_request;
grant select, insert, update, delete on all tables in schema benefits to yiyang_system;
revoke update, delete on benefits.act from yiyang_system;

do $$
declare each text;
begin
  foreach each in array array['run_scheme', 'run_township', 'entitlement', 'change', 'difference', 'outlier', 'sample'] loop
    execute format('create trigger sealed before update or delete on benefits.%I for each row execute function benefits.refuse_change()', each);
  end loop;
  foreach each in array array['run', 'run_scheme', 'run_township', 'entitlement', 'change', 'difference', 'outlier', 'sample', 'act'] loop
    execute format('alter table benefits.%I enable row level security', each);
    execute format('alter table benefits.%I force row level security', each);
    execute format('create policy system on benefits.%I to yiyang_system using (true) with check (true)', each);
  end loop;
  foreach each in array array['entitlement', 'change', 'difference', 'outlier', 'sample'] loop
    execute format($policy$
      create policy scope on benefits.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
create policy scope on benefits.run_township for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[]));
create policy scope on benefits.act for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[]));
create policy adding on benefits.act for insert to yiyang_request
  with check (account = (select current_setting('yiyang.account', true))
     and (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
       or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])));
-- A run is seen by whoever sees one of its townships, or a village of one; its sums stand by township.
create policy scope on benefits.run for select to yiyang_request
  using (state = 'sealed' and (
         districts && (select string_to_array(current_setting('yiyang.districts', true), ','))::text[]
      or townships && (select string_to_array(current_setting('yiyang.townships', true), ','))::text[]
      or townships && (select array(select left(v, 9) from unnest(string_to_array(current_setting('yiyang.villages', true), ',')) v))::text[]));
create policy scope on benefits.run_scheme for select to yiyang_request
  using (exists (select 1 from benefits.run r where r.id = run_scheme.run_id));
