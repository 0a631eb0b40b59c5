-- Accounts, sessions and grants. Only yiyang_identity reaches them: neither a request nor a job can read a password's digest.
create schema identity;
grant usage on schema identity to yiyang_identity;

-- The tables of the accounts library (better-auth 1.7), as its own schema generator writes them; it quotes its camel-case names.
create table identity."user" (
  "id"               text        not null primary key,
  "name"             text        not null,
  "email"            text        not null unique,
  "emailVerified"    boolean     not null,
  "image"            text,
  "createdAt"        timestamptz not null default current_timestamp,
  "updatedAt"        timestamptz not null default current_timestamp,
  "username"         text collate "C" unique,
  "twoFactorEnabled" boolean
);

create table identity.session (
  "id"        text        not null primary key,
  "expiresAt" timestamptz not null,
  "token"     text        not null unique,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId"    text        not null references identity."user" ("id") on delete cascade
);
create index "session_userId_idx" on identity.session ("userId");

create table identity.account (
  "id"                    text        not null primary key,
  "accountId"             text        not null,
  "providerId"            text        not null,
  "userId"                text        not null references identity."user" ("id") on delete cascade,
  "accessToken"           text,
  "refreshToken"          text,
  "idToken"               text,
  "accessTokenExpiresAt"  timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope"                 text,
  "password"              text,
  "createdAt"             timestamptz not null default current_timestamp,
  "updatedAt"             timestamptz not null
);
create index "account_userId_idx" on identity.account ("userId");

create table identity.verification (
  "id"         text        not null primary key,
  "identifier" text        not null,
  "value"      text        not null,
  "expiresAt"  timestamptz not null,
  "createdAt"  timestamptz not null default current_timestamp,
  "updatedAt"  timestamptz not null default current_timestamp
);
create index "verification_identifier_idx" on identity.verification ("identifier");

create table identity."twoFactor" (
  "id"                      text not null primary key,
  "secret"                  text not null,
  "backupCodes"             text not null,
  "userId"                  text not null references identity."user" ("id") on delete cascade,
  "verified"                boolean,
  "failedVerificationCount" integer,
  "lockedUntil"             timestamptz
);
create index "twoFactor_secret_idx" on identity."twoFactor" ("secret");
create index "twoFactor_userId_idx" on identity."twoFactor" ("userId");

create table identity."rateLimit" (
  "id"          text    not null primary key,
  "key"         text    not null unique,
  "count"       integer not null,
  "lastRequest" bigint  not null
);

-- What the library does not know of an account. A password set by somebody else ends soon unless its owner changes it.
-- An account is known everywhere by its name, which never changes and is never given again.
create table identity.standing (
  account             text collate "C" not null primary key references identity."user" ("username"),
  created_by          text        not null,
  created_at          timestamptz not null default clock_timestamp(),
  demonstration       boolean     not null default false,
  disabled_at         timestamptz,
  password_expires_at timestamptz,
  last_used_at        timestamptz
);

-- Failed attempts by name, whether the account exists or not: the answer must not tell.
create table identity.sign_in_attempt (
  username     text collate "C" not null primary key,
  failures     integer          not null,
  last_at      timestamptz      not null default clock_timestamp(),
  locked_until timestamptz
);
create index sign_in_attempt_age on identity.sign_in_attempt (last_at);

-- Who may do what, where, from when until when. A grant is never changed but for its approval and its end.
create table identity."grant" (
  id            uuid        not null primary key,
  account       text collate "C" not null references identity."user" ("username"),
  role          text collate "C" not null,
  division      text collate "C",
  organisation  text collate "C",
  valid_from    date        not null,
  valid_until   date,
  reason        text        not null default '',
  granted_by    text        not null,
  granted_at    timestamptz not null default clock_timestamp(),
  needs_approval boolean    not null,
  approved_by   text,
  approved_at   timestamptz,
  revoked_by    text,
  revoked_at    timestamptz,
  revoke_reason text,
  check (division is not null or organisation is not null),
  check (valid_until is null or valid_until > valid_from),
  check (approved_by is null or (approved_by <> granted_by and approved_by <> account)),
  check (granted_by <> account)
);
create index grant_account on identity."grant" (account) where revoked_at is null;
create index grant_waiting on identity."grant" (granted_at, id) where needs_approval and approved_at is null and revoked_at is null;

grant select, insert, update, delete on all tables in schema identity to yiyang_identity;
revoke delete on identity."grant" from yiyang_identity;

-- Changes of accounts and grants leave their entries in the same transaction; whoever may audit reads through the same role.
grant usage on schema audit to yiyang_identity;
grant select, insert on audit.entry to yiyang_identity;
grant select on audit.seal to yiyang_identity;
create policy identity on audit.entry to yiyang_identity using (true) with check (true);
create index entry_account on audit.entry (account, at, id);
create index entry_at on audit.entry (at, id);
