#!/bin/bash
# One long course does not cost more than its length: what each statement about one case looks at (rows, counted by the
# database) grows with the number of events, not with its square, whatever the planner thought when the plan was made.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all "jq is not installed"

plan 32
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
    linear "$shape" case_open_items "$all, '{26}', '{27,34,31}', '{28,29}', 1001"
    linear "$shape" case_events "$all, 500, 1000, 50"
    linear "$shape" case_event_fates ''
    linear "$shape" case_spans "$all, false, 1001"
    [ "$shape" != waits ] || sql "$owner" 'analyze event, course, case_facts, span, flag_state, staff, note, term'
done
linear voided case_spans "$all, true, 1001"

# ---- and of what is shown of one case there is a most, the worst first: it says so where there is more
daemon course
n=1100 case=00000001-0000-4000-8000-000000000001
{
    printf '{"case":"%s","event_id":"00000002-0000-4000-8000-%012d","kind":"case_opened","occurred_at":"2024-01-05T10:00:00+01:00"}\n' "$case" 1
    for ((i = 2; i <= n; i++)); do
        printf '{"case":"%s","event_id":"00000002-0000-4000-8000-%012d","kind":"next_step_set","party":"caseworker","due":"2025-02-%02d","occurred_at":"2025-01-05T10:00:00+01:00"}\n' \
            "$case" "$i" $((i % 28 + 1))
    done
} >"$it_dir/lines"
api POST /v1/events "@$it_dir/lines" -H 'Content-Type: application/x-ndjson' >"$it_dir/answer"
feed=$(jq '.cases[0].feed' "$it_dir/answer")
shown() { api GET "/v1/cases/$case$1" | jq -c "$2"; }
today=$(sql "$(owner_uri course)" 'select spor_today()')
is "$(shown "?at_least=$feed" '[(.flags | length), .more, .facts.open_steps]')" '[1000,true,1099]' "of $n overdue steps 1000 flags are shown"
is "$(shown "?as_of=$today" '[(.flags | length), .more]')" '[1000,true]' "of any day, too"
is "$(shown '' '.flags | map([.rule, .subject, .since, .severity])' | md5sum)" \
    "$(shown "?as_of=$today" '.flags | map([.rule, .subject, .since, .severity])' | md5sum)" "the same ones"
is "$(shown /course '[(.spans | length), (.open_steps | length), .more]')" '[1000,1000,true]' "so are spans and steps"
is "$(shown "/course?as_of=$today" '[(.spans | length), .more]')" '[1000,true]' "of any day, too"
is "$(shown /course '.open_steps | [first.due, last.due, (map(.due) == (map(.due) | sort))]')" \
    "$(sql "$(owner_uri course)" "select json_build_array('2025-02-01', max(due), true) from (select due from event where due is not null order by due limit 1000) e" | tr -d ' ')" \
    "those due first"
head -100 "$it_dir/lines" | sed "s/$case/10000001${case#00000001}/; s/\"00000002-/\"10000002-/" >"$it_dir/few"
api POST /v1/events "@$it_dir/few" -H 'Content-Type: application/x-ndjson' >"$it_dir/answer"
feed=$(jq '.cases[0].feed' "$it_dir/answer") case=10000001${case#00000001}
is "$(shown "?at_least=$feed" .more) $(shown /course '.more')" "false false" "with fewer it says that this is all"
