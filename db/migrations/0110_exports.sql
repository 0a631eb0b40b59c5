-- Exports of lists that need a second person: asked for by one, released by another, made by a job, kept for a few days. The scope of
-- whoever asked is written down, because the job reads under it and never sees more. The list itself is a sealed file; here stand only
-- its conditions.
create table elders.export (
  district     text collate "C" not null,
  id           uuid        not null,
  account      text        not null,
  account_name text        not null,
  districts    text[]      not null, -- every district that the list can reach: who holds all of them may release it
  townships    text[]      not null,
  villages     text[]      not null,
  scope        jsonb       not null,
  filter       jsonb       not null,
  format       text collate "C" not null check (format in ('xlsx', 'csv')),
  numbers      text collate "C" not null check (numbers in ('masked', 'full')),
  purpose_kind text collate "C" not null,
  purpose      text        not null,
  state        text collate "C" not null default 'requested' check (state in ('requested', 'released', 'refused', 'done')),
  requested_at timestamptz not null default clock_timestamp(),
  decided_by   text,
  decided_at   timestamptz,
  note         text,
  people       integer,
  files        jsonb       not null default '[]',
  done_at      timestamptz,
  expires_at   timestamptz,
  primary key (district, id),
  check (decided_by is distinct from account)
);
create index export_asked on elders.export (district, requested_at desc);

grant select, insert, update on elders.export to yiyang_request;
grant select, insert, update, delete on elders.export to yiyang_system;
alter table elders.export enable row level security;
alter table elders.export force row level security;
create policy system on elders.export to yiyang_system using (true) with check (true);
create policy scope on elders.export to yiyang_request
  using (account = (select current_setting('yiyang.account', true))
      or districts <@ ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]))
  with check (account = (select current_setting('yiyang.account', true))
      or districts <@ ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
