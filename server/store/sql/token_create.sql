-- $1 hash, $2 name, $3 scopes, $4 expires, $5 created by
with person as (
    insert into staff (staff, name) values ('token:' || $2, $2)
    on conflict (staff) do update set active = true
    returning id
)
insert into token (token_sha256, name, staff, scopes, created_by, created_at, expires_at)
select $1, $2, id, $3::int, $5::int, spor_now(), $4 from person
returning id;
