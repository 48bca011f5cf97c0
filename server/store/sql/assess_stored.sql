-- What the assessor stored of some cases ($1): their facts, as FACT_COLUMNS of store_assess.h lists them.
select case_id, seq, is_open, course_start, quiet_until, age_runs, age_from, course_age_days, benefit, benefit_since,
       target_group, unit, primary_staff, last_primary, primary_since, deputy, deputy_until, coordinator, complex, switch_1,
       switch_2, switch_3, switch_4, last_contact, last_movement, next_step, next_step_due, next_step_told, open_steps,
       next_meeting, next_wait_end, handover, handover_to, handover_due, wishes_at, plan_at, reviewed_at, measured_at,
       facts_until, open_waits::text, open_interventions::text, caseworkers::text, caseworkers_first::text,
       caseworkers_last::text
from case_facts
where case_id = any($1::bigint[])
order by case_id;
