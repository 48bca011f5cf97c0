-- Events of one case as recorded, with what was corrected or voided later. $1 case, $2 sees all, $3 principals,
-- $4 own citizen, $5 after this seq, $6 at most. Last: the correction that counts, and whether the event is voided, or is a
-- correction ($7 its kind) of one that is. The page and the changes in one walk, sorted by what each is about.
with mine as materialized (
    select case_id from visible_case($1, $2, $3, $4)
), page as materialized (
    select e, case when e.kind = $7::int then e.ref else e.seq end as about from event e
    where e.seq > $5::int and e.case_id = (select case_id from mine) order by e.seq limit $6::int
), x as (
    select e, about, null::event as k from page
    union all
    select null, k.ref, k from event k
    where k.case_id = (select case_id from mine) and k.kind in (50, 51) and k.ref >= (select min(about) from page)
), y as (
    select x.e, x.about, first_value(x.k) over (partition by x.about order by (x.k).seq desc nulls last) as k from x
)
select e.event_id, e.seq, e.kind, e.occurred_at, e.recorded_at, e.recorded_by, e.staff, e.role, e.unit, e.administration, e.code,
       e.also, e.outcome, e.party, e.channel, e.due, e.starts_at, e.ref, e.score, e.scale, e.hours, e.batch, e.activity,
       e.because, e.marks, e.fields, e.has_note,
       e.feed_no, e.note_sha256, r.event_id, r.kind, w.staff, s.staff, u.text, b.text, a.text, n.text,
       case when y.about = e.seq and (y.k).kind = 50 then (y.k).event_id end, coalesce((y.k).kind = 51, false)
from y
cross join lateral (select (y.e).*) e
left join event r on r.case_id = e.case_id and r.seq = e.ref
left join staff w on w.id = e.recorded_by
left join staff s on s.id = e.staff
left join term u on u.id = e.unit
left join term b on b.id = e.batch
left join term a on a.id = e.activity
left join note n on n.case_id = e.case_id and n.seq = e.seq
where e.seq is not null
order by e.seq;
