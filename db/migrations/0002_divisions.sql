-- Divisions of the city: stable keys, dated names, parents and codes. Public reference data, so no row security; reference tables on Citus.
create schema divisions;

create table divisions.division (
  key text collate "C" primary key,
  level text not null check (level in ('city', 'district', 'township', 'village')),
  name text not null,
  kind text not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  lng double precision,
  lat double precision,
  elevation_m integer,
  pinyin text collate "C" not null,
  initials text collate "C" not null
);

create table divisions.parentage (
  key text collate "C" not null references divisions.division,
  parent text collate "C" not null references divisions.division,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  primary key (key, valid_from)
);
create index parentage_parent on divisions.parentage (parent, valid_from);

-- A null code is a code that is not known in that period.
create table divisions.code (
  key text collate "C" not null references divisions.division,
  code text collate "C" check (code ~ '^50[0-9]{4}([0-9]{3}([0-9]{3})?)?$'),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  primary key (key, valid_from)
);
create unique index code_held_by_one on divisions.code (code) where valid_to is null and code is not null;

-- A management zone has no code: it is an overlay on townships that lie in divisions.
create table divisions.zone (
  key text collate "C" primary key,
  name text not null,
  pinyin text collate "C" not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from)
);

create table divisions.zone_member (
  zone text collate "C" not null references divisions.zone,
  township text collate "C" not null references divisions.division,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  primary key (zone, township, valid_from)
);

grant usage on schema divisions to yiyang_request, yiyang_system;
grant select on all tables in schema divisions to yiyang_request, yiyang_system;
grant insert, update on all tables in schema divisions to yiyang_system;
