-- The identifiers of the events of a case, by seq, and whether they are voided now. $1 case
select e.event_id, coalesce(k.is_void, false)
from event e left join last_change k on k.case_id = e.case_id and k.of_seq = e.seq
where e.case_id = (select case_id from course where case_uuid = $1)
order by e.seq;
