select t.team, t.name, p.role = 2
from member m join team t on t.id = m.team join staff p on p.id = m.staff
where m.staff = $1 and m.from_day <= spor_today() and spor_today() < m.to_day
order by t.team;
