-- What became of the events of one case, in one walk over it: sorted by what each is about, whatever the planner thinks
-- of the size of a case. (The views over all cases join: right for many cases, while a nested loop over one long case
-- looks at each change for each event.) The change that counts is that of last_change_known (005).

-- Each event of the case with the last change of what it is about: of itself, or of the event that it changes itself.
create function events_with_change(of_case bigint) returns table (e event, change event)
language sql stable
as $$
    select x.e, first_value(case when x.is_change then x.e end) over (partition by x.about order by x.is_change desc, (x.e).seq desc)
    from (select e, e.kind in (50, 51) as is_change, case when e.kind in (50, 51) then e.ref else e.seq end as about
          from event e where e.case_id = of_case) x
$$;

-- As effective_event, of one case.
create function effective_of_case(of_case bigint)
returns table (case_id bigint, seq int, event_id uuid, kind smallint, ref int, content_seq int, occurred_at timestamptz,
               day date, staff int, party smallint, code smallint, due date, activity int)
language sql stable
as $$
    select (x.e).case_id, (x.e).seq, (x.e).event_id, (x.e).kind, (x.e).ref, (x.content).seq, (x.content).occurred_at,
           (x.content).day, (x.content).staff, (x.content).party, (x.content).code, (x.content).due, (x.content).activity
    from (select w.e, case when (w.change).seq is null then w.e else w.change end as content, (w.change).kind = 51 as is_void
          from events_with_change(of_case) w) x
    where (x.e).kind not in (50, 51) and x.is_void is not true
$$;

-- As in 005: when the block began that a span belongs to. Spans of one flag do not overlap, so that a block begins where
-- the span just before ends earlier.
create or replace view block as
select s.*, (select x.from_day from span x
             where x.case_id = s.case_id and x.rule = s.rule and x.subject = s.subject and x.from_day <= s.from_day
               and coalesce((select b.to_day from span b
                             where b.case_id = x.case_id and b.rule = x.rule and b.subject = x.subject and b.from_day < x.from_day
                             order by b.from_day desc limit 1) < x.from_day, true)
             order by x.from_day desc limit 1) as since
from span s;
