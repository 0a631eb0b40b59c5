-- Where public money for the old comes from and what it is for: shares and budgets by level, welfare-lottery money, services bought from
-- providers, and the list of basic services that a district has published. Movements of money stand in the ledger (0140).
--
-- Everything here is proposed by one person and takes effect when another signs: `proposal` holds the paper, the other tables what was
-- signed. They are only ever added to; a later paper supersedes an earlier one by its date.
create schema funds;
grant usage on schema funds to yiyang_request, yiyang_system;

create table funds.proposal (
  district    text collate "C" not null,
  id          uuid             not null,
  kind        text collate "C" not null,
  body        jsonb            not null,
  document    text             not null, -- the paper it rests on, as a citation
  example     boolean          not null default false, -- made for the demonstration: shown as 示例
  proposed_by text             not null,
  proposed_at timestamptz      not null default clock_timestamp(),
  decision    text collate "C" check (decision in ('approved', 'rejected')),
  decided_by  text,
  decided_at  timestamptz,
  reason      text,
  primary key (district, id),
  constraint second_person check (decision is distinct from 'approved' or decided_by <> proposed_by),
  check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null)),
  check (decision is distinct from 'rejected' or reason is not null)
);
create index proposal_list on funds.proposal (district, proposed_at desc, id);

-- Which levels pay a purpose from a day on, and in which parts. The parts of a plan sum to one.
create table funds.share_plan (
  district    text collate "C" not null,
  id          uuid             not null,
  purpose     text collate "C" not null,
  valid_from  date             not null,
  shares      jsonb            not null, -- {"central": "0.6", "district": "0.4"}: exact decimals as text
  document    text             not null,
  example     boolean          not null,
  primary key (district, id)
);
create index share_plan_on on funds.share_plan (district, purpose, valid_from desc, id desc);

-- Money granted to a purpose for a year by a level; what is left of it is the balance of its account in the ledger.
create table funds.budget (
  district    text collate "C" not null,
  id          uuid             not null,
  year        integer          not null check (year between 2000 and 2100),
  purpose     text collate "C" not null,
  level       text collate "C" not null check (level in ('central', 'city', 'district', 'lottery')),
  amount_fen  bigint           not null check (amount_fen > 0),
  granted_on  date             not null,
  document    text             not null,
  example     boolean          not null,
  primary key (district, id)
);
create index budget_of on funds.budget (district, year, purpose, level);

-- Welfare-lottery money kept by the district: what came in, what is planned, what was spent on what.
create table funds.lottery_item (
  district       text collate "C" not null,
  id             uuid             not null,
  kind           text collate "C" not null check (kind in ('income', 'plan', 'spending')),
  year           integer          not null check (year between 2000 and 2100),
  on_day         date             not null,
  item           text             not null,
  for_elder_care boolean          not null,
  amount_fen     bigint           not null check (amount_fen > 0),
  document       text             not null,
  example        boolean          not null,
  primary key (district, id)
);
create index lottery_item_year on funds.lottery_item (district, year, on_day);

