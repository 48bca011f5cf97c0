-- What became of events that were corrected or voided. Of several changes of one event the last recorded one counts
-- (rules 5.1), so a correction after a void brings it back. A change names the event itself: one that names another
-- change is refused when it is recorded. Kinds: 50 corrected, 51 voided.

-- Small, since changes are few; it gives them in the order the view wants, and the planner their number, also right
-- after a large import.
create index event_changes on event (case_id, ref, seq desc) where kind in (50, 51);

-- As known at an instant; the views below are what is known now.
create function last_change_known(known timestamptz)
returns table (case_id bigint, of_seq int, is_void bool, seq int, event_id uuid, occurred_at timestamptz, day date, staff int,
               party smallint, code smallint, due date, activity int)
language sql stable
as $$
    select distinct on (k.case_id, k.ref) k.case_id, k.ref, k.kind = 51, k.seq, k.event_id, k.occurred_at,
           k.day, k.staff, k.party, k.code, k.due, k.activity
    from event k where k.kind in (50, 51) and k.recorded_at <= known
    order by k.case_id, k.ref, k.seq desc
$$;

-- The events that count, with the content that counts; `content_seq` is the event that carries it, and its note.
create function effective_known(known timestamptz)
returns table (case_id bigint, seq int, event_id uuid, kind smallint, ref int, content_seq int, occurred_at timestamptz,
               day date, staff int, party smallint, code smallint, due date, activity int)
language sql stable
as $$
    select e.case_id, e.seq, e.event_id, e.kind, e.ref, coalesce(k.seq, e.seq),
           coalesce(k.occurred_at, e.occurred_at), coalesce(k.day, e.day),
           case when k.seq is null then e.staff else k.staff end,
           case when k.seq is null then e.party else k.party end,
           case when k.seq is null then e.code else k.code end,
           case when k.seq is null then e.due else k.due end,
           case when k.seq is null then e.activity else k.activity end
    from event e
    left join last_change_known(known) k on k.case_id = e.case_id and k.of_seq = e.seq
    where e.kind not in (50, 51) and e.recorded_at <= known and k.is_void is not true
$$;

create view last_change as select * from last_change_known('infinity');
create view effective_event as select * from effective_known('infinity');

grant select on last_change, effective_event to spord;
