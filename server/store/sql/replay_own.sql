-- The same, of those that may be seen: $1 own citizen, $2 after this one, $3 up to this one, $4 principals
select c.case_id, c.case_uuid, c.external_ref, z.born, coalesce(z.protected, false)
from (select distinct a.case_id from access_today a
      where a.principal = any($4::bigint[]) and a.case_id > $2::bigint and a.case_id <= $3::bigint) v
join course c on c.case_id = v.case_id left join citizen z on z.id = c.citizen
where c.citizen is distinct from $1::bigint
order by c.case_id;