-- A contract with a provider: one lot, so many units at most, at a price, in a period.
create table funds.contract (
  district       text collate "C" not null,
  id             uuid             not null,
  number         text             not null,
  lot            text             not null,
  provider       text             not null,
  credit_code    text collate "C" not null,
  service        text             not null,
  unit           text             not null,
  unit_price_fen bigint           not null check (unit_price_fen > 0),
  quota          integer          not null check (quota > 0),
  valid_from     date             not null,
  valid_to       date             not null check (valid_to > valid_from),
  document       text             not null,
  example        boolean          not null,
  primary key (district, id)
);
create unique index contract_number on funds.contract (district, number, lot);
-- What part of each invoice a district bears; `bearer` may be another district than the one that made the contract.
create table funds.contract_share (
  district    text collate "C" not null,
  contract_id uuid             not null,
  bearer      text collate "C" not null,
  share       numeric          not null check (share > 0 and share <= 1),
  primary key (district, contract_id, bearer),
  foreign key (district, contract_id) references funds.contract (district, id)
);
-- What the provider says it delivered in a month, and what the records of the work show. Only the smaller of the two is paid.
create table funds.delivery (
  district      text collate "C" not null,
  id            uuid             not null,
  contract_id   uuid             not null,
  month         date             not null check (extract(day from month) = 1),
  claimed       integer          not null check (claimed >= 0),
  recorded      integer          not null check (recorded >= 0),
  records       text             not null, -- where the records are
  verified_by   text             not null,
  verified_at   timestamptz      not null default clock_timestamp(),
  example       boolean          not null,
  primary key (district, id),
  foreign key (district, contract_id) references funds.contract (district, id)
);
create unique index delivery_month on funds.delivery (district, contract_id, month);
create table funds.invoice (
  district    text collate "C" not null,
  id          uuid             not null,
  contract_id uuid             not null,
  number      text             not null,
  month       date             not null,
  amount_fen  bigint           not null check (amount_fen > 0),
  entered_by  text             not null,
  entered_at  timestamptz      not null default clock_timestamp(),
  example     boolean          not null,
  primary key (district, id),
  foreign key (district, contract_id) references funds.contract (district, id)
);
create unique index invoice_month on funds.invoice (district, contract_id, month);
-- The part of an invoice that a district bears, kept in that district's rows, because it pays and signs there.
create table funds.invoice_part (
  district    text collate "C" not null, -- the bearer
  invoice_id  uuid             not null,
  of_district text collate "C" not null,
  title       text             not null,
  share       numeric          not null,
  amount_fen  bigint           not null check (amount_fen >= 0),
  entered_by  text             not null,
  approved_by text,
  approved_at timestamptz,
  primary key (district, invoice_id),
  constraint second_person check (approved_by <> entered_by),
  check ((approved_by is null) = (approved_at is null))
);

-- The list of basic services as published: whole versions, each valid until the next.
create table funds.service_list (
  district   text collate "C" not null,
  id         uuid             not null,
  version    integer          not null check (version > 0),
  valid_from date             not null,
  items      jsonb            not null,
  document   text             not null,
  example    boolean          not null,
  primary key (district, id)
);
create unique index service_list_version on funds.service_list (district, version);

create function funds.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was signed is never changed: a later paper supersedes it';
end $$;
create function funds.only_decide() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.decision is not null
     or row (new.district, new.id, new.kind, new.body, new.document, new.example, new.proposed_by, new.proposed_at)
        is distinct from row (old.district, old.id, old.kind, old.body, old.document, old.example, old.proposed_by, old.proposed_at) then
    raise exception 'a proposal is decided once and never changed';
  end if;
  return new;
end $$;
create function funds.only_sign() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.approved_by is not null
     or row (new.district, new.invoice_id, new.of_district, new.title, new.share, new.amount_fen, new.entered_by)
        is distinct from row (old.district, old.invoice_id, old.of_district, old.title, old.share, old.amount_fen, old.entered_by) then
    raise exception 'a part of an invoice is signed once and never changed';
  end if;
  return new;
end $$;
create trigger only_decide before update or delete on funds.proposal for each row execute function funds.only_decide();
create trigger only_sign before update or delete on funds.invoice_part for each row execute function funds.only_sign();

grant select on all tables in schema funds to yiyang_request;
grant insert on funds.proposal to yiyang_request;
grant select, insert on all tables in schema funds to yiyang_system;
grant update on funds.proposal, funds.invoice_part to yiyang_system;

do $$
declare each text;
begin
  foreach each in array array['share_plan', 'budget', 'lottery_item', 'contract', 'contract_share', 'delivery', 'invoice', 'service_list'] loop
    execute format('create trigger signed before update or delete on funds.%I for each row execute function funds.refuse_change()', each);
  end loop;
  foreach each in array array['proposal', 'share_plan', 'budget', 'lottery_item', 'contract', 'contract_share', 'delivery', 'invoice', 'invoice_part', 'service_list'] loop
    execute format('alter table funds.%I enable row level security', each);
    execute format('alter table funds.%I force row level security', each);
    execute format('create policy system on funds.%I to yiyang_system using (true) with check (true)', each);
    execute format($policy$
      create policy scope on funds.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
create policy proposing on funds.proposal for insert to yiyang_request
  with check (proposed_by = (select current_setting('yiyang.account', true)) and decision is null
          and district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
