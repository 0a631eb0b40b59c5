-- By what keys the values of this database were sealed and indexed: a digest that tells nothing about them. A server with other
-- keys does not start, and a rotation of the index knows whether it had been finished.
create table platform.key_check (
  sole        boolean     not null primary key default true check (sole),
  blind_check bytea       not null,
  changed_at  timestamptz not null default clock_timestamp()
);
grant select, insert, update on platform.key_check to yiyang_system;
