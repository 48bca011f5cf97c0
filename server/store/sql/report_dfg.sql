-- The directly-follows graph of activities, with the time between. $1 kind activity, $2 kind corrected, $3 kind
-- voided. Microseconds as double precision are exact for 285 years.
with amend as materialized (
    select k.* from event k where k.kind in ($2::int, $3::int)
), corrected as (
    select distinct on (k.case_id, k.ref) k.case_id, k.ref, k.occurred_at, k.staff, k.activity
    from amend k
    where k.kind = $2::int
      and not exists (select from amend v where v.case_id = k.case_id and v.ref = k.seq and v.kind = $3::int)
    order by k.case_id, k.ref, k.seq desc
), act as materialized (
    select e.case_id, e.seq, coalesce(k.occurred_at, e.occurred_at) as at,
           case when k.ref is null then e.staff else k.staff end as staff,
           case when k.ref is null then e.activity else k.activity end as activity
    from event e
    left join corrected k on k.case_id = e.case_id and k.ref = e.seq
    where e.kind = $1::int
      and not exists (select from amend v where v.case_id = e.case_id and v.ref = e.seq and v.kind = $3::int)
), pairs as (
    select lag(activity) over w as former, activity as next,
           (extract(epoch from at - lag(at) over w) * 1000000)::float8 as took
    from act window w as (partition by case_id order by at, seq)
)
select a.text, b.text, p.n, (p.middle * 2)::bigint,
       trim_scale(round(p.total / p.n / 1000000, 9))::text
from (select former, next, count(*) as n, percentile_cont(0.5) within group (order by took) as middle,
             sum(took::numeric) as total
      from pairs where former is not null group by former, next) p
join term a on a.id = p.former join term b on b.id = p.next
order by p.n desc, a.text collate "C", b.text collate "C";
