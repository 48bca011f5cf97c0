-- How many cases are assessed with a rule set ($1 its number in the feed, null: with all cases), and of how many.
select count(*) filter (where case_id <= reached), count(*)
from course, (select case when $1::bigint > (select at from assess_cursor where name = 'feed') then 0
                          when $1::bigint is null then 9223372036854775807
                          else coalesce((select at from assess_cursor where name = 'rule_set'), 0) end as reached) w;
