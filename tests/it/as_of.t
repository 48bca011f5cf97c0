#!/bin/bash
# shellcheck disable=SC2016 # the variables in single quotes are jq's
# One case on any day: today from the history is what is stored; a past day has the stored spans of that day; a day to come
# has what will be if nothing more happens; as known at an instant, later registrations are not there. SPOR_QUICK: fewer
# cases are looked at.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"
spor=$(dirname "$spord")/spor

plan 32
cluster --fsync off
daemon asof
db=$(owner_uri asof)
export SPOR_URL=$url SPOR_CA=$ca SPOR_TOKEN=$token
assessed() { [ "$(sql "$db" "select (select no from feed_head) - (select at from assess_cursor where name = 'feed')")" = 0 ]; }
"$spor" simulate --citizens 80 --seed 21 >"$it_dir/city"
"$spor" import "$it_dir/city" --source city --json >/dev/null 2>&1
wait_until 60 assessed
sql "$db" "insert into team (team, name) values ('north', 'North')"
sql "$db" "select change_member(s.id, (select id from team), '2000-01-01', 'infinity') from staff s where not s.is_token and s.role = 0 and s.id % 2 = 0" >/dev/null
today=$(sql "$db" "select spor_today()")
mapfile -t cases < <(sql "$db" "select case_uuid from course order by case_id")
[ -z "${SPOR_QUICK:-}" ] || cases=("${cases[@]:0:16}")

# ---- today, from the history and as it is stored
same=0 same_course=0
for case in "${cases[@]}"; do
    stored=$(api GET "/v1/cases/$case" | jq -S -c '[.facts, (.flags | map(del(.evidence)))]')
    computed=$(api GET "/v1/cases/$case?as_of=$today" | jq -S -c '[.facts, (.flags | map(del(.evidence)))]')
    if [ "$stored" = "$computed" ]; then same=$((same + 1)); else note "$case" "stored   $stored" "computed $computed"; fi
    stored=$(api GET "/v1/cases/$case/course" | jq -S -c '[.spans, .switch_list, .last_year]')
    computed=$(api GET "/v1/cases/$case/course?as_of=$today" | jq -S -c '[.spans, .switch_list, .last_year]')
    if [ "$stored" = "$computed" ]; then same_course=$((same_course + 1)); else note "$case" "stored   $stored" "computed $computed"; fi
done
is "$same" "${#cases[@]}" "facts and flags of today, from the history, are the stored ones"
is "$same_course" "${#cases[@]}" "… and so are spans and switches"

