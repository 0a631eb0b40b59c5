-- What districts set where the policy documents leave a value open. Small and public reference data (a reference table on Citus):
-- anyone may ask the rulebook. A row is a draft until a second person signs it; then it stands, and is only ever superseded.
create schema policy;
grant usage on schema policy to yiyang_request, yiyang_system;

create table policy.setting (
  id            uuid primary key,
  division      text collate "C" not null,
  parameter     text collate "C" not null,
  value         jsonb not null,
  valid_from    date not null,
  -- Exclusive; null while it lasts. A later setting ends an earlier one by its own first day.
  valid_to      date check (valid_to > valid_from),
  -- The district's own document that sets the value, as a citation.
  document      text not null,
  -- Made for the demonstration: shown as 示例 wherever it is seen.
  example       boolean not null default false,
  proposed_by   text not null,
  proposed_at   timestamptz not null default clock_timestamp(),
  approved_by   text,
  approved_at   timestamptz,
  withdrawn_by  text,
  withdrawn_at  timestamptz,
  superseded_at timestamptz,
  constraint second_person check (approved_by <> proposed_by),
  constraint signed_whole check ((approved_by is null) = (approved_at is null)),
  constraint withdrawn_whole check ((withdrawn_by is null) = (withdrawn_at is null)),
  constraint draft_or_signed check (approved_at is null or withdrawn_at is null),
  constraint superseded_was_signed check (superseded_at is null or approved_at is not null)
);
create unique index setting_in_force on policy.setting (division, parameter, valid_from)
  where approved_at is not null and superseded_at is null;
create index setting_history on policy.setting (division, parameter, proposed_at);

-- Append-only: a row may be signed once, withdrawn once while a draft, superseded once; nothing else of it ever changes.
create function policy.only_sign() returns trigger language plpgsql as $$
begin
  if tg_op <> 'UPDATE' then
    raise exception 'settings are append-only';
  end if;
  if row (new.id, new.division, new.parameter, new.value, new.valid_from, new.valid_to, new.document, new.example, new.proposed_by, new.proposed_at)
       is distinct from
     row (old.id, old.division, old.parameter, old.value, old.valid_from, old.valid_to, old.document, old.example, old.proposed_by, old.proposed_at)
     or (old.approved_at is not null and (new.approved_by, new.approved_at) is distinct from (old.approved_by, old.approved_at))
     or (old.withdrawn_at is not null and (new.withdrawn_by, new.withdrawn_at) is distinct from (old.withdrawn_by, old.withdrawn_at))
     or (old.superseded_at is not null and new.superseded_at is distinct from old.superseded_at) then
    raise exception 'settings are append-only';
  end if;
  return new;
end $$;
create trigger only_sign before update or delete on policy.setting for each row execute function policy.only_sign();

grant select, insert, update on policy.setting to yiyang_request, yiyang_system;
alter table policy.setting enable row level security;
alter table policy.setting force row level security;
create policy reading on policy.setting for select to yiyang_request
  using (approved_at is not null
      or division = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
create policy proposing on policy.setting for insert to yiyang_request
  with check (division = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
          and proposed_by = (select current_setting('yiyang.account', true)) and approved_at is null);
create policy signing on policy.setting for update to yiyang_request
  using (division = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]))
  with check (division = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
create policy system on policy.setting to yiyang_system using (true) with check (true);
