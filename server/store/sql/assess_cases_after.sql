-- The next cases in order of their number: $1 after this one, $2 at most; and how many there are in all.
select array(select case_id from course where case_id > $1::bigint order by case_id limit $2::int),
       (select count(*) from course);
