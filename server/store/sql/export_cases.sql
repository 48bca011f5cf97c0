-- $1 after this one, $2 at most
select c.case_id, c.case_uuid, c.external_ref, z.name, z.born, coalesce(z.protected, false)
from course c left join citizen z on z.id = c.citizen
where c.case_id > $1::bigint order by c.case_id limit $2::int;
