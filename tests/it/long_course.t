#!/bin/bash
# One long course does not cost more than its length: what each statement about one case looks at (rows, counted by the
# database) grows with the number of events, not with its square, whatever the planner thought when the plan was made.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all "jq is not installed"

plan 25
cluster --fsync off
database long
owner=$(owner_uri long)
sql "$owner" "insert into staff (staff) values ('it')" "
-- Events of a kind of course, four hours apart: each second one is about the one before, or all about the first.
create function long_course(n int, shape text) returns uuid language plpgsql as \$\$
declare its course; a int; b int; begin
    insert into course (case_uuid) values (gen_random_uuid()) returning * into its;
    insert into case_head values (its.case_id, n, 1, '{[2021-01-01,)}', now());
    select x.a, x.b into a, b from (values ('steps', 26, 27), ('waits', 33, 34), ('corrected', 18, 50), ('voided', 26, 51)) x(shape, a, b)
    where x.shape = split_part(long_course.shape, ' ', 1);
    insert into event (case_id, seq, kind, day, occurred_at, recorded_at, recorded_by, staff, due, ref, fields, has_note, event_id, feed_no)
    select its.case_id, i, case when x.refers is null then a else b end, '2021-01-01'::date + i / 6, '2021-01-01'::timestamptz + i * interval '4 hours',
           now(), 1, 1, '2021-01-01'::date + i / 6 + 10, x.refers, 0, false, gen_random_uuid(), 1
    from generate_series(1, n) i, lateral (select case when shape like '% one' then case when i > 1 then 1 end when i % 2 = 0 then i - 1 end as refers) x;
    insert into case_facts select its.case_id, n, true, '2021-01-01', '-infinity', true, '2021-01-01', 1, 0, '-infinity', 0, 0, 0, 0, '-infinity', 0,
        '-infinity', 0, false, '-infinity', '-infinity', '-infinity', '-infinity', '-infinity', '-infinity', 0, '-infinity', false, 0, '-infinity',
        '-infinity', 0, 0, '-infinity', '-infinity', '-infinity', '-infinity', '-infinity',
        case when shape like 'waits%' then array(select generate_series(1, n, 2)) else '{}' end, '{}', '{}', '{}', '{}', 'infinity';
    insert into span select its.case_id, 1, 0, '2021-01-01'::date + i, '2021-01-01'::date + i + 1, 2 + i % 2, 1, 1, array[i] from generate_series(1, n / 2) i;
    insert into flag_state select its.case_id, 1, 0, '2021-01-01'::date + i, '2021-01-01'::date + i + 1, 2 from generate_series(1, n / 2, 2) i;
    return its.case_uuid;
end \$\$"

# looked_at STATEMENT ARGUMENTS: rows that the statement looks at, of a course of 1000, and of one of 2000. First with a plan
# made when the tables were empty, which is kept; then with what the planner knows of full ones.
looked_at() {
    local file=$top/server/store/sql/$1.sql
    {
        echo "set plan_cache_mode = force_generic_plan; set client_min_messages = warning; prepare q as"
        grep -v '^--' "$file"
        for course in "$empty" "$small" "$large"; do
            echo "explain (analyze, timing off, costs off, format json) execute q('$course' $2);"
        done
    } | psql -X -q -A -t -v ON_ERROR_STOP=1 "$owner" |
        jq -r -s 'map([.. | objects | select(has("Actual Loops")) | ."Actual Loops" * (."Actual Rows" + (."Rows Removed by Filter" // 0)
            + (."Rows Removed by Join Filter" // 0))] | add) | .[1:] | join(" ")'
}
linear() { # linear SHAPE STATEMENT ARGUMENTS
    local rows small_rows large_rows
    rows=$(looked_at "$2" "$3")
    read -r small_rows large_rows <<<"$rows"
    ok "$([ "${small_rows:-0}" -gt 0 ] && [ "${large_rows:-0}" -gt 0 ] && [ "$large_rows" -le $((small_rows * 5 / 2)) ]; echo $?)" "$1: $2 ($rows)"
}
all=", true, '{}', 0"
empty=00000000-0000-4000-8000-000000000000
for shape in 'steps' 'steps one' 'waits' 'corrected' 'corrected one' 'voided'; do
    small=$(sql "$owner" "select long_course(1000, '$shape')")
    large=$(sql "$owner" "select long_course(2000, '$shape')")
    linear "$shape" case_open_items "$all, '{26}', '{27,34,31}', '{28,29}'"
    linear "$shape" case_events "$all, 500, 1000, 50"
    linear "$shape" case_event_fates ''
    linear "$shape" case_spans "$all, false"
    [ "$shape" != waits ] || sql "$owner" 'analyze event, course, case_facts, span, flag_state, staff, note, term'
done
linear voided case_spans "$all, true"
