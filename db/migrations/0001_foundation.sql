-- Roles: migrations run as the owner; a request steps down to yiyang_request, which owns nothing and is held by row security;
-- jobs and commands step down to yiyang_system, which sees all rows but cannot change the audit; identity has its own tables.
do $$
declare role_name text;
begin
  foreach role_name in array array['yiyang_request', 'yiyang_system', 'yiyang_identity'] loop
    begin
      if not exists (select 1 from pg_roles where rolname = role_name) then
        execute format('create role %I nologin', role_name);
      end if;
    exception when duplicate_object or unique_violation then null;
    end;
    execute format('grant %I to current_user', role_name);
  end loop;
end $$;

create schema if not exists yiyang;
create schema platform;
grant usage on schema yiyang, platform to yiyang_request, yiyang_system;

-- A creating call that arrives twice: the key is inserted first in the same transaction, with the digest of the body.
create table platform.idempotency (
  account     text        not null,
  route       text        not null,
  key         uuid        not null,
  body_digest bytea       not null,
  status      smallint,
  response    jsonb,
  created_at  timestamptz not null default clock_timestamp(),
  primary key (account, route, key)
);
create index idempotency_age on platform.idempotency (created_at);
grant select, insert, update on platform.idempotency to yiyang_request, yiyang_system;
grant delete on platform.idempotency to yiyang_system;
alter table platform.idempotency enable row level security;
alter table platform.idempotency force row level security;
create policy own on platform.idempotency to yiyang_request
  using (account = (select current_setting('yiyang.account', true)))
  with check (account = (select current_setting('yiyang.account', true)));
create policy system on platform.idempotency to yiyang_system using (true) with check (true);

-- Effects that must happen after a commit: written with the change, taken with SKIP LOCKED, delivered at least once.
create table platform.outbox (
  district    text        not null default '',
  id          uuid        not null,
  kind        text        not null,
  payload     jsonb       not null,
  created_at  timestamptz not null default clock_timestamp(),
  attempts    integer     not null default 0,
  next_at     timestamptz not null default clock_timestamp(),
  done_at     timestamptz,
  primary key (district, id)
);
create index outbox_waiting on platform.outbox (next_at) where done_at is null;
grant insert on platform.outbox to yiyang_request;
grant select, insert, update, delete on platform.outbox to yiyang_system;
alter table platform.outbox enable row level security;
alter table platform.outbox force row level security;
create policy adding on platform.outbox for insert to yiyang_request with check (true);
create policy system on platform.outbox to yiyang_system using (true) with check (true);
