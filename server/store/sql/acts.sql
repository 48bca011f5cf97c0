-- What was done, the latest first: $1 the caller is an administrator (else a leader: acts about citizens of visible
-- cases, without what would tell that a number is another citizen's), $2 before this number (0: the latest), $3 at most, $4 about this person, $5 act; then principals, own citizen
select l.act_no, l.at, l.act, coalesce(p.staff, ''), k.name, a.staff, l.status, l.route, l.reason,
       (l.changes #- '{fields,cpr}' #- '{fields,same_as}')::text
from act_log l
left join staff p on p.id = l.staff
left join token k on k.id = l.token
left join staff a on a.id = l.about
where ($2::bigint = 0 or l.act_no < $2::bigint)
  and ($4::text is null or a.staff = $4::text) and ($5::text is null or l.act = $5::text)
  and case when $1::bool then l.act not like 'citizen%'
           else l.act in ('citizen_made', 'citizen_changed')
                and exists (select from citizen z join course c on c.citizen = z.id join access_today t on t.case_id = c.case_id
                            where z.citizen = (l.changes ->> 'citizen')::uuid and t.principal = any($6::bigint[])
                              and z.id <> $7::bigint)
      end
order by l.act_no desc limit $3::int;
