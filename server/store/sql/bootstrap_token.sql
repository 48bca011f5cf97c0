-- $1 name, $2 hash, $3 scopes, $4 days
with person as (
    insert into staff (staff, name) values ('token:' || $1, $1)
    on conflict (staff) do update set active = true
    returning id
), made as (
    insert into token (token_sha256, name, staff, scopes, created_at, expires_at, approved_at)
    select decode($2, 'hex'), $1, id, $3::int, spor_now(), spor_now() + $4::int * interval '1 day', spor_now() from person
    returning staff
)
insert into access_log (staff, route, rows, status) select staff, 'bootstrap', 1, 200 from made;
