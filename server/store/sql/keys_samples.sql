-- Under which keys something lies, and of each a sealed value, should there be one.
with sealed as (
    select cpr_key, citizen, cpr from citizen where cpr is not null
    union all select cpr_key, handle, cpr from citizen_told where cpr is not null
)
select k.number, z.cpr_key, z.citizen, z.cpr
from (select abs(cpr_key)::smallint as number from sealed union select key_of_index(i) from staff, unnest(cpr_indexes) i) k
left join lateral (select * from sealed s where abs(s.cpr_key) = k.number limit 1) z on true;
