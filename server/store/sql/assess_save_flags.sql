-- Days of handling that are new or differ.
insert into flag_state (case_id, rule, subject, from_day, to_day, state)
select t.case_id, t.rule, t.subject, t.from_day, t.to_day, t.state
from unnest($1::bigint[], $2::smallint[], $3::int[], $4::date[], $5::date[], $6::smallint[])
     as t (case_id, rule, subject, from_day, to_day, state)
on conflict (case_id, rule, subject, from_day) do update set to_day = excluded.to_day, state = excluded.state;
