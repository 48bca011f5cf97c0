-- How many cases a replay goes over: $1 sees all, $2 principals, $3 own citizen
select case when $1::bool then (select count(*) from course c where c.citizen is distinct from $3::bigint)
       else (select count(*) from (
                select distinct a.case_id from access_today a where a.principal = any($2::bigint[])) v
             join course c on c.case_id = v.case_id where c.citizen is distinct from $3::bigint) end;
