-- How many cases the way over all of them has behind it, and how many there are; none where there is no such way.
select count(*) filter (where c.case_id <= w.at), count(*)
from assess_cursor w, course c
where w.name = 'rule_set' and w.at < 9223372036854775807;
