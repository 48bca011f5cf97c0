-- The citizens' days of birth, of those of some cases ($1) where it is known.
select c.case_id, p.born
from course c
join citizen p on p.id = c.citizen
where c.case_id = any($1::bigint[]) and p.born is not null
order by c.case_id;
