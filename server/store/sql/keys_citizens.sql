-- Citizens whose CPR number is not sealed under the newest key $1, after $2.
select z.id, z.citizen, z.cpr, z.cpr_key, (select i from unnest(z.cpr_indexes) i where key_of_index(i) = abs(z.cpr_key))
from citizen z where z.cpr is not null and z.cpr_key <> $1 and z.id > $2 order by z.id limit 500;
