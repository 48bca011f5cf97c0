-- The directly-follows graph of activities, with the time between. $1 kind activity, $2 as known at
-- that instant, $3 up to that day. Microseconds as double precision
-- are exact for 285 years.
with pairs as (
    select lag(activity) over w as former, activity as next,
           (extract(epoch from occurred_at - lag(occurred_at) over w) * 1000000)::float8 as took
    from effective_known($2::timestamptz) where kind = $1::int and day <= $3::date
    window w as (partition by case_id order by occurred_at, seq)
)
select a.text, b.text, p.n, (p.middle * 2)::bigint,
       trim_scale(round(p.total / p.n / 1000000, 9))::text
from (select former, next, count(*) as n, percentile_cont(0.5) within group (order by took) as middle,
             sum(took::numeric) as total
      from pairs where former is not null group by former, next) p
join term a on a.id = p.former join term b on b.id = p.next
order by p.n desc, a.text collate "C", b.text collate "C";
