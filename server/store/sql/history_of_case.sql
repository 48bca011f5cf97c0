-- The typed history of one case, from the index alone. $1 case
select seq, kind, occurred_at, recorded_at, recorded_by, staff, role, unit, administration, code, also, outcome, party, channel,
       due, starts_at, ref, score, scale, hours, batch, activity, because, marks, fields, has_note
from event
where case_id = (select case_id from course where case_uuid = $1)
order by case_id, seq;
