-- The numbers of the cases after one and up to another: $1, $2
select array(select case_id from course where case_id > $1::bigint and case_id <= $2::bigint order by case_id);
