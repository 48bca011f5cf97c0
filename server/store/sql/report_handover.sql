-- Handover of work over activities. A strict pair: neighbours that both have a person; a skip pair: neighbours
-- after those without a person are left out. $1 kind activity, $2 as known at that instant, $3 up to that day.
-- First row: cases and events; then (1 strict, 2 skip), from, to, how many pairs.
with act as materialized (
    select case_id, seq, occurred_at as at, staff from effective_known($2::timestamptz) where kind = $1::int and day <= $3::date
), pairs as (
    select 1 as how, lag(staff) over (partition by case_id order by at, seq) as former, staff as next from act
    union all
    select 2, lag(staff) over (partition by case_id order by at, seq), staff from act where staff is not null
), cells as (
    select how, former, next, count(*) as n from pairs where former is not null and next is not null group by how, former, next
)
select 0 as how, '' as former, '' as next, count(distinct case_id) as cases, count(*) as n from act
union all
select how, a.staff, b.staff, 0::bigint, n from cells join staff a on a.id = former join staff b on b.id = next
order by 1, 5 desc, 2, 3;
