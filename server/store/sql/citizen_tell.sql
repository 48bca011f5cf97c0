-- Nothing here looks for the number. $1 identifier, $2 name, $3 born, $4 protected, $5 sealed CPR number, $6 its key,
-- $7 keyed hashes under all keys (null: no number), $8 who tells
select tell_citizen($1, $2, $3, $4, $5, $6, $7, $8);
