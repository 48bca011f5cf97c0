-- How far the assessor has come: in the feed; and with all cases since rule sets changed (the highest number: through).
select f.at,
       case when exists (select from feed where no > f.at and type = 5) then 0
            else coalesce((select w.at from assess_cursor w where w.name = 'rule_set'), 9223372036854775807) end
from assess_cursor f where f.name = 'feed';
