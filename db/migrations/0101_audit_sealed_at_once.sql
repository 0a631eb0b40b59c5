-- Entries are sealed as soon as they are committed, whatever else is still running. What is sealed is told by a snapshot: every entry whose
-- transaction it shows has its link. The next round takes a snapshot of its own and seals what that one shows and the last one did not, so
-- a transaction that commits late is sealed late and never passed over. The chain is in the order of sealing.
alter table audit.sealer
  add column done   pg_snapshot not null default '1:1:', -- sealed wholly
  add column target pg_snapshot,                         -- being sealed, up to the cursor; null between rounds
  add column noted  pg_snapshot;                         -- on a cluster of nodes: what the round before saw, by now committed on every node
update audit.sealer
   set done = format('%1$s:%1$s:', greatest(cursor_tx::text::numeric, 1))::pg_snapshot;
