-- A rotation of the keys changes how a number is stored and nothing about the person: it leaves no version of the past behind.
create function yiyang.is_rotating() returns boolean language sql stable as $$
  select current_user = 'yiyang_system' and coalesce(current_setting('yiyang.rotating', true), '') = 'on'
$$;
drop trigger keep_past on elders.elder;
create trigger keep_past before update on elders.elder for each row when (not yiyang.is_rotating())
  execute function elders.keep_past();
