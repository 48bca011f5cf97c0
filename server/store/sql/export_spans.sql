-- The stored spans of cases in order of their number: $1 after this one, $2 at most cases
select c.case_id, c.case_uuid, c.external_ref, s.rule, s.subject, s.from_day, s.to_day, s.severity, r.name
from (select case_id, case_uuid, external_ref from course where case_id > $1::bigint order by case_id limit $2::int) c
left join span s on s.case_id = c.case_id
left join rule_set r on r.number = s.rule_set
order by c.case_id, s.rule, s.subject, s.from_day;
