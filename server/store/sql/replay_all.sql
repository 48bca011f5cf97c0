-- The cases of a part of a replay, in order of their number: $1 own citizen, $2 after this one, $3 up to this one
select c.case_id, c.case_uuid, c.external_ref, z.born, coalesce(z.protected, false)
from course c left join citizen z on z.id = c.citizen
where c.case_id > $2::bigint and c.case_id <= $3::bigint and c.citizen is distinct from $1::bigint
order by c.case_id;
