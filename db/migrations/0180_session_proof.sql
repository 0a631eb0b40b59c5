-- Sessions in which a second factor was shown. A sign-on by the government's provider, or a device that the library trusts, opens a
-- session without one; the roles that demand it are then withheld until the digits have been filled in.
create table identity.session_proof (
  session_id text        not null primary key references identity.session ("id") on delete cascade,
  proven_at  timestamptz not null default clock_timestamp()
);
grant select, insert, delete on identity.session_proof to yiyang_identity;
-- Sessions of before this table were opened by a password and, where the account has one, the second factor.
insert into identity.session_proof (session_id)
select s."id" from identity.session s join identity."user" u on u."id" = s."userId" where u."twoFactorEnabled";
