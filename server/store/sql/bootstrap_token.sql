-- $1 name, $2 hash, $3 scopes, $4 days, $5 in place of one of that name. No row: there is one.
with living as (
    select id from token where name = $1 and ended_at is null and expires_at > spor_now()
), person as (
    insert into staff (staff, name)
    select 'token:' || $1, $1 where $5::bool or not exists (select from living)
    on conflict (staff) do update set active = true
    returning id
), ended as (
    update token set ended_at = spor_now() where id in (select id from living) and $5::bool
), made as (
    insert into token (token_sha256, name, staff, scopes, created_at, expires_at, approved_at)
    select decode($2, 'hex'), $1, id, $3::int, spor_now(), spor_now() + $4::int * interval '1 day', spor_now() from person
    returning staff
)
select staff from made;
