-- The same of people.
update staff set cpr_indexes = cpr_indexes
where exists (select from unnest(cpr_indexes) i where key_of_index(i) = $1::smallint);
