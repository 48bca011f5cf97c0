-- How texts are found and how long they may be.

-- What two spellings of one name have in common: composed or decomposed, large or small letters, whatever blanks stand
-- between the words and whatever is drawn as nothing. ICU's rules, so that it does not matter in which locale the
-- database was made (in "C" lower('Æ') is 'Æ').
create function name_key(name text) returns text
language sql immutable strict parallel safe
return btrim(regexp_replace(regexp_replace(lower(normalize(name, NFKC) collate "und-x-icu"),
    U&'[\00AD\034F\061C\180B-\180E\200B-\200F\202A-\202E\2060-\206F\FE00-\FE0F\FEFF]', '', 'g'), '\s+', ' ', 'g')) collate "C";

-- Kept, because a search looks at every name that may be seen. The index on lower(name) was of no use to it: a name is
-- found by the beginning of any of its words.
alter table citizen add column name_key text generated always as (name_key(name)) stored;
drop index citizen_name;

-- Characters at most, those of server/core/text_table.h. What is longer from before stays as it is.
alter table staff add constraint staff_name_length check (char_length(name) <= 200) not valid;
alter table team add constraint team_name_length check (char_length(name) <= 100) not valid;
alter table citizen add constraint citizen_name_length check (char_length(name) <= 200) not valid;
alter table token add constraint token_name_length check (char_length(name) <= 90) not valid;
alter table note add constraint note_text_length check (char_length(text) <= 2000) not valid;
