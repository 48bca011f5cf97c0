-- Would a unit be refused because of its citizen? Asked for a dry run only; schema/003_append.sql asks the same.
-- $1 case, $2 citizen of a new case, $3 keyed hash of the CPR number in its header, $4 is it open after the unit,
-- $5 does the unit open it, $6 on which day. Answers with a status of append_units() and the citizen's other case.
with asked (its_case, citizen, cpr_index, is_open, opens, open_day) as (
    select $1::uuid, $2::uuid, $3::bytea, $4::bool, $5::bool, $6::date
)
select case when a.opens and a.citizen is not null and a.cpr_index is null and i.id is null then 13
            when o.other_case is null then 0
            when o.other_open then 11
            else 12 end, o.other_case
from asked a
cross join lateral (
    select case when a.cpr_index is not null then (select y.id from citizen y where y.cpr_index = a.cpr_index)
                when a.opens then (select y.id from citizen y where y.citizen = a.citizen)
                else (select y.citizen from course y where y.case_uuid = a.its_case) end as id) i
left join lateral other_case(i.id, (select y.case_id from course y where y.case_uuid = a.its_case), a.is_open, a.opens,
                             a.open_day) o on true;
