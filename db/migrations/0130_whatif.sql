-- Drafts of what-if: values that an officer tries out over the register. A draft is its maker's own and counts for nothing: a value comes into
-- force only as a setting (policy.setting) with two signatures. Small and without persons (a reference table on Citus).
create schema whatif;
grant usage on schema whatif to yiyang_request, yiyang_system;

create table whatif.draft (
  id         uuid             not null primary key,
  owner      text collate "C" not null,
  name       text             not null check (char_length(name) between 1 and 60),
  division   text collate "C" not null,
  valid_from date             not null, -- the day from which the values would hold
  month      date             not null check (extract(day from month) = 1),
  changes    jsonb            not null,
  made_at    timestamptz      not null default clock_timestamp(),
  changed_at timestamptz      not null default clock_timestamp(),
  unique (owner, name)
);

grant select, insert, update, delete on whatif.draft to yiyang_request, yiyang_system;
alter table whatif.draft enable row level security;
alter table whatif.draft force row level security;
create policy own on whatif.draft to yiyang_request
  using (owner = (select current_setting('yiyang.account', true)))
  with check (owner = (select current_setting('yiyang.account', true)));
create policy system on whatif.draft to yiyang_system using (true) with check (true);
