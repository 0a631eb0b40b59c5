-- Who has opened the twenty cases of a proposed value: nobody signs a value unseen. Small and without persons (a reference table on Citus).
create table policy.cases_opened (
  setting   uuid             not null,
  account   text collate "C" not null,
  opened_at timestamptz      not null default statement_timestamp(),
  primary key (setting, account)
);

grant select, insert on policy.cases_opened to yiyang_request, yiyang_system;
alter table policy.cases_opened enable row level security;
alter table policy.cases_opened force row level security;
-- In the own name only.
create policy scope on policy.cases_opened to yiyang_request
  using (account = (select current_setting('yiyang.account', true)))
  with check (account = (select current_setting('yiyang.account', true)));
create policy system on policy.cases_opened to yiyang_system using (true) with check (true);
