-- Why a line is held and why a bank returns one are closed lists: a screen must have words for each.
alter table payments.line add constraint line_held check (held in ('review', 'asked', 'letGo', 'fileGone', 'diedSince', 'duplicate', 'overlap', 'noAccount',
  'accountCheckDigit', 'accountCoolingOff', 'holderDiffers', 'noProofOfLife', 'superseded', 'yielded'));
alter table payments.result add constraint result_cause check (cause in ('accountUnknown', 'nameMismatch', 'accountClosed', 'accountFrozen', 'bankFault', 'other'));
