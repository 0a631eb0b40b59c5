-- How a district's payment files leave for the bank: the columns of the sheets, and the bank's public key to which files are encrypted. Two people sign a
-- change, because a file for the wrong eyes, or in columns that the bank reads otherwise, is money lost. The newest signed row counts.
alter table payments.sheet_format rename to bank_profile;
alter table payments.bank_profile rename constraint sheet_format_pkey to bank_profile_pkey;
alter table payments.bank_profile
  add column public_key text check (char_length(public_key) between 200 and 4000), -- PEM; null: files leave as they are
  add column key_print  text collate "C",                                         -- SHA-256 of the key, to compare with the bank's word
  add column decision   text collate "C" check (decision in ('approved', 'refused')),
  add column decided_by text,
  add column decided_at timestamptz,
  add constraint key_has_print check ((public_key is null) = (key_print is null)),
  add constraint decided_whole check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null));
-- What was set before by one person stays in force, and says so.
update payments.bank_profile set decision = 'approved', decided_by = 'before-0291', decided_at = set_at;
alter table payments.bank_profile add constraint second_person check (decided_by <> set_by);
create unique index bank_profile_waiting on payments.bank_profile (district) where decision is null;

drop policy scope on payments.bank_profile;
create policy scope on payments.bank_profile for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[]));
create policy proposing on payments.bank_profile for insert to yiyang_request
  with check (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
     and set_by = (select current_setting('yiyang.account', true)) and decision is null);
