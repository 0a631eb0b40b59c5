-- Payment of a month: accounts of elders, proof of life, the batch with its lines, files out and in, and what two districts have to agree on.
-- A line is an obligation on its way to an account; it is written once and only ever held or let go. What the bank said of it is a row of its own.
create schema payments;
grant usage on schema payments to yiyang_request, yiyang_system;

-- Where a person's money goes. Rows are proposed by one person and put in use by another, ended by the next of the same kind, never changed.
-- The social-security card comes before any other account in use (cq-2022-15 第十三章第二节¶2).
create table payments.account (
  district         text collate "C" not null,
  id               uuid             not null,
  elder_id         uuid             not null,
  township         text collate "C" not null,
  village          text collate "C",
  kind             text collate "C" not null check (kind in ('socialSecurityCard', 'bankCard', 'passbook')),
  bank             text             not null check (char_length(bank) between 2 and 60),
  account_cipher   bytea            not null,
  account_blind    bytea            not null,
  last4            text collate "C" not null,
  check_digit      boolean          not null, -- false: the number contradicts its own check digit, so nothing is paid to it
  holder_name      text             not null,
  relation         text, -- of a holder who is not the elder
  delegation       text, -- what the elder signed for it
  delegated_until  date, -- exclusive
  state            text collate "C" not null default 'proposed' check (state in ('proposed', 'inUse', 'refused', 'ended')),
  is_change        boolean          not null, -- another account was in use when it was recorded
  usable_from      date, -- the end of the cooling-off, set when it is put in use
  reason           text,
  recorded_by      text             not null,
  recorded_at      timestamptz      not null default clock_timestamp(),
  decided_by       text,
  decided_at       timestamptz,
  ended_at         timestamptz,
  primary key (district, id),
  constraint second_person check (decided_by <> recorded_by),
  check ((state = 'proposed') = (decided_by is null)),
  check (state not in ('inUse', 'ended') or usable_from is not null)
);
create index account_elder on payments.account (district, elder_id, state);
create index account_number on payments.account (account_blind);

