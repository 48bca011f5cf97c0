-- Who the holders of these tokens are, and what they may see today (principal = id * 4 + kind, see viewer.h).
-- $1 hashes, $2 minutes a session may be unused
select u.ord::int, coalesce(s.id, 0), coalesce(k.id, 0), p.id, p.staff, p.name,
       case when s.id is not null then p.role else 0::smallint end, coalesce(k.scopes, 0),
       coalesce(s.expires_at, k.expires_at), coalesce(s.last_seen_at < spor_now() - interval '30 seconds', false),
       coalesce((select min(x.citizen) from citizen_cpr x where x.cpr_index = any(p.cpr_indexes)), 0),
       case when p.role in (1, 2) or k.id is not null then
           array[p.id::bigint * 4] || case when p.role = 2 then array[3::bigint] else '{}' end
           || array(select t.team::bigint * 4 + g.kind
                    from member t, generate_series(case when p.role = 2 then 1 else 2 end, 2) g(kind)
                    where t.staff = p.id and t.from_day <= spor_today() and spor_today() < t.to_day)
       else '{}'::bigint[] end
from unnest($1::bytea[]) with ordinality u(hash, ord)
left join session s on s.token_sha256 = u.hash and s.ended_at is null and s.expires_at > spor_now()
                   and s.last_seen_at > spor_now() - $2::int * interval '1 minute'
left join token k on s.id is null and k.token_sha256 = u.hash and k.ended_at is null and k.expires_at > spor_now()
                 and (k.scopes & 15 = 0 or k.approved_at is not null)
join staff p on p.id = coalesce(s.staff, k.staff) and p.active
where s.id is null or p.role <> 0
order by u.ord;
