-- $1 log-in, $2 password (scrypt)
with made as (
    insert into staff (staff, name, role, password) values ($1, $1, 4, $2)
    on conflict (staff) do update set role = 4, password = excluded.password, active = true
    returning id
)
insert into access_log (staff, route, rows, status) select id, 'bootstrap', 1, 200 from made;
