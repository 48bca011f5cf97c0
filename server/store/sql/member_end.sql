-- $1 team, $2 staff, $3 to: of the membership begun last
select change_member(m.staff, m.team, m.from_day, greatest($3::date, m.from_day))
from (select m.* from member m join team t on t.id = m.team join staff p on p.id = m.staff
      where t.team = $1 and p.staff = $2 order by m.from_day desc limit 1) m;
