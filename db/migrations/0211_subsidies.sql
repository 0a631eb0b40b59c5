-- Money for facilities: claims, what each amount was counted from, what was left out and why, and the instalments that were paid.
--
-- `place`, `place_fact`, `bed` and `stay` are no more than the evidence that the money needs, until facilities and residency keep these
-- records themselves; claims point at them by id only.
create schema subsidies;
grant usage on schema subsidies to yiyang_request, yiyang_system;

create table subsidies.place (
  district    text collate "C" not null,
  id          uuid             not null,
  name        text             not null,
  kind        text collate "C" not null check (kind in ('careHome', 'nursery')),
  credit_code text collate "C" not null,
  operator    text             not null,
  example     boolean          not null,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id)
);
-- What the rules ask about a place, with the days from which it holds; a later fact of the same name ends the earlier one.
create table subsidies.place_fact (
  district    text collate "C" not null,
  place_id    uuid             not null,
  name        text collate "C" not null,
  valid_from  date             not null,
  value       jsonb            not null,
  evidence    text             not null,
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, place_id, name, valid_from),
  foreign key (district, place_id) references subsidies.place (district, id)
);
-- A bed, or a childcare slot, from its acceptance on. Its id is what no subsidy of one kind is ever paid for twice.
create table subsidies.bed (
  district    text collate "C" not null,
  id          uuid             not null,
  place_id    uuid             not null,
  label       text             not null,
  accepted_on date             not null,
  removed_on  date check (removed_on > accepted_on),
  evidence    text             not null,
  primary key (district, id),
  foreign key (district, place_id) references subsidies.place (district, id)
);
create index bed_place on subsidies.bed (district, place_id, label);
-- Who lived where from when to when. `ended` says how a stay ended.
create table subsidies.stay (
  district           text collate "C" not null,
  id                 uuid             not null,
  place_id           uuid             not null,
  elder_id           uuid             not null,
  household_division text collate "C", -- at admission; null: not known
  from_day           date             not null,
  until_day          date check (until_day > from_day), -- exclusive
  ended              text collate "C" check (ended in ('left', 'died')),
  source             text             not null,
  primary key (district, id),
  foreign key (district, place_id) references subsidies.place (district, id),
  check ((until_day is null) = (ended is null))
);
create index stay_place on subsidies.stay (district, place_id, from_day);
create index stay_elder on subsidies.stay (district, elder_id, from_day);
insert into elders.hanging (table_name, elder_column, key_columns, on_merge) values ('subsidies.stay', 'elder_id', '{id}', 'move');

create table subsidies.claim (
  district     text collate "C" not null,
  id           uuid             not null,
  number       text collate "C" not null,
  rule         text collate "C" not null,
  place_id     uuid,                      -- null: a claim of the district itself (the township-centre reward)
  from_month   date             not null check (extract(day from from_month) = 1),
  to_month     date             not null check (to_month >= from_month and extract(day from to_month) = 1),
  state        text collate "C" not null check (state in ('prepared', 'verified', 'approved', 'returned')),
  amount_fen   bigint           not null check (amount_fen >= 0),
  card         jsonb            not null, -- facts, answers of the rule and clauses, as they were when it was computed
  note         text             not null default '',
  example      boolean          not null,
  prepared_by  text             not null,
  prepared_at  timestamptz      not null default clock_timestamp(),
  verified_by  text,
  verified_at  timestamptz,
  checked      text,                      -- what the field check by sample found
  approved_by  text,
  approved_at  timestamptz,
  reason       text,                      -- why it was returned
  primary key (district, id),
  constraint second_person check (approved_by <> verified_by and approved_by <> prepared_by),
  check (state <> 'verified' or verified_by is not null),
  check (state <> 'approved' or (verified_by is not null and approved_by is not null)),
  check (state <> 'returned' or reason is not null)
);
create unique index claim_number on subsidies.claim (district, number);
create index claim_list on subsidies.claim (district, prepared_at desc, id);

