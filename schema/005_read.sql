-- What lists and reports ask again and again.

-- Spans with the first day of their block: of the run of days on which this rule is in breach on this subject,
-- whatever the severity ("in breach since"). A view, so that it becomes part of the statement that asks.
create view block as
select s.*, (select x.from_day from span x
             where x.case_id = s.case_id and x.rule = s.rule and x.subject = s.subject and x.from_day <= s.from_day
               and not exists (select from span b where b.case_id = x.case_id and b.rule = x.rule and b.subject = x.subject
                               and b.from_day < x.from_day and b.to_day >= x.from_day offset 0)
             order by x.from_day desc limit 1) as since
from span s;
grant select on block to spord;
