-- Spans that are there no more, by their keys.
delete from span s
using unnest($1::bigint[], $2::smallint[], $3::int[], $4::date[]) as d (case_id, rule, subject, from_day)
where s.case_id = d.case_id and s.rule = d.rule and s.subject = d.subject and s.from_day = d.from_day;
