-- Spans that are new or differ. Elements are picked out of their arrays: unnest would make a list of each.
insert into span (case_id, rule, subject, from_day, to_day, severity, attribution, rule_set, evidence)
select ($1::bigint[])[i], ($2::smallint[])[i], ($3::int[])[i], ($4::date[])[i], ($5::date[])[i], ($6::smallint[])[i],
       ($7::smallint[])[i], ($8::int[])[i], ($9::text[])[i]::int[]
from generate_series(1, cardinality($1::bigint[])) as i
on conflict (case_id, rule, subject, from_day) do update
    set to_day = excluded.to_day, severity = excluded.severity, attribution = excluded.attribution,
        rule_set = excluded.rule_set, evidence = excluded.evidence;
