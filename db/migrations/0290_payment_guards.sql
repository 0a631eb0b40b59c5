-- What keeps people's money right and was only kept by code before, and the indexes of the questions that are asked before every signature.

-- An account that ended after a batch was made is not paid; an account that has moved with its person is found by its id.
create index account_ended on payments.account (district, ended_at) where ended_at is not null;
create index account_id on payments.account (id);
-- Lines that are paid again, by the file that they are for: the others are found by `line_once`.
create index line_file_again on payments.line (district, elder_id, month) where kind = 'again';

-- Who records an account records it in the own name, and whoever puts it in use signs with the own name. The number never changes.
drop policy scope on payments.account;
revoke update on payments.account from yiyang_request;
grant update (state, decided_by, decided_at, usable_from, reason, ended_at) on payments.account to yiyang_request;
create policy scope on payments.account for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]));
create policy recording on payments.account for insert to yiyang_request
  with check (state = 'proposed' and decided_by is null and recorded_by = (select current_setting('yiyang.account', true))
     and (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
       or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
       or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])));
create policy deciding on payments.account for update to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]))
  with check (state = 'ended' or decided_by = (select current_setting('yiyang.account', true)));
drop policy scope on payments.proof_of_life;
create policy scope on payments.proof_of_life for select to yiyang_request
  using (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
      or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
      or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[]));
create policy recording on payments.proof_of_life for insert to yiyang_request
  with check (recorded_by = (select current_setting('yiyang.account', true))
     and (district = any ((select string_to_array(current_setting('yiyang.districts', true), ','))::text[])
       or township = any ((select string_to_array(current_setting('yiyang.townships', true), ','))::text[])
       or village = any ((select string_to_array(current_setting('yiyang.villages', true), ','))::text[])));

-- An instalment of a facility is confirmed once, paid once, and never another sum.
create function subsidies.only_signs() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.paid_by is not null
     or row (new.district, new.claim_id, new.no, new.due_when, new.amount_fen)
        is distinct from row (old.district, old.claim_id, old.no, old.due_when, old.amount_fen)
     or (old.released_by is not null and row (new.released_by, new.evidence) is distinct from row (old.released_by, old.evidence)) then
    raise exception 'an instalment is confirmed once, paid once and never changed';
  end if;
  return new;
end $$;
create trigger only_signs before update or delete on subsidies.instalment for each row execute function subsidies.only_signs();

-- How many may give the second signature at a place: payment asks it before the district lends one. Names of accounts, nothing else.
create function payments.holders_of(of_role text, of_division text, on_day date) returns text[]
  language sql stable security definer set search_path = pg_catalog, identity as $$
  select coalesce(array_agg(distinct g.account order by g.account), '{}')
    from identity."grant" g join identity.standing s on s.account = g.account and s.disabled_at is null
   where g.role = of_role and g.division = of_division and g.revoked_at is null and g.valid_from <= on_day
     and (g.valid_until is null or g.valid_until > on_day) and (not g.needs_approval or g.approved_at is not null)
$$;
revoke all on function payments.holders_of(text, text, date) from public;
grant execute on function payments.holders_of(text, text, date) to yiyang_system;

-- Two more reasons found after a batch was made: the account has ended, the file was merged into another.
alter table payments.line drop constraint line_held;
alter table payments.line add constraint line_held check (held in ('review', 'asked', 'letGo', 'fileGone', 'diedSince', 'mergedSince', 'duplicate', 'overlap',
  'noAccount', 'accountChanged', 'accountCheckDigit', 'accountCoolingOff', 'holderDiffers', 'noProofOfLife', 'superseded', 'yielded'));

-- What the bank first said to have paid and gave back later. The first answer stays readable beside it.
alter table payments.result add column paid_until date;
alter table payments.return_file add column late boolean not null default false;
