-- A stay belongs to the facility and its district: it follows a merged file, but does not leave with a person who moves to another district.
alter table elders.hanging add column on_transfer text collate "C" not null default 'move' check (on_transfer in ('move', 'stay'));
update elders.hanging set on_transfer = 'stay' where table_name = 'subsidies.stay';
