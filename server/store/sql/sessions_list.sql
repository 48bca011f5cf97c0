-- Sessions that go on, the latest first. $1 whose (their identifier), $2 minutes a session may be unused, $3 before this
-- one (0: the latest), $4 at most
select s.id, s.created_at, s.last_seen_at, s.expires_at, s.client
from session s join staff p on p.id = s.staff
where p.staff = $1 and s.ended_at is null and s.expires_at > spor_now()
  and s.last_seen_at > spor_now() - $2::int * interval '1 minute' and ($3::bigint = 0 or s.id < $3::bigint)
order by s.id desc limit $4::int;
