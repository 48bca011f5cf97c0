-- $1 log-in, $2 password (scrypt), $3 although there is an administrator. No row: there is one.
with made as (
    insert into staff (staff, name, role, password)
    select $1, $1, 4, $2
    where $3::bool or not exists (select from staff where role = 4 and active and password is not null)
    on conflict (staff) do update set role = 4, password = excluded.password, active = true
    returning id
)
select id from made;
