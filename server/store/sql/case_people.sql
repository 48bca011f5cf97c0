-- The people named by the events of a case, in order, as in case_names. $1 case
select 1, p.id, p.staff from staff p
where p.id in (select e.staff from event e where e.case_id = (select case_id from course where case_uuid = $1) and e.staff is not null)
order by p.id;
