-- Days in breach of one case, with what was done about them: today, and on the days of each span. $1 case, $2 sees all,
-- $3 principals, $4 own citizen, $5 only those of today
select s.rule, s.subject, s.from_day, s.to_day, s.severity, s.attribution, k.name,
       array(select e.event_id from event e where e.case_id = s.case_id and e.seq = any(s.evidence) order by e.seq),
       case when $5 then s.since else s.from_day end,
       coalesce(t.state, 1), coalesce(t.to_day - 1, 'infinity'), h.states, h.first_days, h.end_days
from block s
left join rule_set k on k.number = s.rule_set
left join flag_state t on t.case_id = s.case_id and t.rule = s.rule and t.subject = s.subject
                      and t.from_day <= spor_today() and spor_today() < t.to_day
left join lateral (select array_agg(x.state::int order by x.from_day) as states,
                          array_agg(greatest(x.from_day, s.from_day) order by x.from_day) as first_days,
                          array_agg(least(x.to_day, s.to_day) order by x.from_day) as end_days
                   from flag_state x
                   where x.case_id = s.case_id and x.rule = s.rule and x.subject = s.subject
                     and x.from_day < s.to_day and s.from_day < x.to_day) h on true
where s.case_id = (select case_id from visible_case($1, $2, $3, $4))
  and (not $5::bool or (s.from_day <= spor_today() and spor_today() < s.to_day))
order by s.severity desc, s.rule, s.subject, s.from_day;
