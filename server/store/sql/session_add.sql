-- $1 hash, $2 staff, $3 hours
insert into session (token_sha256, staff, created_at, last_seen_at, expires_at)
values ($1, $2, spor_now(), spor_now(), spor_now() + $3::int * interval '1 hour')
returning expires_at;
