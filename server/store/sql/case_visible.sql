-- $1 case, $2 sees all, $3 principals, $4 own citizen (0: none); no row where the case is not visible
select c.case_id, h.version from course c join case_head h on h.case_id = c.case_id
where c.case_uuid = $1
  and c.citizen is distinct from $4::bigint
  and ($2::bool or exists (select from access a
                           where a.case_id = c.case_id and a.principal = any($3::bigint[])
                             and a.from_day <= spor_today() and spor_today() < a.to_day));
