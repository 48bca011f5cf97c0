-- What became of events that were corrected or voided. Of several changes of one event the last recorded one counts
-- (rules 5.1), so a correction after a void brings it back. A change names the event itself: one that names another
-- change is refused when it is recorded. Kinds: 50 corrected, 51 voided.

-- Small, since changes are few; it gives them in the order the view wants, and the planner their number, also right
-- after a large import.
create index event_changes on event (case_id, ref, seq desc) where kind in (50, 51);

create view last_change as
select distinct on (k.case_id, k.ref) k.case_id, k.ref as of_seq, k.kind = 51 as is_void, k.seq, k.event_id, k.occurred_at,
       k.day, k.staff, k.party, k.code, k.due, k.activity
from event k where k.kind in (50, 51)
order by k.case_id, k.ref, k.seq desc;

-- The events that count, with the content that counts; `content_seq` is the event that carries it, and its note.
create view effective_event as
select e.case_id, e.seq, e.event_id, e.kind, e.ref, coalesce(k.seq, e.seq) as content_seq,
       coalesce(k.occurred_at, e.occurred_at) as occurred_at, coalesce(k.day, e.day) as day,
       case when k.seq is null then e.staff else k.staff end as staff,
       case when k.seq is null then e.party else k.party end as party,
       case when k.seq is null then e.code else k.code end as code,
       case when k.seq is null then e.due else k.due end as due,
       case when k.seq is null then e.activity else k.activity end as activity
from event e
left join last_change k on k.case_id = e.case_id and k.of_seq = e.seq
where e.kind not in (50, 51) and k.is_void is not true;

grant select on last_change, effective_event to spord;
