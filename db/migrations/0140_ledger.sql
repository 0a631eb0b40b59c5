-- Double-entry accounts: money in fen, volunteer time in minutes. Append-only: what was wrong is reversed, never edited. A balance is
-- never stored, but derived from entries; closing a month notes the balances of that day, so that summing up never begins with Adam.
--
-- No foreign key from an entry to its account: each would lock the account's row, and a fund that pays a whole city would pass from
-- transaction to transaction. The trigger below looks at all rows of a statement at once instead.
create schema ledger;
grant usage on schema ledger to yiyang_request, yiyang_system;

-- UUIDv7 made by the database, for rows that come from a statement over many (PostgreSQL 15 has no uuidv7()).
create function ledger.new_id() returns uuid language sql volatile set search_path = pg_catalog as $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
                 placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
                 52, 1), 53, 1), 'hex')::uuid
$$;
grant execute on function ledger.new_id() to yiyang_request, yiyang_system;

create table ledger.account (
  district    text collate "C" not null,
  id          uuid             not null,
  owner       text collate "C" not null, -- what it belongs to, in the words of the area that opened it: elder:…, fund:…
  kind        text collate "C" not null, -- groups the trial balance
  currency    text collate "C" not null check (currency in ('fen', 'minutes')),
  floor       bigint,                    -- what it may not fall below, holds included; null: may go anywhere (the outside world)
  checked     text collate "C" not null default 'row' check (checked in ('row', 'batch')),
  opened_by   text             not null,
  opened_at   timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create unique index account_owner on ledger.account (district, owner, currency);

create table ledger.posting (
  district    text collate "C" not null,
  id          uuid             not null,
  key         text collate "C" not null, -- the same key is the same posting, however often it is sent
  currency    text collate "C" not null,
  period      date             not null check (extract(day from period) = 1),
  day         date             not null,
  kind        text collate "C" not null,
  memo        text,
  reverses    uuid,
  lines       integer          not null check (lines >= 2),
  turnover    bigint           not null check (turnover > 0), -- sum of what was added, in its currency
  checksum    numeric          not null, -- of accounts, amounts and references, whatever their order
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  check (day >= period and day < period + interval '1 month')
);
create unique index posting_key on ledger.posting (district, key);
create unique index posting_reverses on ledger.posting (district, reverses) where reverses is not null;
create index posting_period on ledger.posting (district, period);

create table ledger.entry (
  district   text collate "C" not null,
  posting_id uuid             not null,
  line       integer          not null,
  account_id uuid             not null,
  period     date             not null,
  amount     bigint           not null check (amount <> 0), -- above zero: comes in; below: goes out
  ref        text collate "C",         -- what the line is about, in the words of the area
  primary key (district, posting_id, line)
);
create index entry_account on ledger.entry (district, account_id, period) include (amount);

create table ledger.hold (
  district    text collate "C" not null,
  id          uuid             not null,
  key         text collate "C" not null,
  account_id  uuid             not null,
  amount      bigint           not null check (amount > 0),
  purpose     text             not null,
  placed_by   text             not null,
  placed_at   timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
create unique index hold_key on ledger.hold (district, key);
create index hold_account on ledger.hold (district, account_id);

-- A hold is used up by captures (each with the entries that moved the money) and ended by a release of the rest.
create table ledger.hold_event (
  district    text collate "C" not null,
  id          uuid             not null,
  hold_id     uuid             not null,
  kind        text collate "C" not null check (kind in ('capture', 'release')),
  amount      bigint           not null check (amount >= 0),
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, hold_id) references ledger.hold (district, id)
);
create index hold_event_hold on ledger.hold_event (district, hold_id);
create unique index hold_released on ledger.hold_event (district, hold_id) where kind = 'release';

-- A closed month takes no postings, nor does any month before it.
create table ledger.closing (
  district  text collate "C" not null,
  period    date             not null check (extract(day from period) = 1),
  postings  bigint           not null, -- of that month and of the open ones before it
  checksum  numeric          not null,
  closed_by text             not null,
  closed_at timestamptz      not null default clock_timestamp(),
  primary key (district, period)
);
create table ledger.closing_balance (
  district   text collate "C" not null,
  account_id uuid             not null,
  period     date             not null,
  balance    bigint           not null,
  primary key (district, account_id, period)
);

-- What an account has: the balance at its last closing, and what came since. Holds are apart (ledger.held).
create function ledger.balance(of_district text, of_account uuid, through date default 'infinity') returns bigint language sql stable as $$
  select (coalesce(c.balance, 0) + coalesce((
           select sum(e.amount) from ledger.entry e
            where e.district = of_district and e.account_id = of_account
              and e.period > coalesce(c.period, '-infinity') and e.period <= through), 0))::bigint
    from (values (1)) one
    left join lateral (select period, balance from ledger.closing_balance b
                        where b.district = of_district and b.account_id = of_account and b.period <= through
                        order by period desc limit 1) c on true
$$;
create function ledger.open_hold(of_district text, of_hold uuid) returns bigint language sql stable as $$
  select (h.amount - coalesce((select sum(v.amount) from ledger.hold_event v where v.district = of_district and v.hold_id = of_hold), 0))::bigint
    from ledger.hold h where h.district = of_district and h.id = of_hold
$$;
create function ledger.held(of_district text, of_account uuid) returns bigint language sql stable as $$
  select coalesce(sum(ledger.open_hold(h.district, h.id)), 0)::bigint
    from ledger.hold h where h.district = of_district and h.account_id = of_account
     and not exists (select 1 from ledger.hold_event v where v.district = h.district and v.hold_id = h.id and v.kind = 'release')
$$;
grant execute on function ledger.balance(text, uuid, date), ledger.open_hold(text, uuid), ledger.held(text, uuid) to yiyang_request, yiyang_system;

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: reverse what is wrong' using errcode = 'restrict_violation';
end $$;

-- Every posting sums to zero, in one currency, between accounts of its district: seen over all rows of a statement. A posting's
-- entries therefore come in one statement.
create function ledger.keep_entries_true() returns trigger language plpgsql as $$
declare fault text;
begin
  select e.posting_id::text into fault from fresh e group by e.district, e.posting_id having sum(e.amount) <> 0 limit 1;
  if found then raise exception 'posting % does not sum to zero', fault using errcode = 'check_violation'; end if;
  select e.posting_id::text into fault from fresh e
    left join ledger.posting p on p.district = e.district and p.id = e.posting_id
    left join ledger.account a on a.district = e.district and a.id = e.account_id
   where p.id is null or a.id is null or p.period <> e.period or p.currency <> a.currency limit 1;
  if found then raise exception 'posting % has an entry that does not belong to it', fault using errcode = 'check_violation'; end if;
  return null;
end $$;
create function ledger.keep_closed() returns trigger language plpgsql as $$
declare fault text;
begin
  select p.key into fault from fresh p where exists (
    select 1 from ledger.closing c where c.district = p.district and c.period >= p.period) limit 1;
  if found then raise exception 'posting % belongs to a closed period', fault using errcode = 'check_violation'; end if;
  return null;
end $$;
create trigger true_entries after insert on ledger.entry referencing new table as fresh
  for each statement execute function ledger.keep_entries_true();
create trigger open_period after insert on ledger.posting referencing new table as fresh
  for each statement execute function ledger.keep_closed();

grant select on all tables in schema ledger to yiyang_request;
grant select, insert on all tables in schema ledger to yiyang_system;
-- A row lock asks for the right to update; the trigger below refuses the update itself.
grant update on ledger.account, ledger.hold to yiyang_system;

do $$
declare each text;
begin
  foreach each in array array['account', 'posting', 'entry', 'hold', 'hold_event', 'closing', 'closing_balance'] loop
    execute format('create trigger append_only before update or delete on ledger.%I for each row execute function ledger.refuse_change()', each);
    execute format('create trigger never_emptied before truncate on ledger.%I for each statement execute function ledger.refuse_change()', each);
    execute format('alter table ledger.%I enable row level security', each);
    execute format('alter table ledger.%I force row level security', each);
    execute format('create policy system on ledger.%I to yiyang_system using (true) with check (true)', each);
    execute format($policy$
      create policy scope on ledger.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
