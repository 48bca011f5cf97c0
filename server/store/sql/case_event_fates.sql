-- The identifiers of the events of a case, by seq, and whether they are voided now. $1 case
select (w.e).event_id, (w.e).kind not in (50, 51) and coalesce((w.change).kind = 51, false)
from course c cross join lateral events_with_change(c.case_id) w
where c.case_uuid = $1
order by (w.e).seq;
