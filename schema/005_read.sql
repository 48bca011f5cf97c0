-- What lists and reports ask again and again.

-- The first day of the block that the day lies in: of the run of days on which this rule is in breach on this
-- subject, whatever the severity ("in breach since").
create function in_breach_since(of_case bigint, of_rule smallint, of_subject int, on_day date) returns date
language sql stable
return (select max(x.from_day)
        from (select s.from_day,
                     s.from_day > coalesce(max(s.to_day) over (order by s.from_day rows between unbounded preceding and 1 preceding),
                                           '-infinity'::date) as starts
              from span s
              where s.case_id = of_case and s.rule = of_rule and s.subject = of_subject and s.from_day <= on_day) x
        where x.starts);
