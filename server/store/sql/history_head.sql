-- A case as the writer must know it before it checks moves; no row where the viewer may not see it.
-- $1 case, $2 sees all, $3 principals, $4 own citizen (0: none)
select c.case_id, h.seq, h.version, z.born, c.citizen
from course c
join case_head h on h.case_id = c.case_id
left join citizen z on z.id = c.citizen
where c.case_uuid = $1
  and c.citizen is distinct from $4::bigint
  and ($2::bool or exists (select from access a
                           where a.case_id = c.case_id and a.principal = any($3::bigint[])
                             and a.from_day <= spor_today() and spor_today() < a.to_day));
