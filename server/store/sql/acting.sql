-- Who acts, for the rows that this transaction leaves in the access log: $1 staff, $2 token (0: a session), $3 route,
-- $4 reason
select set_config('spor.staff', $1::text, true), set_config('spor.token', $2::text, true), set_config('spor.route', $3::text, true),
       set_config('spor.reason', coalesce($4::text, ''), true);
