-- People whose own CPR number is not sealed under the newest key $1, after $2. Where only its hash is known, that of a
-- citizen who has the same.
select p.id, p.staff, coalesce(p.cpr, z.cpr), coalesce(p.cpr_key, z.cpr_key), case when p.cpr is null then z.citizen end
from staff p
left join lateral (select z.cpr, z.cpr_key, z.citizen from citizen_cpr x join citizen z on z.id = x.citizen
                   where p.cpr is null and x.cpr_index = any(p.cpr_indexes) limit 1) z on true
where p.cpr_indexes is not null and p.cpr_key is distinct from $1 and p.id > $2 order by p.id limit 500;
