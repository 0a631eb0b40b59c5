-- A published list is for everyone, whatever the scope: small reference data of a division, like the settings of the rulebook.
alter table funds.service_list rename column district to division;
drop policy scope on funds.service_list;
create policy reading on funds.service_list for select to yiyang_request using (true);
