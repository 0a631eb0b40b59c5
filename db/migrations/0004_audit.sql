-- Who did or read what. Entries are inserted and never changed; a sealer links committed entries into a hash chain at most
-- a second later, so that a chain lock never serialises the writers.
create schema audit;
grant usage on schema audit to yiyang_request, yiyang_system;

create table audit.entry (
  district   text collate "C" not null default '',
  id         uuid        not null,
  tx         xid8        not null default pg_current_xact_id(),
  at         timestamptz not null default clock_timestamp(),
  account    text        not null,
  action     text        not null,
  object     text        not null,
  object_id  text,
  purpose    text,
  before     jsonb,
  after      jsonb,
  request_id text,
  primary key (district, id)
);
create index entry_order on audit.entry (tx, id);
create index entry_object on audit.entry (district, object, object_id, at);

create table audit.seal (
  seq        bigint      not null primary key,
  district   text        not null,
  entry_id   uuid        not null unique,
  entry_hash bytea       not null,
  chain_hash bytea       not null,
  sealed_at  timestamptz not null default clock_timestamp()
);
-- Where the sealer may begin to look; one row.
create table audit.sealer (sole boolean primary key default true check (sole), tx_floor xid8 not null default '0');
insert into audit.sealer default values;

create function audit.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is append-only';
end $$;
create trigger append_only before update or delete or truncate on audit.entry execute function audit.refuse();
create trigger append_only before update or delete or truncate on audit.seal execute function audit.refuse();

grant insert on audit.entry to yiyang_request;
grant select, insert on audit.entry to yiyang_system;
grant select on audit.entry to yiyang_request;
grant select, insert on audit.seal to yiyang_system;
grant select, update on audit.sealer to yiyang_system;

alter table audit.entry enable row level security;
alter table audit.entry force row level security;
create policy adding on audit.entry for insert to yiyang_request
  with check (account = (select current_setting('yiyang.account', true)));
create policy reading on audit.entry for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or account = (select current_setting('yiyang.account', true)));
create policy system on audit.entry to yiyang_system using (true) with check (true);
