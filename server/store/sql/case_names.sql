-- Names of a case, in order: 1 people that its events name or that recorded them, 2 units. $1 case
with events as materialized (
    select e.staff, e.recorded_by, e.unit from event e where e.case_id = (select case_id from course where case_uuid = $1)
)
select 1, p.id, p.staff from staff p
where p.id in (select staff from events where staff is not null union select recorded_by from events)
union all
select 2, t.id, t.text from term t where t.id in (select unit from events where unit is not null)
order by 1, 2;
