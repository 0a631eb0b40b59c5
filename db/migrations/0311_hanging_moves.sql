-- What hangs on a person goes with the file to another district: the rows are written there and taken away here. Every registered table needs the
-- grant for it, whichever migration made the table.
do $$
declare each text;
begin
  for each in select distinct table_name from elders.hanging where on_transfer = 'move' loop
    execute format('grant select, insert, update, delete on %s to yiyang_system', each);
  end loop;
end $$;
