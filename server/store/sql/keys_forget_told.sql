-- The hashes under the retired key $1 of citizens who were told of.
update citizen_told set cpr_indexes = cpr_indexes
where exists (select from unnest(cpr_indexes) i where key_of_index(i) = $1::smallint);
