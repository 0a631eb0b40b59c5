-- What the public is told of a facility beside what the register and its residents' rows say by themselves, and visits that people ask for.
create schema finder;
grant usage on schema finder to yiyang_request, yiyang_system;

-- A public fact with its day and whose word it is. Only what no other record says yet: a later statement of the same kind replaces an earlier one,
-- inspections and penalties stay beside each other.
create table finder.disclosure (
  district      text collate "C" not null,
  id            uuid             not null,
  facility_id   uuid             not null,
  township      text collate "C" not null,
  village       text collate "C",
  kind          text collate "C" not null check (kind in ('filing', 'rating', 'inspection', 'penalty', 'complaints', 'refund', 'hospital')),
  says          text             not null check (char_length(says) between 1 and 300),
  on_day        date             not null,                -- the day of which it speaks
  told_by       text collate "C" not null check (told_by in ('operator', 'government')),
  example       boolean          not null default false,
  recorded_by   text             not null,
  recorded_at   timestamptz      not null default clock_timestamp(),
  superseded_at timestamptz,
  primary key (district, id)
);
create index disclosure_facility on finder.disclosure (district, facility_id, kind) where superseded_at is null;

-- 预约参观: asked by anybody, answered by the home. Name and telephone are sealed, and cleared away a month after the day.
create table finder.tour (
  district     text collate "C" not null,
  id           uuid             not null,
  number       text collate "C" not null,
  check_code   text collate "C" not null,
  facility_id  uuid             not null,
  township     text collate "C" not null,
  village      text collate "C",
  day          date             not null,
  half         text collate "C" not null check (half in ('morning', 'afternoon')),
  people       integer          not null check (people between 1 and 6),
  data_cipher  bytea            not null, -- name and telephone of whoever asks
  state        text collate "C" not null default 'asked' check (state in ('asked', 'agreed', 'declined', 'withdrawn')),
  answer       text,
  asked_at     timestamptz      not null default clock_timestamp(),
  answered_by  text,
  answered_at  timestamptz,
  primary key (district, id),
  check (state <> 'declined' or answer is not null)
);
create unique index tour_number on finder.tour (district, number);
create index tour_find on finder.tour (number);
create index tour_facility on finder.tour (district, facility_id, day);

insert into facilities.hanging values ('finder.disclosure'), ('finder.tour');

grant select on all tables in schema finder to yiyang_request;
grant select, insert, update, delete on all tables in schema finder to yiyang_system;
do $$
declare each text;
begin
  foreach each in array array['disclosure', 'tour'] loop
    execute format('alter table finder.%I enable row level security', each);
    execute format('alter table finder.%I force row level security', each);
    execute format('create policy system on finder.%I to yiyang_system using (true) with check (true)', each);
    execute format($policy$
      create policy scope on finder.%I for select to yiyang_request
        using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
            or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
            or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])
            or facility_id = any ((select string_to_array(current_setting('yiyang.facilities', true), ','))::uuid[]))
      $policy$, each);
  end loop;
end $$;
