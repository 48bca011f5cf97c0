#!/bin/bash
# shellcheck disable=SC2016 # the variables in single quotes are jq's
# The auditor looks for one person with all that an auditor may ask: limits of a rule one after the other, month by
# month, team by team, as it was known then, before and after something was recorded about that person. Twelve other
# cases of the team have stood still for long, the person's for 75 days; everything exact shows the one, nothing
# rounded does.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 18
cluster --fsync off
daemon inference --what-if-questions 60
db=$(owner_uri inference)
sql "$db" "insert into team (team, name) values ('employment/north', 'North')"
login aud auditor
login ada administrator
today=$(sql "$db" "select spor_today()")
end=$(date -u -d "$(date -u -d "$today + 1 day" +%Y-%m-01) - 1 day" +%F) # of the last month that is over
opened() { # opened NUMBER DAY
    printf '{"case":"00000001-0000-4000-8000-%012d","event_id":"00000002-0000-4000-8000-%012d","kind":"case_opened","unit":"employment/north","occurred_at":"%sT10:00:00Z"}\n' "$1" "$1" "$2"
}
{
    for n in $(seq 12); do opened "$n" "$(date -u -d "$end - 700 days" +%F)"; done
    opened 13 "$(date -u -d "$end - 75 days" +%F)"
} >"$it_dir/cases"
api POST /v1/events @"$it_dir/cases" -H 'Content-Type: application/x-ndjson' >"$it_dir/answer"
is "$(sql "$db" "select count(*) from course")" 13 "twelve, and the one who is looked for"

ask() { # ask LIMIT: how many cases of the team stand still by that limit at the end of the month
    api POST /v1/what-if "{\"period\":{\"id\":\"d\",\"valid_from\":\"2000-01-01\",\"rules\":{\"R7.1\":{\"amber_days\":$1,\"red_days\":365}}},
        \"from\":\"$(date -u -d "$end - 60 days" +%F)\",\"to\":\"$end\",\"unchanged\":true}" >"$it_dir/answer"
    jq -c --arg on "$end" 'select(.result) | .result.rows[] | select(.on == $on and .of == "team") | .rules[]
        | select(.rule == "R7.1" and .severity == "breach") | .after' "$it_dir/answer"
}

# ---- limits one after the other
exact=$(for limit in 60 90; do ask "$limit"; done | paste -sd' ')
is "$exact" "13 12" "whoever may see rows sees the one between two limits"
as=$token_aud
asked=0 answered=()
for limit in $(seq 60 111); do
    number=$(ask "$limit")
    asked=$((asked + 1))
    [ "$(status)" != 200 ] || answered+=("$limit:$number")
done
is "$asked ${answered[*]%%:*}" "52 60 90" "of 52 limits the auditor may ask two: those of the grid"
is "$(ask 75; status; jq -r '.errors[0].pointer, .errors[0].detail' "$it_dir/answer")" "400
/period/rules/R7.1/amber_days
is not on the grid of what may be asked where numbers are rounded; near are 60 and 90" "… the others are refused, with the nearest"
is "${answered[0]#*:}" "${answered[1]#*:}" "… and the two have one answer: they differ by one person"
as=$token_ada
is "$(ask 90)" "${answered[0]#*:}" "… for everybody who gets rounded numbers"
as=$token_aud
numbers=$(for limit in 1 7 28 60 90 120 180 270 365 2; do ask "$limit"; done | sort -u | paste -sd' ')
is "$numbers" "${answered[0]#*:}" "no limit of the grid tells the one from the others"

# ---- everything, before and after something is known about the one
reports=$(api GET /v1/openapi.json | jq -r '.paths | to_entries[] | select(.key | startswith("/v1/reports/")) | select(.value.get) | .key')
open_to=$(for report in $reports; do
    api GET "$report" >/dev/null
    [ "$(status)" = 403 ] || echo "$report"
done | paste -sd' ')
is "$open_to" "/v1/reports/trend" "the reports that an auditor may ask for are those that are tried here"
known=$(date -u -d "TZ=\"Europe/Copenhagen\" $(date -u -d "$today" +%Y-%m-01)" +%Y-%m-%dT%H:%M:%SZ)
all_reports() {
    local by limit
    for by in all team target_group team_and_target_group; do
        api GET "/v1/reports/trend?by=$by&to=$end" | jq -c 'select(.result)'
        api GET "/v1/reports/trend?by=$by&known_at=$known" | jq -c 'select(.result)'
    done
    for limit in 1 28 60 90 365; do
        ask "$limit" >/dev/null
        jq -c 'select(.result)' "$it_dir/answer"
    done
}
all_reports >"$it_dir/before"
as=$token all_reports >"$it_dir/before.exact"
is "$(wc -l <"$it_dir/before") $(jq -s 'map(.result.rounded) | all' "$it_dir/before")" "13 true" "all reports, rounded"
as=$token
api POST /v1/cases/00000001-0000-4000-8000-000000000013/events "{\"event_id\":\"00000003-0000-4000-8000-000000000001\",\"kind\":\"meeting\",
    \"code\":\"plan_meeting\",\"outcome\":\"held\",\"channel\":\"in_person\",\"occurred_at\":\"$(date -u -d "$end - 20 days" +%F)T10:00:00Z\"}" >"$it_dir/answer"
is "$(status) $(jq -c .errors "$it_dir/answer")" "201 null" "a meeting of the one is recorded, some weeks late"
as=$token all_reports >"$it_dir/after.exact"
as=$token_aud
all_reports >"$it_dir/after"
ok "$(! cmp -s "$it_dir/before.exact" "$it_dir/after.exact"; echo $?)" "exact reports are others now"
is "$(diff "$it_dir/before" "$it_dir/after" | head -c 300)" "" "no rounded report is"

# ---- small numbers are not told apart from none
only=$(jq -c '[.. | numbers | select(. > 0 and . < 5)] | length' <(jq -c '.result | del(.from, .to)
    | .rows |= map(.recommendations[]?.recommendation |= 10)' "$it_dir/after") | sort -u)
is "$only" 0 "no number under 5"
is "$(jq -s '[.[].result.rows[] | .. | select(. == 0)] | length' "$it_dir/after")" 0 "… and none is told to be none"

# ---- five more are told
for n in 14 15 16 17 18 19 20 21; do opened "$n" "$(date -u -d "$end - 700 days" +%F)"; done >"$it_dir/cases"
as=$token api POST /v1/events @"$it_dir/cases" -H 'Content-Type: application/x-ndjson' >/dev/null
ok "$([ "$(ask 60)" -gt "${answered[0]#*:}" ]; echo $?)" "eight cases more are seen"

# ---- questions have an end
used() { sql "$db" "select used from question_budget q join staff s on s.id = q.staff where s.staff = 'aud'"; }
sql "$db" "update question_budget set used = 59"
ask 60 >/dev/null
is "$(status) $(used)" "200 60" "the last question of the day"
ask 60 >/dev/null
is "$(status) $(jq -r .detail "$it_dir/answer")" "429 today's 60 questions are used up; there are new ones tomorrow" "… and one more"
as=$token
ask 61 >/dev/null
is "$(status)" 200 "who sees rows asks what they like"