-- Somebody saw that the person lives; rows are added by areas that see people (visits, assessments) and at the counter.
create table payments.proof_of_life (
  district    text collate "C" not null,
  id          uuid             not null,
  elder_id    uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  kind        text collate "C" not null check (kind in ('visit', 'assessment', 'counter', 'video', 'family')),
  seen_on     date             not null,
  evidence    text             not null check (char_length(evidence) between 2 and 400), -- what it rests on: a record's number, a file, who said it
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create index proof_of_life_elder on payments.proof_of_life (district, elder_id, seen_on);

-- A batch: the same on every node. Sums stand by township, because a clerk may not see the district's.
create table payments.batch (
  id          uuid             not null primary key,
  kind        text collate "C" not null check (kind in ('monthly', 'reissue')),
  run_id      uuid references benefits.run,
  payer       text collate "C" not null,
  division    text collate "C" not null,
  month       date             not null check (extract(day from month) = 1),
  districts   text[]           not null,
  townships   text[]           not null,
  state       text collate "C" not null check (state in ('made', 'confirmed', 'filed', 'returned', 'closed', 'cancelled')),
  version     integer          not null default 1,
  basis       jsonb            not null, -- the parameters by which lines were held
  made_by     text             not null,
  made_at     timestamptz      not null default clock_timestamp(),
  lines       integer          not null default 0, -- in the file
  amount_fen  bigint           not null default 0,
  fund_round  integer          not null default 0, -- how often money was set aside for it: a batch that goes back is reserved anew
  seal        text, -- SHA-256 of the bank text
  file_id     uuid,
  check ((kind = 'monthly') = (run_id is not null)),
  check (state not in ('filed', 'returned', 'closed') or (seal is not null and file_id is not null))
);
create unique index batch_month on payments.batch (division, month) where kind = 'monthly' and state <> 'cancelled';
create unique index batch_reissue_open on payments.batch (division) where kind = 'reissue' and state in ('made', 'confirmed');
create index batch_payer on payments.batch (payer, month);

create table payments.signature (
  district text collate "C" not null,
  batch_id uuid             not null references payments.batch,
  step     text collate "C" not null check (step in ('make', 'confirm', 'release', 'load', 'close', 'cancel')),
  account  text             not null,
  borrowed boolean          not null default false, -- the second signature of an office with one clerk, given by the district
  at       timestamptz      not null default clock_timestamp(),
  primary key (district, batch_id, step, at)
);

create table payments.batch_township (
  district   text collate "C" not null,
  batch_id   uuid             not null references payments.batch,
  township   text collate "C" not null,
  lines      integer          not null,
  people     integer          not null,
  amount_fen bigint           not null,
  held       integer          not null,
  held_fen   bigint           not null,
  primary key (district, batch_id, township)
);

create table payments.line (
  district   text collate "C" not null,
  batch_id   uuid             not null,
  no         integer          not null,
  elder_id   uuid             not null, -- the file that the entitlement was made for
  payee      uuid             not null, -- the file whose account is paid: another one after a merge
  township   text collate "C" not null, -- residence in the run
  village    text collate "C",
  scheme     text collate "C" not null,
  month      date             not null,
  kind       text collate "C" not null check (kind in ('current', 'backPay', 'again')),
  source     text collate "C" not null default '', -- back pay: the run that found the difference
  amount_fen bigint           not null check (amount_fen > 0),
  account_id uuid,
  fund_key   text, -- again: the reservation that the first payment was drawn from; null: this batch's own
  payee_name text, -- the account's holder, as it stands in the file
  held       text collate "C", -- why it is not in the file; null when it is
  held_note  text,
  held_by    text, -- null: found by the batch itself
  from_batch uuid, -- again: the line that the bank returned or that was held
  from_no    integer,
  primary key (district, batch_id, no),
  check ((kind = 'again') = (from_batch is not null and from_no is not null)),
  check (held is not null or (account_id is not null and payee_name is not null))
);
-- Nobody is paid twice: one line for a person, scheme and month, one for each difference found later, one follower for each line.
create unique index line_once on payments.line (district, elder_id, scheme, month, source) where kind <> 'again';
create unique index line_again on payments.line (district, from_batch, from_no) where from_batch is not null;
create index line_held on payments.line (district, batch_id, township, no) where held is not null;

create table payments.return_file (
  district  text collate "C" not null,
  id        uuid             not null,
  batch_id  uuid             not null references payments.batch,
  sha256    text collate "C" not null,
  name      text             not null,
  lines     integer          not null,
  paid      integer          not null,
  failed    integer          not null,
  failed_fen bigint          not null,
  loaded_by text             not null,
  loaded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create unique index return_file_once on payments.return_file (district, batch_id, sha256);

create table payments.result (
  district text collate "C" not null,
  batch_id uuid             not null,
  no       integer          not null,
  township text collate "C" not null,
  village  text collate "C",
  outcome  text collate "C" not null check (outcome in ('paid', 'failed')),
  cause    text collate "C",
  reason   text,
  file_id  uuid             not null,
  primary key (district, batch_id, no),
  check ((outcome = 'failed') = (cause is not null))
);
create index result_failed on payments.result (district, batch_id, cause, no) where outcome = 'failed';

-- Two payments that may not stand together, found before payment; both districts see it and agree which one stands.
create table payments.pair (
  district        text collate "C" not null, -- of the first
  id              uuid             not null,
  township        text collate "C" not null,
  other_district  text collate "C" not null,
  other_township  text collate "C" not null,
  elder_id        uuid             not null,
  other_elder     uuid             not null,
  month           date             not null,
  scheme          text collate "C" not null,
  other_scheme    text collate "C" not null,
  rule            text             not null, -- samePerson, sameAccount, or the parameter that excludes the two schemes
  state           text collate "C" not null default 'open' check (state in ('open', 'proposed', 'agreed', 'dismissed')),
  stands          text collate "C" check (stands in ('first', 'second', 'both')),
  note            text,
  proposed_by     text,
  proposed_for    text collate "C", -- the district that spoke first
  agreed_by       text,
  found_at        timestamptz      not null default clock_timestamp(),
  decided_at      timestamptz,
  primary key (district, id),
  constraint second_person check (agreed_by <> proposed_by),
  check (state <> 'agreed' or (stands is not null and proposed_by is not null and agreed_by is not null))
);
create unique index pair_once on payments.pair (district, elder_id, other_elder, month, scheme, other_scheme);
create index pair_other on payments.pair (other_district, state);

-- The columns of a district's payment sheets, the newest counts.
create table payments.sheet_format (
  district text collate "C" not null,
  id       uuid             not null,
  columns  text[]           not null check (cardinality(columns) between 1 and 20),
  set_by   text             not null,
  set_at   timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);

insert into elders.hanging (table_name, elder_column, key_columns, on_merge) values
  ('payments.account', 'elder_id', '{id}', 'move'),
  ('payments.proof_of_life', 'elder_id', '{id}', 'move');

-- A month that has been given to payment is not computed again: what comes later is the difference of a later month.
create table benefits.closing (
  run_id uuid        not null primary key references benefits.run,
  by     text        not null,
  at     timestamptz not null default clock_timestamp()
);
alter table benefits.closing enable row level security;
alter table benefits.closing force row level security;
create policy system on benefits.closing to yiyang_system using (true) with check (true);
create policy everyone on benefits.closing for select to yiyang_request using (true);
grant select on benefits.closing to yiyang_request;
grant select, insert, delete on benefits.closing to yiyang_system;

grant select on all tables in schema payments to yiyang_request;
grant insert on payments.account, payments.proof_of_life, payments.sheet_format to yiyang_request;
grant update on payments.account to yiyang_request;
grant select, insert, update, delete on all tables in schema payments to yiyang_system;

do $$
declare each text;
begin
  foreach each in array array['account', 'proof_of_life', 'batch', 'signature', 'batch_township', 'line', 'return_file', 'result', 'pair', 'sheet_format'] loop
    execute format('alter table payments.%I enable row level security', each);
    execute format('alter table payments.%I force row level security', each);
    execute format('create policy system on payments.%I to yiyang_system using (true) with check (true)', each);
  end loop;
  foreach each in array array['account', 'proof_of_life', 'line', 'result'] loop
    execute format($policy$
      create policy scope on payments.%I to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
        with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
create policy scope on payments.batch_township for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[]));
create policy scope on payments.pair for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or other_district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or other_township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[]));
create policy scope on payments.return_file for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
create policy scope on payments.signature for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or (district <> '' and strpos(',' || current_setting('yiyang.townships', true), ',' || district) > 0));
create policy scope on payments.sheet_format to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]))
  with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
     and set_by = (select current_setting('yiyang.account', true)));
-- A batch is seen by whoever sees one of its townships; its sums stand by township.
create policy scope on payments.batch for select to yiyang_request
  using (districts && (select string_to_array(current_setting('yiyang.districts', true), ','))::text[]
      or townships && (select string_to_array(current_setting('yiyang.townships', true), ','))::text[]);
create index line_elder on payments.line (district, payee, month);
