-- The same, to be copied. $1 case ids
copy (
select case_id, seq, kind, occurred_at, recorded_at, recorded_by, staff, role, unit, administration, code, also, outcome, party,
       channel, due, starts_at, ref, score, scale, hours, batch, activity, because, marks, fields, has_note
from event
where case_id = any($1::bigint[])
order by case_id, seq
) to stdout (format binary);
