-- What an installation has completed once (the demonstration, step by step), so that a start after a kill goes on where it was.
create table platform.milestone (
  name       text        not null primary key,
  reached_at timestamptz not null default clock_timestamp(),
  details    jsonb
);
grant select, insert, update on platform.milestone to yiyang_system;
grant select on platform.milestone to yiyang_request;
