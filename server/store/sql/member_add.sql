-- $1 team, $2 staff, $3 from (null: today), $4 to; no row where one of them is not there
select change_member(p.id, t.id, coalesce($3::date, spor_today()), $4::date)
from team t, staff p where t.team = $1 and p.staff = $2 and not p.is_token;
