select k.id, k.name, k.scopes, c.staff, k.created_at, k.expires_at, a.staff, k.approved_at, k.ended_at
from token k left join staff c on c.id = k.created_by left join staff a on a.id = k.approved_by
order by k.id;
