-- What is open: steps, waits, interventions. $1 case, $2 sees all, $3 principals, $4 own citizen,
-- $5 kinds that begin a step, $6 kinds that move one, $7 kinds that end one
with e as materialized (
    select e.* from effective_event e
    where e.case_id = (select case_id from visible_case($1, $2, $3, $4))
)
select case when b.kind = any($5::int[]) then 1 when f.is_wait then 2 else 3 end, b.event_id, b.kind, b.day,
       coalesce((select m.due from e m where m.ref = b.seq and m.kind = any($6::int[]) and m.due is not null
                 order by m.occurred_at desc, m.seq desc limit 1), b.due),
       b.party, b.code, (select s.staff from staff s where s.id = b.staff),
       (select n.text from note n where n.case_id = b.case_id and n.seq = b.content_seq), b.seq
from e b
left join lateral (select b.seq = any(k.open_waits) as is_wait from case_facts k
                   where k.case_id = b.case_id and (b.seq = any(k.open_waits) or b.seq = any(k.open_interventions))) f on true
where (b.kind = any($5::int[]) and not exists (select from e d where d.ref = b.seq and d.kind = any($7::int[])))
   or f.is_wait is not null
order by 1, 5 nulls last, b.seq;
