-- What one district paid for months that another had to bear, because a move was told late: the one that paid asks for it with a paper, the other one's
-- finance pays it. Each row of benefits.between_districts is settled once.
create table payments.settlement (
  district       text collate "C" not null, -- that paid the people and asks
  id             uuid             not null,
  other_district text collate "C" not null, -- that had to pay, and pays now
  amount_fen     bigint           not null check (amount_fen > 0),
  rows           integer          not null check (rows > 0),
  document       text             not null check (char_length(document) between 2 and 200),
  proposed_by    text             not null,
  proposed_at    timestamptz      not null default clock_timestamp(),
  paid_by        text,
  paid_on        date,
  withdrawn_by   text, -- its rows are open again
  primary key (district, id),
  constraint second_person check (paid_by <> proposed_by),
  check ((paid_by is null) = (paid_on is null) and (paid_by is null or withdrawn_by is null)),
  check (other_district <> district)
);
create index settlement_other on payments.settlement (other_district, proposed_at desc);
alter table benefits.between_districts add column settlement_id uuid;
create index between_districts_open on benefits.between_districts (district, other_district) where settlement_id is null;

create function payments.only_pays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.paid_by is not null or old.withdrawn_by is not null
     or row (new.district, new.id, new.other_district, new.amount_fen, new.rows, new.document, new.proposed_by)
        is distinct from row (old.district, old.id, old.other_district, old.amount_fen, old.rows, old.document, old.proposed_by) then
    raise exception 'a settlement is paid once and never changed';
  end if;
  return new;
end $$;
create trigger only_pays before update or delete on payments.settlement for each row execute function payments.only_pays();

grant select on payments.settlement to yiyang_request;
grant select, insert, update on payments.settlement to yiyang_system;
alter table payments.settlement enable row level security;
alter table payments.settlement force row level security;
create policy system on payments.settlement to yiyang_system using (true) with check (true);
create policy scope on payments.settlement for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or other_district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
