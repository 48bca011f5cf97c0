-- Days of handling that are there no more, by their keys.
delete from flag_state f
using unnest($1::bigint[], $2::smallint[], $3::int[], $4::date[]) as d (case_id, rule, subject, from_day)
where f.case_id = d.case_id and f.rule = d.rule and f.subject = d.subject and f.from_day = d.from_day;