-- One row for each thing that was looked at: counted with an amount, or left out with a reason.
create table subsidies.item (
  district   text collate "C" not null,
  claim_id   uuid             not null,
  rule       text collate "C" not null,
  subject    text collate "C" not null check (subject in ('bed', 'personMonth', 'slot', 'rent', 'pool')),
  subject_id text collate "C" not null,
  month      date             not null, -- of the person-month; otherwise the first month of the claim
  counted    boolean          not null,
  reason     text collate "C" not null,
  amount_fen bigint           not null check (amount_fen >= 0),
  standing   boolean          not null default true, -- false when the claim was returned
  primary key (district, claim_id, rule, subject_id, month),
  foreign key (district, claim_id) references subsidies.claim (district, id),
  check (counted or amount_fen = 0)
);
-- A bed is never paid twice under one rule, nor a person-month; city and district parts are two rules with one bed id.
create unique index item_once on subsidies.item (district, rule, subject, subject_id) where counted and standing and subject in ('bed', 'slot');
create unique index item_once_a_month on subsidies.item (district, rule, subject, subject_id, month) where counted and standing and subject not in ('bed', 'slot');

create table subsidies.instalment (
  district    text collate "C" not null,
  claim_id    uuid             not null,
  no          integer          not null check (no > 0),
  due_when    text             not null, -- the evidence that it waits for
  amount_fen  bigint           not null check (amount_fen > 0),
  released_by text,                      -- who confirmed the evidence
  evidence    text,
  paid_by     text,                      -- who paid; never the same person
  paid_on     date,
  primary key (district, claim_id, no),
  foreign key (district, claim_id) references subsidies.claim (district, id),
  constraint second_person check (paid_by <> released_by),
  check ((released_by is null) = (evidence is null)),
  check ((paid_by is null) = (paid_on is null) and (paid_by is null or released_by is not null))
);

-- What a district did with a pooled reward: an average is no price of one centre.
create table subsidies.pool_use (
  district    text collate "C" not null,
  id          uuid             not null,
  claim_id    uuid             not null,
  used_for    text             not null,
  amount_fen  bigint           not null check (amount_fen > 0),
  recorded_by text             not null,
  recorded_at timestamptz      not null default clock_timestamp(),
  primary key (district, id),
  foreign key (district, claim_id) references subsidies.claim (district, id)
);

create function subsidies.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'evidence and counted items are never changed: add what is new, return the claim';
end $$;
-- A claim only moves on: its sum, its basis and whoever signed stay as they are.
create function subsidies.only_moves_on() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state in ('approved', 'returned')
     or row (new.id, new.number, new.rule, new.place_id, new.from_month, new.to_month, new.amount_fen, new.card, new.prepared_by)
        is distinct from row (old.id, old.number, old.rule, old.place_id, old.from_month, old.to_month, old.amount_fen, old.card, old.prepared_by) then
    raise exception 'a claim is never changed';
  end if;
  return new;
end $$;
create function subsidies.only_falls() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or not old.standing or new.standing
     or row (new.rule, new.subject_id, new.month, new.counted, new.reason, new.amount_fen)
        is distinct from row (old.rule, old.subject_id, old.month, old.counted, old.reason, old.amount_fen) then
    raise exception 'a counted item is never changed';
  end if;
  return new;
end $$;
create trigger only_moves_on before update or delete on subsidies.claim for each row execute function subsidies.only_moves_on();
create trigger only_falls before update or delete on subsidies.item for each row execute function subsidies.only_falls();
create trigger kept before update or delete on subsidies.place_fact for each row execute function subsidies.refuse_change();
create trigger kept before update or delete on subsidies.pool_use for each row execute function subsidies.refuse_change();

grant select on all tables in schema subsidies to yiyang_request;
grant select, insert on all tables in schema subsidies to yiyang_system;
grant update on subsidies.claim, subsidies.item, subsidies.instalment, subsidies.stay, subsidies.bed to yiyang_system;

do $$
declare each text;
begin
  foreach each in array array['place', 'place_fact', 'bed', 'stay', 'claim', 'item', 'instalment', 'pool_use'] loop
    execute format('alter table subsidies.%I enable row level security', each);
    execute format('alter table subsidies.%I force row level security', each);
    execute format('create policy system on subsidies.%I to yiyang_system using (true) with check (true)', each);
    execute format($policy$
      create policy scope on subsidies.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]))
      $policy$, each);
  end loop;
end $$;
