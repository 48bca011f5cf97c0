-- A log-in or an old password that was wrong. $1 act, $2 whose (null: nobody's), $3 changes, $4 status
select trace($1::text, $2::int, $3::jsonb, null, $4::int);
