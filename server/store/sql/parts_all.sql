-- All cases in parts: the last case of each full part, the last case of all, and how many cases there are:
-- $1 own citizen, which is left out, $2 cases in a part
select coalesce(array_agg(case_id order by case_id) filter (where place % $2::int = 0), '{}'), coalesce(max(case_id), 0), count(*)
from (select case_id, row_number() over (order by case_id) as place from course where citizen is distinct from $1::bigint) c;
