-- Money that elders have paid in advance to a home: who holds it, for whom, under which contract, and every movement of it. The sums stand
-- in the ledger (0140); here is what each movement was and why. One special account per home, at a bank (cn-custody-2025-9).
create schema custody;
grant usage on schema custody to yiyang_request, yiyang_system;

create table custody.account (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  bank        text             not null,
  bank_code   text collate "C" not null check (bank_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  number      text collate "C" not null check (number ~ '^[0-9]{8,32}$'), -- an organisation's account, no personal data
  agreement   text             not null, -- the custody agreement, as a citation
  opened_on   date             not null,
  closed_on   date check (closed_on > opened_on),
  -- A day that ends below zero: the file that the first person brought, until a second one brings the same.
  doubted_digest text collate "C",
  doubted_by  text,
  example     boolean          not null,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, facility_id) references facilities.facility (district, id)
);
create unique index account_one on custody.account (district, facility_id) where closed_on is null;
create index account_bank on custody.account (bank_code, district);

-- What an elder agreed to pay in advance under a contract, one row a kind of fee. `base_fen` is what the cap counts in: the monthly bed
-- fee for a deposit, the monthly service fee for the others.
create table custody.agreement (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  elder_id    uuid             not null,
  contract    text collate "C" not null, -- the contract's number, the only thing that the bank's file names
  kind        text collate "C" not null check (kind in ('service', 'deposit', 'membership')),
  agreed_fen  bigint           not null check (agreed_fen > 0),
  base_fen    bigint           not null check (base_fen > 0),
  signed_on   date             not null,
  ends_on     date check (ends_on >= signed_on),
  ended_on    date check (ended_on >= signed_on), -- the day that the contract really ended: what is left is due back
  ended_by    text,
  example     boolean          not null,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, facility_id) references facilities.facility (district, id),
  check ((ended_on is null) = (ended_by is null))
);
create unique index agreement_contract on custody.agreement (district, facility_id, contract, kind);
create index agreement_elder on custody.agreement (district, elder_id);

-- One file of the bank a day and account, taken whole or not at all.
create table custody.bank_day (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  account_id  uuid             not null,
  on_day      date             not null,
  opening_fen bigint           not null,
  closing_fen bigint           not null,
  lines       integer          not null check (lines >= 0),
  digest      text collate "C" not null,
  loaded_by   text             not null,
  loaded_at   timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, account_id) references custody.account (district, id)
);
create unique index bank_day_once on custody.bank_day (district, account_id, on_day);

create table custody.movement (
  district     text collate "C" not null,
  id           uuid             not null,
  facility_id  uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  bank_day_id  uuid             not null,
  line         integer          not null,
  on_day       date             not null,
  direction    text collate "C" not null check (direction in ('in', 'out')),
  kind         text collate "C" not null check (kind in ('service', 'deposit', 'membership', 'use', 'topUp', 'interest', 'other')),
  contract     text collate "C",
  amount_fen   bigint           not null check (amount_fen > 0),
  serial       text collate "C" not null, -- the bank's own number of the movement
  purpose      text,
  agreement_id uuid,
  request_id   uuid,            -- the withdrawal that it pays
  matched      boolean          not null, -- false: waits for a person to say whose money it is
  matched_by   text,
  matched_at   timestamptz,
  -- Money that left without approval: what the first person says, until a second one says the same.
  proposed_agreement uuid,
  proposed_by  text,
  primary key (district, id),
  foreign key (district, bank_day_id) references custody.bank_day (district, id)
);
create unique index movement_serial on custody.movement (district, facility_id, serial);
create index movement_day on custody.movement (district, facility_id, on_day desc, id);
create index movement_waiting on custody.movement (district, facility_id) where not matched;
create index movement_agreement on custody.movement (district, agreement_id) where agreement_id is not null;

-- A home asks, the bank says yes or no, the bank's file shows the money going.
create table custody.withdrawal (
  district     text collate "C" not null,
  id           uuid             not null,
  facility_id  uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  account_id   uuid             not null,
  kind         text collate "C" not null check (kind in ('charge', 'facility', 'ownService', 'emergencyMedical', 'refund')),
  agreement_id uuid,
  amount_fen   bigint           not null check (amount_fen > 0),
  purpose      text             not null,
  evidence     text,            -- what supports it; an emergency may bring it later
  evidence_due date,
  state        text collate "C" not null default 'asked' check (state in ('asked', 'approved', 'refused', 'paid', 'withdrawn')),
  asked_by     text             not null,
  asked_at     timestamptz      not null default clock_timestamp(),
  decided_by   text check (decided_by <> asked_by),
  decided_at   timestamptz,
  reason       text,
  paid_on      date,
  primary key (district, id),
  foreign key (district, account_id) references custody.account (district, id),
  check (kind in ('facility', 'ownService') or agreement_id is not null),
  check (state <> 'refused' or reason is not null)
);
create index withdrawal_list on custody.withdrawal (district, facility_id, asked_at desc, id);

