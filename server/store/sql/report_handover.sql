-- Handover of work over activities. A strict pair: neighbours that both have a person; a skip pair: neighbours
-- after those without a person are left out. $1 kind activity, $2 kind corrected, $3 kind voided.
-- First row: cases and events; then (1 strict, 2 skip), from, to, how many pairs.
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
