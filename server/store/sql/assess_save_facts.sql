-- Facts of cases whose facts changed: one array a column ($1 … $44), lists as texts.
insert into case_facts (
    case_id, seq, is_open, course_start, quiet_until, age_runs, age_from, course_age_days, benefit, benefit_since,
    target_group, unit, primary_staff, last_primary, primary_since, deputy, deputy_until, coordinator, complex, switch_1,
    switch_2, switch_3, switch_4, last_contact, last_movement, next_step, next_step_due, next_step_told, open_steps,
    next_meeting, next_wait_end, handover, handover_to, handover_due, wishes_at, plan_at, reviewed_at, measured_at,
    facts_until, open_waits, open_interventions, caseworkers, caseworkers_first, caseworkers_last)
select ($1::bigint[])[i], ($2::int[])[i], ($3::bool[])[i], ($4::date[])[i], ($5::date[])[i], ($6::bool[])[i],
       ($7::date[])[i], ($8::int[])[i], ($9::smallint[])[i], ($10::date[])[i], ($11::smallint[])[i], ($12::int[])[i],
       ($13::int[])[i], ($14::int[])[i], ($15::date[])[i], ($16::int[])[i], ($17::date[])[i], ($18::int[])[i],
       ($19::bool[])[i], ($20::date[])[i], ($21::date[])[i], ($22::date[])[i], ($23::date[])[i], ($24::date[])[i],
       ($25::date[])[i], ($26::int[])[i], ($27::date[])[i], ($28::bool[])[i], ($29::int[])[i], ($30::date[])[i],
       ($31::date[])[i], ($32::int[])[i], ($33::int[])[i], ($34::date[])[i], ($35::date[])[i], ($36::date[])[i],
       ($37::date[])[i], ($38::date[])[i], ($39::date[])[i], ($40::text[])[i]::int[], ($41::text[])[i]::int[],
       ($42::text[])[i]::int[], ($43::text[])[i]::date[], ($44::text[])[i]::date[]
from generate_series(1, cardinality($1::bigint[])) as i
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
