-- Events of one case as they are answered: $1 case, $2 event ids.
select e.event_id, e.seq, e.kind, e.occurred_at, e.recorded_at, e.recorded_by, e.staff, e.role, e.unit, e.administration, e.code,
       e.also, e.outcome, e.party, e.channel, e.due, e.starts_at, e.ref, e.score, e.scale, e.hours, e.batch, e.activity,
       e.because, e.marks, e.fields, e.has_note,
       e.feed_no, e.note_sha256, r.event_id, r.kind, w.staff, s.staff, u.text, b.text, a.text, n.text
from event e
left join event r on r.case_id = e.case_id and r.seq = e.ref
left join staff w on w.id = e.recorded_by
left join staff s on s.id = e.staff
left join term u on u.id = e.unit
left join term b on b.id = e.batch
left join term a on a.id = e.activity
left join note n on n.case_id = e.case_id and n.seq = e.seq
where e.case_id = (select case_id from course where case_uuid = $1) and e.event_id = any($2::uuid[])
order by e.seq;
