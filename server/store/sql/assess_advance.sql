-- Moves a cursor ($1 name, $2 from: null where it does not matter, $3 to) and says so to whoever waits for it.
with moved as (
    update assess_cursor set at = $3::bigint, updated_at = spor_now()
    where name = $1::text and at = coalesce($2::bigint, at)
    returning at
)
select count(*), coalesce(max(pg_notify('assessed', at::text)::text), '') from moved where $1::text = 'feed';