-- What a rule found, with the parameter and the figures that fired it. It stays until somebody closes it with evidence.
create table custody.alert (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  kind        text collate "C" not null,
  subject     text collate "C" not null, -- what it is about: a contract, a movement, or the home itself
  says        text             not null,
  figures     jsonb            not null,
  opened_on   date             not null,
  last_seen   date             not null,
  closed_on   date,
  closed_by   text,
  evidence    text,
  primary key (district, id),
  foreign key (district, facility_id) references facilities.facility (district, id),
  check ((closed_on is null) = (closed_by is null) and (closed_on is null) = (evidence is null))
);
create unique index alert_open on custody.alert (district, facility_id, kind, subject) where closed_on is null;
create index alert_list on custody.alert (district, facility_id, opened_on desc, id);

-- Steps taken on alerts of a home. Stopping prepayments and joint action need a second person.
create table custody.step (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  alert_id    uuid             not null,
  kind        text collate "C" not null check (kind in ('remind', 'interview', 'rectify', 'stopPrepayment', 'jointAction', 'resume')),
  letter      text             not null,
  due_on      date,
  told        text[]           not null default '{}', -- departments that were told
  proposed_by text             not null,
  proposed_at timestamptz      not null default clock_timestamp(),
  signed_by   text check (signed_by <> proposed_by),
  signed_at   timestamptz,
  primary key (district, id),
  foreign key (district, alert_id) references custody.alert (district, id),
  check (kind not in ('remind', 'interview', 'rectify') or signed_by is null)
);
create index step_list on custody.step (district, facility_id, proposed_at desc, id);

-- The price list of a home: what an item costs from a day on. Only added to.
create table custody.price (
  district    text collate "C" not null,
  id          uuid             not null,
  facility_id uuid             not null,
  township    text collate "C" not null,
  village     text collate "C",
  item        text collate "C" not null check (item in ('bed', 'care', 'meals', 'deposit', 'other')),
  label       text             not null,
  unit        text collate "C" not null check (unit in ('month', 'day', 'once')),
  amount_fen  bigint           not null check (amount_fen >= 0),
  valid_from  date             not null,
  mode        text collate "C" not null check (mode in ('free', 'reasonable', 'guided', 'byContract')),
  document    text,            -- the guidance or the operating contract that it rests on, where the mode asks for one
  noticed_on  date             not null, -- the day that residents were told
  example     boolean          not null,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, facility_id) references facilities.facility (district, id),
  check (noticed_on <= valid_from),
  check (mode not in ('guided', 'byContract') or document is not null)
);
create unique index price_once on custody.price (district, facility_id, item, label, valid_from);

grant select on all tables in schema custody to yiyang_request;
grant select, insert, update on all tables in schema custody to yiyang_system;
insert into facilities.hanging values
  ('custody.account'), ('custody.agreement'), ('custody.bank_day'), ('custody.movement'), ('custody.withdrawal'), ('custody.alert'), ('custody.step'),
  ('custody.price');
-- An agreement belongs to the home: it follows a merged file, and stays when a person moves to another district.
insert into elders.hanging (table_name, elder_column, key_columns, on_merge, on_transfer) values
  ('custody.agreement', 'elder_id', '{id}', 'move', 'stay');

-- The bank's file is history: a movement is only ever matched, a day never changes.
create function custody.refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.matched
       and (to_jsonb(new) - '{township,village}'::text[]) <> (to_jsonb(old) - '{township,village}'::text[])
     or (to_jsonb(new) - '{township,village,agreement_id,request_id,matched,matched_by,matched_at,proposed_agreement,proposed_by,kind}'::text[])
       <> (to_jsonb(old) - '{township,village,agreement_id,request_id,matched,matched_by,matched_at,proposed_agreement,proposed_by,kind}'::text[]) then
    raise exception 'a movement of the bank is never changed';
  end if;
  return new;
end $$;
create trigger kept before update or delete on custody.movement for each row execute function custody.refuse_change();

do $$
declare each text;
begin
  foreach each in array array['account', 'agreement', 'bank_day', 'movement', 'withdrawal', 'alert', 'step', 'price'] loop
    execute format('alter table custody.%I enable row level security', each);
    execute format('alter table custody.%I force row level security', each);
    execute format('create policy system on custody.%I to yiyang_system using (true) with check (true)', each);
    execute format($policy$
      create policy scope on custody.%1$I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])
            or facility_id = any ((select string_to_array(current_setting('yiyang.facilities', true), ','))::uuid[]))
      $policy$, each);
  end loop;
end $$;
