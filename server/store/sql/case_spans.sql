-- Days in breach of one case, with what was done about them: today, and on the days of each span. $1 case, $2 sees all,
-- $3 principals, $4 own citizen, $5 only those of today, $6 at most so many, the worst first. States of one flag do not
-- overlap: those of a span begin with the last one that begins on or before its first day.
select s.rule, s.subject, s.from_day, s.to_day, s.severity, s.attribution, k.name,
       array(select e.event_id from unnest(s.evidence) v(seq)
             cross join lateral (select e.event_id from event e where e.case_id = s.case_id and e.seq = v.seq offset 0) e order by v.seq),
       case when $5 then (select b.since from block b where b.case_id = s.case_id and b.rule = s.rule and b.subject = s.subject
                                                        and b.from_day = s.from_day) else s.from_day end,
       coalesce(t.state, 1), coalesce(t.to_day - 1, 'infinity'), h.states, h.first_days, h.end_days
from (select * from span a
      where a.case_id = (select case_id from visible_case($1, $2, $3, $4))
        and (not $5::bool or (a.from_day <= spor_today() and spor_today() < a.to_day))
      order by a.severity desc, a.rule, a.subject, a.from_day limit $6::int) s
left join rule_set k on k.number = s.rule_set
left join lateral (select x.state, x.to_day from flag_state x
                   where x.case_id = s.case_id and x.rule = s.rule and x.subject = s.subject and x.from_day <= spor_today()
                   order by x.from_day desc limit 1) t on spor_today() < t.to_day
left join lateral (select array_agg(x.state::int order by x.from_day) as states,
                          array_agg(greatest(x.from_day, s.from_day) order by x.from_day) as first_days,
                          array_agg(least(x.to_day, s.to_day) order by x.from_day) as end_days
                   from flag_state x
                   where x.case_id = s.case_id and x.rule = s.rule and x.subject = s.subject
                     and x.from_day >= coalesce((select y.from_day from flag_state y
                                                 where y.case_id = s.case_id and y.rule = s.rule and y.subject = s.subject
                                                   and y.from_day <= s.from_day order by y.from_day desc limit 1), s.from_day)
                     and x.from_day < s.to_day and s.from_day < x.to_day) h on true
order by s.severity desc, s.rule, s.subject, s.from_day;
