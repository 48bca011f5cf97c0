-- $1 session, $2 the caller, $3 also somebody else's
update session set ended_at = spor_now()
where id = $1::bigint and ended_at is null and expires_at > spor_now() and (staff = $2::int or $3::bool)
returning id;
