-- What will be in breach, if nothing more happens: spans that begin after today, within $4 days. $1 sees all, $2 principals,
-- $3 own citizen, $5 a team or null, $6 at most. A span that only goes on (a border of the period or of the target group)
-- is no news; one that gets worse is: `before` is its severity until then.
select c.case_uuid, c.external_ref, z.name, s.rule::int, s.subject, s.from_day, s.severity::int, b.before::int,
       (select p.staff from staff p where p.id = f.primary_staff)
from (select case_id from course where $1::bool
      union all
      select distinct a.case_id from access_today a where not $1 and a.principal = any($2::bigint[])) v
join course c on c.case_id = v.case_id and c.citizen is distinct from $3::bigint
join span s on s.case_id = v.case_id and s.to_day > (select spor_today()) and s.from_day > (select spor_today())
           and s.from_day <= (select spor_today()) + $4::int and s.severity > 1
left join case_facts f on f.case_id = c.case_id
left join citizen z on z.id = c.citizen
cross join lateral (select coalesce(max(x.severity), 0) as before from span x
                    where x.case_id = s.case_id and x.rule = s.rule and x.subject = s.subject and x.to_day = s.from_day) b
where b.before < s.severity
  and ($5::text is null or exists (select from team t join access_today a on a.principal = t.id::bigint * 4 + 1
                                   where t.team = $5 and a.case_id = c.case_id))
order by s.from_day, s.severity desc, c.case_id, s.rule, s.subject
limit $6::int;
