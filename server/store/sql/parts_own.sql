-- The same, of those cases that may be seen: $1 own citizen, $2 cases in a part, $3 principals
select coalesce(array_agg(case_id order by case_id) filter (where place % $2::int = 0), '{}'), coalesce(max(case_id), 0), count(*)
from (select c.case_id, row_number() over (order by c.case_id) as place
      from (select distinct a.case_id from access_today a where a.principal = any($3::bigint[])) v
      join course c on c.case_id = v.case_id where c.citizen is distinct from $1::bigint) c;
