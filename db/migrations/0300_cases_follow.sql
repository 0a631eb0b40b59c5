-- What was handed in for a case and what people thought of it belong to the person of the case: they leave with the person who moves to another
-- district, follow within it, and come along in a merge. A file of no case (an import, a payment file) has no person.
alter table platform.file add column subject_id uuid;
create index file_subject on platform.file (district, subject_id) where subject_id is not null;

alter table applications.rating
  add column subject_id uuid,
  add column township text collate "C",
  add column village text collate "C";

-- The owner may be no superuser, and forced row security holds owners too.
set local role yiyang_system;
update platform.file f set subject_id = c.subject_id
  from process.case c where f.object = 'process.case' and c.district = f.district and c.id::text = f.object_id;
update applications.rating r set subject_id = c.subject_id, township = c.township, village = c.village
  from process.case c where c.district = r.district and c.id = r.case_id;
delete from applications.rating where subject_id is null;
set local role none;

alter table applications.rating alter column subject_id set not null, alter column township set not null;
create index rating_subject on applications.rating (district, subject_id);

insert into elders.hanging (table_name, elder_column, key_columns, on_merge) values
  ('platform.file', 'subject_id', '{id}', 'move'),
  ('applications.rating', 'subject_id', '{case_id}', 'move');

drop policy scope on applications.rating;
create policy scope on applications.rating for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]));

-- 催办: since when whoever asked is pressing the desk that has the case; a move answers it.
alter table process.case add column urged_on date;
create index case_urged on process.case (district, desk, urged_on, id) where urged_on is not null and closed_at is null;
