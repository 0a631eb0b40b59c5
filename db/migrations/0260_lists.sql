-- Plain lists (src/engines/register): a table for each, made from its declaration. What they have in common stands here once.
create schema lists;
grant usage on schema lists to yiyang_request, yiyang_system;

create function lists.refuse_change() returns trigger language plpgsql as $$
begin
  -- A version may be superseded once, and its place may follow the facility's; nothing else of it changes.
  if tg_op = 'DELETE' or old.superseded_at is not null and new.superseded_at is distinct from old.superseded_at
     or (to_jsonb(new) - '{superseded_at,township,village}'::text[]) <> (to_jsonb(old) - '{superseded_at,township,village}'::text[]) then
    raise exception 'a version is never changed: supersede it';
  end if;
  return new;
end $$;

-- Gives a list's table its grants, its row security (place, or the facilities that the caller's organisation runs) and its trigger, and lets it follow the
-- place of the facility that an entry speaks of.
create function lists.keep(list text) returns void language plpgsql as $$
begin
  execute format('create trigger kept before update or delete on lists.%I for each row execute function lists.refuse_change()', list);
  execute format('grant select on lists.%I to yiyang_request', list);
  execute format('grant select, insert, update on lists.%I to yiyang_system', list);
  execute format('alter table lists.%I enable row level security', list);
  execute format('alter table lists.%I force row level security', list);
  execute format('create policy system on lists.%I to yiyang_system using (true) with check (true)', list);
  execute format($policy$
    create policy scope on lists.%I for select to yiyang_request
      using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
          or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
          or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])
          or facility_id = any ((select string_to_array(current_setting('yiyang.facilities', true), ','))::uuid[]))
    $policy$, list);
  insert into facilities.hanging values ('lists.' || list);
end $$;
