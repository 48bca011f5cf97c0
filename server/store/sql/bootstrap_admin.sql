-- $1 log-in, $2 password (scrypt), $3 although there is an administrator. No row: there is one.
with made as (
    insert into staff (staff, name, role, password)
    select $1, $1, 4, $2
    where $3::bool or not exists (select from staff where role = 4 and active and password is not null)
    on conflict (staff) do update set role = 4, password = excluded.password, active = true
    returning id
), ended as (
    update session set ended_at = spor_now() where staff in (select id from made) and ended_at is null
)
insert into access_log (staff, route, rows, status) select id, 'bootstrap', 1, 200 from made;
