-- When a clause was last held against its published text, and by whom: two persons, of whom the second looks again. Public reference data without
-- persons (a reference table on Citus). The catalogue brings the day that its own text proves; what stands here is later.
create table policy.verification (
  id           uuid             not null primary key,
  doc          text collate "C" not null,
  section      text             not null,
  verified_on  date             not null,
  -- Where the text was found: an address, or a paper with its number.
  source       text             not null,
  proposed_by  text             not null,
  proposed_at  timestamptz      not null default clock_timestamp(),
  confirmed_by text,
  confirmed_at timestamptz,
  withdrawn_by text,
  withdrawn_at timestamptz,
  constraint second_person check (confirmed_by <> proposed_by),
  constraint confirmed_whole check ((confirmed_by is null) = (confirmed_at is null)),
  constraint withdrawn_whole check ((withdrawn_by is null) = (withdrawn_at is null)),
  constraint draft_or_confirmed check (confirmed_at is null or withdrawn_at is null)
);
create index verification_clause on policy.verification (doc, section, verified_on);
create unique index verification_open on policy.verification (doc, section) where confirmed_at is null and withdrawn_at is null;

-- Append-only: a record is confirmed or withdrawn once, and nothing else of it ever changes.
create function policy.only_confirm() returns trigger language plpgsql as $$
begin
  if tg_op <> 'UPDATE' then
    raise exception 'verifications are append-only';
  end if;
  if row (new.id, new.doc, new.section, new.verified_on, new.source, new.proposed_by, new.proposed_at)
       is distinct from row (old.id, old.doc, old.section, old.verified_on, old.source, old.proposed_by, old.proposed_at)
     or old.confirmed_at is not null or old.withdrawn_at is not null then
    raise exception 'verifications are append-only';
  end if;
  return new;
end $$;
create trigger only_confirm before update or delete on policy.verification for each row execute function policy.only_confirm();

grant select, insert, update on policy.verification to yiyang_request, yiyang_system;
alter table policy.verification enable row level security;
alter table policy.verification force row level security;
-- Clauses belong to everybody: any officer reads and records, in the own name only.
create policy scope on policy.verification for select to yiyang_request using (true);
create policy proposing on policy.verification for insert to yiyang_request
  with check (proposed_by = (select current_setting('yiyang.account', true)) and confirmed_at is null and withdrawn_at is null);
create policy confirming on policy.verification for update to yiyang_request using (true)
  with check (coalesce(confirmed_by, withdrawn_by) = (select current_setting('yiyang.account', true)));
create policy system on policy.verification to yiyang_system using (true) with check (true);