# ---- other days: the spans that contain them
for day in 2026-03-31 2025-11-15 "$(sql "$db" "select spor_today() + 40")"; do
    wrong=0
    for case in "${cases[@]:0:40}"; do
        [ "$(api GET "/v1/cases/$case?as_of=$day" | jq -c '[.flags[] | .flag] | sort')" = "$(sql "$db" "
            select coalesce(jsonb_agg(f order by f collate \"C\"), '[]') from (
                select 'R' || (array['1.1','1.2','1.3','1.4','1.5','1.6','2.1','2.2','2.3','2.4','2.5','2.6','3.1','3.2','3.3','3.4','3.5',
                    '4.1','4.2','4.3','4.4','4.5','5.1','5.2','5.3','5.4','5.5','6.1','6.2','6.3','6.4','6.5','7.1','7.2','7.3','7.4','7.5',
                    '7.6','7.7','7.8'])[rule] || ':' || subject as f
                from span s where s.case_id = (select case_id from course where case_uuid = '$case')
                and from_day <= '$day' and '$day' < to_day) q" | tr -d ' ')" ] || wrong=$((wrong + 1))
    done
    is "$wrong" 0 "$day: the flags are the spans that contain it"
done

# ---- a case as it grew: what was known
case=00000001-0000-4000-8000-000000000001
now() { date -u +%Y-%m-%dT%H:%M:%S.%6NZ; }
api POST /v1/cases "{\"case\":\"$case\",\"events\":[{\"event_id\":\"00000001-0000-4000-8000-000000000010\",\"kind\":\"case_opened\",
    \"occurred_at\":\"2026-01-05T09:00:00+01:00\"}]}" -H 'Prefer: wait=5' >"$it_dir/answer"
is "$(status)" 201 "a case opened in January"
before=$(api GET "/v1/cases/$case" | jq -S -c '[.facts, .flags]')
then_known=$(now)
api POST "/v1/cases/$case/events" "[{\"event_id\":\"00000001-0000-4000-8000-000000000011\",\"kind\":\"meeting\",\"code\":\"job_meeting\",
    \"outcome\":\"held\",\"channel\":\"in_person\",\"occurred_at\":\"2026-02-02T10:00:00+01:00\"},
    {\"event_id\":\"00000001-0000-4000-8000-000000000012\",\"kind\":\"wishes_recorded\",\"note\":\"x\",\"occurred_at\":\"2026-02-02T10:00:00+01:00\"}]" \
    -H 'Prefer: wait=5' >"$it_dir/answer"
is "$(status)" 201 "… a meeting and wishes of February, registered late"
facts() { api GET "/v1/cases/$case?$1" | jq -c "$2"; }
ok "$([ "$(api GET "/v1/cases/$case" | jq -S -c '[.facts, .flags]')" != "$before" ]; echo $?)" "the case has changed"
is "$(facts "known_at=$then_known" .known_at)" "\"$then_known\"" "what is asked for is said"
is "$(api GET "/v1/cases/$case?known_at=$then_known" | jq -S -c '[.facts, .flags]')" "$before" "as known before, it is as it was"
is "$(facts "as_of=2026-02-01" '[.facts.wishes_at, .facts.last_contact]')" '[null,null]' "the day before there was nothing yet"
is "$(facts "as_of=2026-02-02" '[.facts.wishes_at, .facts.last_contact]')" '["2026-02-02","2026-02-02"]' "on its day there was"
is "$(facts "as_of=2026-02-02&known_at=$then_known" '[.facts.wishes_at, .facts.last_contact]')" '[null,null]' "… but it was not known"
is "$(facts "as_of=2026-01-04" '[.status, .facts, .flags]')" '["closed",{},[]]' "before the opening there is no course"

# ---- what was voided is for leaders, also as it was known before; so is what it had changed
sql "$db" "insert into team (team, name) values ('south', 'South')"
login lea leader south
login cas caseworker south
case=00000002-0000-4000-8000-000000000001
as=$token_cas api POST /v1/cases "{\"case\":\"$case\",\"events\":[{\"event_id\":\"00000002-0000-4000-8000-000000000010\",\"kind\":\"case_opened\",
    \"occurred_at\":\"2026-01-05T09:00:00+01:00\"},{\"event_id\":\"00000002-0000-4000-8000-000000000011\",\"kind\":\"caseworker_assigned\",
    \"occurred_at\":\"2026-01-05T09:00:00+01:00\",\"staff\":\"cas\",\"role\":\"primary\"},{\"event_id\":\"00000002-0000-4000-8000-000000000012\",
    \"kind\":\"classified\",\"code\":\"sick_pay\",\"occurred_at\":\"2026-01-05T09:00:00+01:00\"}]}" >"$it_dir/answer"
is "$(status)" 201 "a case of Cas, with a classification"
then_known=$(now)
group() { as=$1 api GET "/v1/cases/$case?known_at=$then_known" | jq -c .facts.target_group; }
is "$(group "$token_cas")" '"sick_pay"' "Cas sees what it was at that time"
as=$token_cas api POST "/v1/cases/$case/events/00000002-0000-4000-8000-000000000012/voids" '{"event_id":"00000002-0000-4000-8000-000000000013",
    "because":"wrong_citizen"}' -H 'If-Match: "2"' >"$it_dir/answer"
is "$(status)" 201 "… it was about another citizen: voided"
is "$(group "$token_cas")" null "Cas does not see it any more, whenever it was known"
is "$(group "$token_lea")" '"sick_pay"' "the leader does"

# ---- bad questions
as=$token
for bad in as_of=2099-01-01 known_at=2099-01-01T00:00:00Z as_of=x; do
    api GET "/v1/cases/$case?$bad" >"$it_dir/answer"
    is "$(status)" 400 "refused: $bad"
done

# ---- lists: filtered and sorted by the flags of a day
past=2026-03-31
list() { api GET "/v1/cases?as_of=$past&limit=200$1"; }
flagged() { # flagged CONDITION: cases with a span of that day, from the stored ones
    sql "$db" "select count(distinct case_id) from span s where from_day <= '$past' and '$past' < to_day and not exists (
        select from flag_state d where d.case_id = s.case_id and d.rule = s.rule and d.subject = s.subject
        and d.from_day <= '$past' and '$past' < d.to_day) and $1"
}
is "$(list '&severity=amber' | jq '.items | length')" "$(flagged 'severity >= 2')" "a list by severity of a past day"
is "$(list '&flag=R5.1' | jq '.items | length')" "$(flagged "rule = 23")" "… by a rule"
is "$(list '&flag=R5.1' | jq -c '[.items[].flags | map(.flag) | index("R5.1:0") != null] | unique')" '[true]' "… whose flags are shown"
is "$(list '' | jq -c '.items | [.[0] | has("facts"), has("flags")]')" '[false,true]' "facts of today are not shown with them"
for case in $(list '&severity=red' | jq -r '.items[0:5][].case'); do
    api GET "/v1/cases/$case?as_of=$past" | jq -c '[.flags[] | .flag] | sort'
    list '&severity=red' | jq -c --arg case "$case" '.items[] | select(.case == $case) | [.flags[] | .flag] | sort'
done >"$it_dir/pairs"
is "$(awk 'NR % 2 {one = $0; next} one != $0 {n++} END {print n + 0, (NR > 0)}' "$it_dir/pairs")" "0 1" "a row shows what the case shows"
is "$(list '&counts=true' | jq -c '.counts.by_rule["R5.1"] // 0')" "$(flagged 'rule = 23')" "counts are of that day, too"
for bad in '&status=open' '&sort=course_start' '&target_group=sick_pay'; do
    list "$bad" >"$it_dir/answer"
    is "$(status)" 400 "refused: as_of with $bad"
done

# ---- the client: before anything was known there is no state to show
is "$("$spor" case show "$case" --known-at 2001-01-01T00:00:00Z --lang en | sed -n 3p)" 'Nothing was known of the case then.' "spor case show says that nothing was known"
