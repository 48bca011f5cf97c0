-- Would a unit be refused because of its citizen? Asked for a dry run only; append_units() asks the same, and counts and logs
-- what it tells as this does.
-- $1 case, $2 citizen of a new case, $3 keyed hashes of the CPR number in its header (joined), $4 is it open after the unit,
-- $5 does the unit open it, $6 on which day, $7 writer, $8 sees all, $9 principals, $10 own citizen, $11 is a leader.
-- Answers with a status of append_units(), the citizen's other case, and seconds to wait.
with asked (its_case, citizen, cpr_index, is_open, opens, open_day, writer, sees_all, principals, own, is_leader) as (
    select $1::uuid, $2::uuid, $3::bytea, $4::bool, $5::bool, $6::date, $7::int, $8::bool, $9::bigint[], $10::bigint, $11::bool
), met as (
    select a.*, i.id, i.by_number, i.is_own, o.other_case, o.other_seen,
           case when a.opens and a.citizen is not null and a.cpr_index is null and i.known is not true then 13
                when o.other_case is null then 0
                when o.other_open then 11
                else 12 end as status
    from asked a
    cross join lateral (
        select t.known, t.by_number, t.is_own,
               coalesce(t.id, case when a.cpr_index is not null then citizen_of_cpr(cpr_indexes(a.cpr_index))
                                   when not a.opens then (select y.citizen from course y where y.case_uuid = a.its_case) end) as id
        from (values (1)) one
        left join lateral (select * from citizen_meant(a.citizen, a.writer, a.sees_all, a.principals, a.own)
                           where a.opens and a.citizen is not null and a.cpr_index is null) t on true) i
    left join lateral other_case(i.id, (select y.case_id from course y where y.case_uuid = a.its_case), a.is_open, a.opens,
                                 a.open_day, a.sees_all, a.principals, a.own) o on true
)
select coalesce(w.told, m.status), m.other_case, coalesce(w.wait, 0)
from met m
left join lateral (select * from what_is_told(m.status, m.other_case, m.other_seen, m.id, m.by_number, m.is_own, m.opens, true,
                                              m.writer, m.is_leader, m.principals, m.own)
                   where not m.sees_all and m.status <> 13 offset 0) w on true;
