-- A case as the writer must know it before it checks moves; no row where the viewer may not see it.
-- $1 case, $2 sees all, $3 principals, $4 own citizen (0: none)
select c.case_id, h.seq, h.version, z.born, c.citizen
from visible_case($1, $2, $3, $4) c
join case_head h on h.case_id = c.case_id
left join citizen z on z.id = c.citizen;
