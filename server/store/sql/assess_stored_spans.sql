-- The stored spans of some cases ($1), in the order of struct spans.
select case_id, rule, subject, from_day, to_day, severity, attribution, rule_set, evidence::text
from span
where case_id = any($1::bigint[])
order by case_id, rule, subject, from_day;
