-- Citizens who were told of, whose CPR number is not sealed under the newest key $1, after $2.
select t.id, t.handle, t.cpr, t.cpr_key, (select i from unnest(t.cpr_indexes) i where key_of_index(i) = abs(t.cpr_key))
from citizen_told t where t.cpr is not null and t.cpr_key <> $1 and t.id > $2 order by t.id limit 500;
