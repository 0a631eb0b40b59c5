-- What a clerk decides about single rows: set aside for later (held), asked for from the place that keeps the file (transfer_id); and
-- which rows a rollback left alone because their file was changed since.
alter table imports.staged_row
  add column held        boolean not null default false,
  add column spared      boolean not null default false,
  add column transfer_id uuid;
