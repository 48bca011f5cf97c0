-- Facts of cases whose facts changed: one array a column ($1 … $44), lists as texts.
insert into case_facts (
    case_id, seq, is_open, course_start, quiet_until, age_runs, age_from, course_age_days, benefit, benefit_since,
    target_group, unit, primary_staff, last_primary, primary_since, deputy, deputy_until, coordinator, complex, switch_1,
    switch_2, switch_3, switch_4, last_contact, last_movement, next_step, next_step_due, next_step_told, open_steps,
    next_meeting, next_wait_end, handover, handover_to, handover_due, wishes_at, plan_at, reviewed_at, measured_at,
    facts_until, open_waits, open_interventions, caseworkers, caseworkers_first, caseworkers_last)
select v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v20, v21, v22, v23, v24, v25, v26,
       v27, v28, v29, v30, v31, v32, v33, v34, v35, v36, v37, v38, v39, v40::int[], v41::int[], v42::int[], v43::date[],
       v44::date[]
from unnest($1::bigint[], $2::int[], $3::bool[], $4::date[], $5::date[], $6::bool[], $7::date[], $8::int[], $9::smallint[],
            $10::date[], $11::smallint[], $12::int[], $13::int[], $14::int[], $15::date[], $16::int[], $17::date[], $18::int[],
            $19::bool[], $20::date[], $21::date[], $22::date[], $23::date[], $24::date[], $25::date[], $26::int[], $27::date[],
            $28::bool[], $29::int[], $30::date[], $31::date[], $32::int[], $33::int[], $34::date[], $35::date[], $36::date[],
            $37::date[], $38::date[], $39::date[], $40::text[], $41::text[], $42::text[], $43::text[], $44::text[])
     as t (v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v20, v21, v22, v23, v24, v25,
           v26, v27, v28, v29, v30, v31, v32, v33, v34, v35, v36, v37, v38, v39, v40, v41, v42, v43, v44)
on conflict (case_id) do update set
    (seq, is_open, course_start, quiet_until, age_runs, age_from, course_age_days, benefit, benefit_since,
     target_group, unit, primary_staff, last_primary, primary_since, deputy, deputy_until, coordinator, complex, switch_1,
     switch_2, switch_3, switch_4, last_contact, last_movement, next_step, next_step_due, next_step_told, open_steps,
     next_meeting, next_wait_end, handover, handover_to, handover_due, wishes_at, plan_at, reviewed_at, measured_at,
     facts_until, open_waits, open_interventions, caseworkers, caseworkers_first, caseworkers_last)
  = (excluded.seq, excluded.is_open, excluded.course_start, excluded.quiet_until, excluded.age_runs, excluded.age_from,
     excluded.course_age_days, excluded.benefit, excluded.benefit_since, excluded.target_group, excluded.unit,
     excluded.primary_staff, excluded.last_primary, excluded.primary_since, excluded.deputy, excluded.deputy_until,
     excluded.coordinator, excluded.complex, excluded.switch_1, excluded.switch_2, excluded.switch_3, excluded.switch_4,
     excluded.last_contact, excluded.last_movement, excluded.next_step, excluded.next_step_due, excluded.next_step_told,
     excluded.open_steps, excluded.next_meeting, excluded.next_wait_end, excluded.handover, excluded.handover_to,
     excluded.handover_due, excluded.wishes_at, excluded.plan_at, excluded.reviewed_at, excluded.measured_at,
     excluded.facts_until, excluded.open_waits, excluded.open_interventions, excluded.caseworkers,
     excluded.caseworkers_first, excluded.caseworkers_last);
