-- Spans that are new or differ.
insert into span (case_id, rule, subject, from_day, to_day, severity, attribution, rule_set, evidence)
select t.case_id, t.rule, t.subject, t.from_day, t.to_day, t.severity, t.attribution, t.rule_set, t.evidence::int[]
from unnest($1::bigint[], $2::smallint[], $3::int[], $4::date[], $5::date[], $6::smallint[], $7::smallint[], $8::int[],
            $9::text[]) as t (case_id, rule, subject, from_day, to_day, severity, attribution, rule_set, evidence)
on conflict (case_id, rule, subject, from_day) do update
    set to_day = excluded.to_day, severity = excluded.severity, attribution = excluded.attribution,
        rule_set = excluded.rule_set, evidence = excluded.evidence;
