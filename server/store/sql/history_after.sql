-- The typed events of some cases behind those that are known. $1 case ids, $2 the last known seq of each
select e.case_id, e.seq, e.kind, e.occurred_at, e.recorded_at, e.recorded_by, e.staff, e.role, e.unit, e.administration, e.code,
       e.also, e.outcome, e.party, e.channel, e.due, e.starts_at, e.ref, e.score, e.scale, e.hours, e.batch, e.activity, e.because,
       e.marks, e.fields, e.has_note
from unnest($1::bigint[], $2::int[]) as k (case_id, seq)
cross join lateral (select * from event where event.case_id = k.case_id and event.seq > k.seq offset 0) e
order by e.case_id, e.seq;
