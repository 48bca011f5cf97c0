-- $1 case, $2 sees all, $3 principals, $4 own citizen (0: none); no row where the case is not visible
select c.case_id, h.version from visible_case($1, $2, $3, $4) c join case_head h on h.case_id = c.case_id;
