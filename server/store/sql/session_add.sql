-- $1 hash, $2 staff, $3 hours, $4 kind of client
insert into session (token_sha256, staff, created_at, last_seen_at, expires_at, client)
values ($1, $2, spor_now(), spor_now(), spor_now() + $3::int * interval '1 hour', $4::text)
returning expires_at;
