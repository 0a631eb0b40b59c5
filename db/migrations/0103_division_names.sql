-- A division that was renamed: another name than the one it came with, from a day on. The key stays, as with codes.
create table divisions.name (
  key        text collate "C" not null references divisions.division,
  name       text not null check (char_length(name) between 2 and 60),
  pinyin     text collate "C" not null, -- one syllable a word
  valid_from date not null,
  valid_to   date check (valid_to > valid_from),
  primary key (key, valid_from)
);
grant select on divisions.name to yiyang_request, yiyang_system;
grant insert, update on divisions.name to yiyang_system;
