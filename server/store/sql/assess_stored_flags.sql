-- The stored handling of flags of some cases ($1), in the order of struct handlings.
select case_id, rule, subject, from_day, to_day, state
from flag_state
where case_id = any($1::bigint[])
order by case_id, rule, subject, from_day;
