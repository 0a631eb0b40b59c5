-- What people see of a job: how far it is, what came of it, whether somebody asked it to stop. The queue itself is pg-boss'
-- schema `jobs`, which pg-boss installs and migrates (docs/decisions/0002).
create table platform.job_progress (
  district         text collate "C" not null default '',
  id               uuid        not null,
  kind             text collate "C" not null,
  key              text collate "C",
  title            text        not null,
  account          text        not null,
  data             jsonb       not null,
  status           text collate "C" not null default 'waiting'
                     check (status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done             bigint      not null default 0 check (done >= 0),
  total            bigint      check (total >= 0),
  words            text        not null default '',
  result           jsonb,
  failure          text,
  attempts         integer     not null default 0,
  -- The number under which the working process holds an advisory lock: when nobody holds it, that process is gone.
  worker           integer,
  cancel_requested boolean     not null default false,
  version          integer     not null default 1,
  created_at       timestamptz not null default clock_timestamp(),
  started_at       timestamptz,
  finished_at      timestamptz,
  primary key (district, id)
);
create index job_progress_account on platform.job_progress (account, created_at desc, id);
create index job_progress_open on platform.job_progress (status, kind) where status in ('waiting', 'running');

grant select, insert on platform.job_progress to yiyang_request;
grant update (cancel_requested, version) on platform.job_progress to yiyang_request;
grant select, insert, update, delete on platform.job_progress to yiyang_system;
alter table platform.job_progress enable row level security;
alter table platform.job_progress force row level security;
create policy own on platform.job_progress to yiyang_request
  using (account = (select current_setting('yiyang.account', true)))
  with check (account = (select current_setting('yiyang.account', true)));
create policy system on platform.job_progress to yiyang_system using (true) with check (true);
