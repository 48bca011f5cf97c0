-- What is to be assessed next. $1 cursor, $2 feed records at most, $3 cases at most of each further list, $4 the same
-- where the feed has records: what was recorded comes first, but the rest goes on.
--   the cursor after these records; the cases that got an event or a day of birth; whether a rule set was published;
--   cases of which a fact runs out today; cases on the way over all of them after a change of rules; how far that way
--   then is (the highest number: at its end); whether there is such a way; the cases that got a day of birth
with feed_part as materialized (
    select no, type, case_id from feed where no > $1::bigint order by no limit $2::int
), further as materialized (
    select case when exists (select from feed_part) then $4::int else $3::int end as most
), walk as (
    select at from assess_cursor where name = 'rule_set' and at < 9223372036854775807
), walked as (
    select c.case_id from walk, lateral (
        select case_id from course where case_id > walk.at order by case_id limit (select most from further)) c
)
select coalesce((select max(no) from feed_part), $1),
       array(select distinct case_id from feed_part where case_id is not null and type in (1, 3) order by case_id),
       exists (select from feed_part where type = 5),
       array(select f.case_id from case_facts f
             where f.facts_until <= spor_today() and f.facts_until < 'infinity'
               and not exists (select from assess_failed a where a.case_id = f.case_id)
             order by f.facts_until limit (select most from further)),
       array(select case_id from walked order by case_id),
       coalesce((select max(case_id) from walked), 9223372036854775807),
       exists (select from walk),
       array(select distinct case_id from feed_part where case_id is not null and type = 3);
