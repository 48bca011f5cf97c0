-- Which of these event ids are there already, or are named by a ref. $1 case, $2 event ids
select event_id, seq, kind
from event
where case_id = (select case_id from course where case_uuid = $1) and event_id = any($2::uuid[]);
