select m.team, p.staff, p.name, p.role = 2, m.from_day, m.to_day
from member m join staff p on p.id = m.staff where m.to_day > spor_today() and m.from_day < m.to_day
order by m.team, p.staff, m.from_day;
