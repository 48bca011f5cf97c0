-- The identifiers of the events of a case, by seq. $1 case
select e.event_id from event e where e.case_id = (select case_id from course where case_uuid = $1) order by e.seq;
