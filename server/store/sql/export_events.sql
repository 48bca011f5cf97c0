-- Whole cases in order of their number: $1 after this one, $2 at most cases
select e.event_id, e.seq, e.kind, e.occurred_at, e.recorded_at, e.recorded_by, e.staff, e.role, e.unit, e.administration, e.code,
       e.also, e.outcome, e.party, e.channel, e.due, e.starts_at, e.ref, e.score, e.scale, e.hours, e.batch, e.activity,
       e.because, e.marks, e.fields, e.has_note,
       e.feed_no, e.note_sha256, r.event_id, r.kind, w.staff, s.staff, u.text, b.text, a.text, n.text, c.case_id, c.case_uuid
from (select case_id, case_uuid from course where case_id > $1::bigint order by case_id limit $2::int) c
join event e on e.case_id = c.case_id
left join event r on r.case_id = e.case_id and r.seq = e.ref
left join staff w on w.id = e.recorded_by
left join staff s on s.id = e.staff
left join term u on u.id = e.unit
left join term b on b.id = e.batch
left join term a on a.id = e.activity
left join note n on n.case_id = e.case_id and n.seq = e.seq
order by c.case_id, e.seq;
