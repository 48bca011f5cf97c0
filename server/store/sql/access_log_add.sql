-- $1 staff, $2 token (0: a session), $3 route, $4 case (0: none), $5 filter, $6 rows, $7 status, $8 reason
insert into access_log (staff, token, route, case_id, filter, rows, status, reason)
select x.staff, nullif(x.token, 0), x.route, nullif(x.case_id, 0), x.filter, x.n, x.status, x.reason
from unnest($1::int[], $2::int[], $3::text[], $4::bigint[], $5::text[], $6::int[], $7::smallint[], $8::text[])
     x(staff, token, route, case_id, filter, n, status, reason);
