-- What is open: steps, waits, interventions. $1 case, $2 sees all, $3 principals, $4 own citizen,
-- $5 kinds that begin a step, $6 kinds that move one, $7 kinds that end one, $8 at most so many of each, the next due first
-- In one walk over the case, sorted by what each event is about (`about`), whatever the planner thinks of its size: that
-- a step is moved or ended, and that the facts name a wait or an intervention, is seen beside the event itself.
with mine as materialized (
    select case_id from visible_case($1, $2, $3, $4)
), x as (
    select e.*, case when e.kind = any($6::int[] || $7::int[]) then e.ref else e.seq end as about,
           e.kind = any($6::int[]) and e.due is not null as moves, e.kind = any($7::int[]) as ends, null::bool as is_wait
    from mine m cross join lateral effective_of_case(m.case_id) e
    union all
    select null, null, null, null, null, null, null, null, null, null, null, null, null, f.seq, false, false, f.is_wait
    from (select unnest(k.open_waits) as seq, true as is_wait from case_facts k where k.case_id = (select case_id from mine)
          union all
          select unnest(k.open_interventions), false from case_facts k where k.case_id = (select case_id from mine)) f
), b as (
    select x.*, first_value(case when moves then due end) over latest_move as moved_due, bool_or(ends) over item as is_ended,
           bool_or(x.is_wait) over item as is_in_facts
    from x
    window item as (partition by about), latest_move as (partition by about order by moves desc, occurred_at desc, seq desc)
)
select o.what, o.event_id, o.kind, o.day, o.until, o.party, o.code, (select s.staff from staff s where s.id = o.staff),
       (select n.text from note n where n.case_id = o.case_id and n.seq = o.content_seq), o.seq
from (select open.*, row_number() over (partition by what order by until nulls last, seq) as place
      from (select b.*, case when b.kind = any($5::int[]) then 1 when b.is_in_facts then 2 else 3 end as what,
                   coalesce(b.moved_due, b.due) as until
            from b
            where b.seq = b.about and ((b.kind = any($5::int[]) and not b.is_ended) or b.is_in_facts is not null)) open) o
where o.place <= $8::int
order by o.what, o.place;
