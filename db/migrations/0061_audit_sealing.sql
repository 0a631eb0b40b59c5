-- Transaction ids begin anew in a restored cluster. Each entry therefore carries the epoch of the cluster in which it was
-- written, and the sealer moves along (epoch, tx, id): below the oldest running transaction nothing can be added any more.
alter table audit.entry add column epoch integer not null default 0;
drop index audit.entry_order;
create index entry_order on audit.entry (epoch, tx, id);

alter table audit.sealer drop column tx_floor;
alter table audit.sealer
  add column epoch             integer not null default 0,
  add column system_identifier text,
  add column earlier_done      boolean not null default true,
  add column cursor_tx         xid8    not null default '0',
  add column cursor_id         uuid    not null default '00000000-0000-0000-0000-000000000000',
  add column last_seq          bigint  not null default 0,
  add column last_hash         bytea   not null default decode(repeat('00', 32), 'hex');
