#!/bin/bash
# Handling of flags: a leader acknowledges, waives, exempts and reopens, another one confirms; what is refused and with
# which legal moves; states on reading, in lists and counts; stored states equal a rebuild; an import of flag events.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 73
cluster --fsync off
daemon flags
db=$(owner_uri flags)
login anna caseworker
sql "$db" "insert into team (team) values ('employment/north'), ('employment/south')"
login lea leader employment/north
login leo leader employment/north
login sus leader employment/south
sql "$db" "select change_member((select id from staff where staff = 'anna'), 1, '2026-01-01', 'infinity')" >/dev/null

id() { printf '%08d-0000-4000-8000-00000000%04d' "$1" "${2:-0}"; }
ago() { TZ=Europe/Copenhagen date -d "$1 days ago" +%F; }
event() { # event CASE N KIND DAYS_AGO [further members]
    printf '{"event_id":"%s","kind":"%s"%s%s}' "$(id "$1" "$2")" "$3" \
        "${4:+,\"occurred_at\":\"$(ago "$4")T0${5:-7}:00:00Z\"}" "${6:+,$6}"
}
wants() { # wants STATUS WHAT METHOD PATH [BODY [curl arguments]]
    local wanted=$1 what=$2
    shift 2
    answer=$(api "$@")
    is "$(status)" "$wanted" "$what"
    [ "$(status)" = "$wanted" ] || note "$answer"
}
says() { ok "$([[ $answer == *"$1"* ]]; echo $?)" "… says $1" && [[ $answer == *"$1"* ]] || note "$answer"; }
# flag CASE N KIND RULE [further members]: by $as, on the version there is; waits until it is assessed
flag() {
    local version
    version=$(sql "$db" "select h.version from case_head h join course c using (case_id) where case_uuid = '$(id "$1")'")
    api POST "/v1/cases/$(id "$1")/events" "$(event "$1" "$2" "$3" '' '' "\"code\":\"$4\"${5:+,$5}")" \
        -H "If-Match: \"${if_version:-$version}\"" -H 'Prefer: wait=5'
}
handle() { # handle STATUS WHAT …: the same, and what is answered
    local wanted=$1 what=$2
    shift 2
    answer=$(flag "$@")
    is "$(status)" "$wanted" "$what"
    [ "$(status)" = "$wanted" ] || note "$answer"
}
# The others open by now: acknowledged one after the other; prints the answers' statuses.
handle_all() { # handle_all CASE N FLAG…
    local case=$1 n=$2 flag ref
    shift 2
    for flag in "$@"; do
        n=$((n + 1))
        ref=$(sql "$db" "select event_id from event join course using (case_id) where case_uuid = '$(id "$case")' and seq = ${flag#*:}")
        as=$token_lea flag "$case" "$n" flag_acknowledged "${flag%:*}" "${ref:+\"ref\":\"$ref\"}" >/dev/null
        status
    done
}
# state CASE FLAG: how it stands, as a leader sees it
state() { as=$token_lea api GET "/v1/cases/$(id "$1")" | jq -r ".flags[] | select(.flag == \"$2\") | \"\(.severity) \(.state) \(.until)\""; }
rows() { sql "$db" "select rule, subject, current_date - from_day, to_day - current_date, state from flag_state order by 1, 2, 3 desc"; }

# By Danish days, like the rules: "today" is the same everywhere below.
export PGTZ=Europe/Copenhagen

# Opened 70 days ago with a plan without goal: R7.1 stands for 10 days (amber, red 20 days on), R4.5 since the plan (by
# law), R5.2 about a step that is overdue, and others.
as=$token_lea
wants 201 "a course" POST /v1/cases "{\"case\":\"$(id 1)\",\"external_ref\":\"one\",\"events\":[$(event 1 1 case_opened 70),$(
    event 1 2 caseworker_assigned 70 8 '"staff":"anna","role":"primary"'),$(
    event 1 3 plan_made 70 9 '"code":"employment_plan"'),$(
    event 1 4 next_step_set 69 8 "\"party\":\"citizen\",\"due\":\"$(ago 25)\",\"channel\":\"phone\",\"note\":\"call the school\"")]}" \
    -H 'Prefer: wait=5'
is "$(state 1 R7.1:0)" "amber open null" "a flag is open"
is "$(state 1 R4.5:0)" "red open null" "and one by law"
is "$(state 1 R5.2:4)" "red open null" "and one about a step"

# ---- who, and on which version
as=$token_anna handle 403 "a caseworker does not handle flags" 1 10 flag_acknowledged R7.1
as=$token_sus handle 404 "nor the leader of another team" 1 10 flag_acknowledged R7.1
as=$token_lea
wants 428 "without a version" POST "/v1/cases/$(id 1)/events" "$(event 1 10 flag_acknowledged '' '' '"code":"R7.1"')"
if_version=1 handle 412 "a version that is old" 1 10 flag_acknowledged R7.1
wants 400 "another moment than now" POST "/v1/cases/$(id 1)/events" "$(event 1 10 flag_acknowledged 1 8 '"code":"R7.1"')" -H 'If-Match: "3"'

# ---- acknowledged
as=$token_lea handle 201 "a leader acknowledges" 1 10 flag_acknowledged R7.1
is "$(header etag)" '"4"' "a control event"
is "$(state 1 R7.1:0)" "amber acknowledged $(ago -19)" "acknowledged, to the day before red"
is "$(rows)" "33|0|0|20|2" "one row says so"
as=$token_leo handle 409 "not twice" 1 11 flag_acknowledged R7.1
says "possible: flag_waived, flag_reopened"
as=$token_lea handle 409 "a flag that does not stand" 1 11 flag_acknowledged R7.3
says "R4.5:0"
as=$token_lea handle 409 "nor about the course where the rule is about a step" 1 11 flag_acknowledged R5.2
as=$token_lea handle 201 "about the step, by its event_id" 1 11 flag_acknowledged R5.2 "\"ref\":\"$(id 1 4)\""
is "$(state 1 R5.2:4)" "red acknowledged null" "acknowledged, with no end so far"
version=$(sql "$db" "select version from case_head")
wants 200 "the same once more is the same" POST "/v1/cases/$(id 1)/events" \
    "$(event 1 11 flag_acknowledged '' '' "\"code\":\"R5.2\",\"ref\":\"$(id 1 4)\"")" -H 'If-Match: "4"'
is "$(sql "$db" "select version from case_head")" "$version" "… and adds nothing"

# ---- waived
as=$token_lea handle 409 "a due that has passed" 1 12 flag_waived R7.1 "\"outcome\":\"agreed_with_citizen\",\"due\":\"$(ago 1)\""
as=$token_lea handle 400 "without a due" 1 12 flag_waived R7.1 '"outcome":"agreed_with_citizen"'
as=$token_lea handle 400 "a rule by law is not waived" 1 12 flag_waived R4.5 "\"outcome\":\"agreed_with_citizen\",\"due\":\"$(ago -5)\""
says exempted
as=$token_lea handle 201 "an acknowledged flag is waived" 1 12 flag_waived R7.1 "\"outcome\":\"agreed_with_citizen\",\"due\":\"$(ago -5)\""
is "$(state 1 R7.1:0)" "amber waived $(ago -5)" "to its last day"
as=$token_leo handle 409 "90 days and less need no second person" 1 13 flag_waiver_confirmed R7.1
as=$token_lea handle 201 "reopened" 1 13 flag_reopened R7.1
is "$(state 1 R7.1:0)" "amber open null" "it is open again"
as=$token_lea handle 409 "once" 1 14 flag_reopened R7.1

# ---- exempted, and the second person
as=$token_lea handle 201 "a flag by law is exempted" 1 14 flag_exempted R4.5 "\"outcome\":\"exempted_by_rule\",\"due\":\"$(ago -200)\""
is "$(state 1 R4.5:0)" "red exempted $(ago -90)" "for 90 days, until another person confirms"
as=$token_lea handle 409 "not the same person" 1 15 flag_waiver_confirmed R4.5
says "by another person"
as=$token_leo handle 201 "another leader confirms" 1 15 flag_waiver_confirmed R4.5
is "$(state 1 R4.5:0)" "red exempted $(ago -200)" "to its last day"
as=$token_leo handle 409 "once" 1 16 flag_waiver_confirmed R4.5
says "it is confirmed"
wants 400 "nobody voids what was done about a flag" POST "/v1/cases/$(id 1)/events/$(id 1 15)/voids" \
    "{\"event_id\":\"$(id 1 17)\",\"because\":\"other\"}" -H 'If-Match: "9"'

# ---- the days of a span
answer=$(as=$token_lea api GET "/v1/cases/$(id 1)/course")
is "$(jq -c '.spans[] | select(.rule == "R4.5") | .handling' <<<"$answer")" \
    "[{\"state\":\"exempted\",\"from\":\"$(ago 0)\",\"to\":\"$(ago -201)\"}]" "the course shows the handling of each span"
is "$(jq -c '.spans[] | select(.rule == "R7.1") | [.severity, .from, .handling]' <<<"$answer" | tr '\n' ' ')" \
    "[\"red\",\"$(ago -20)\",[]] [\"amber\",\"$(ago 10)\",[]] " "what was reopened is open on all days; the days themselves are as before"

for path in "" /course; do
    is "$(as=$token_lea api GET "/v1/cases/$(id 1)$path?as_of=$(ago 0)" | jq -S -c '[.flags, .spans]')" \
        "$(as=$token_lea api GET "/v1/cases/$(id 1)$path" | jq -S -c '[.flags, .spans]')" "worked out from the history it is what is stored$path"
done
is "$(as=$token_lea api GET "/v1/cases/$(id 1)?as_of=$(ago 1)" | jq -r '.flags[] | select(.flag == "R4.5:0") | .state')" open "yesterday it was open"

# ---- lists count open flags
list() { as=$token_lea api GET "/v1/cases?counts=true$1"; }
is "$(list '&flag=R7.1' | jq '.items | length')" 1 "an open flag is found"
is "$(list '&flag=R4.5' | jq '.items | length')" 0 "an exempted one is not asked about"
answer=$(list '')
is "$(jq -c '[.counts.by_rule["R7.1"], .counts.by_rule["R4.5"], .counts.by_rule["R5.2"]]' <<<"$answer")" "[1,null,null]" "counts count open flags"
is "$(jq -c '.items[0].flags[] | select(.flag == "R5.2:4") | [.state, .until]' <<<"$answer")" '["acknowledged",null]' "rows show all with their state"
before=$(jq -r '.items[0].flags[] | select(.state == "open" and .flag != "R7.1:0") | .flag' <<<"$answer")
# shellcheck disable=SC2086
is "$(handle_all 1 20 $before | sed 's/201//g')" "" "the others are acknowledged as well"
is "$(list '&severity=red' | jq '.items | length')" 0 "no open red flag is left"
is "$(list '&severity=info' | jq -c '[(.items | length), .counts.by_severity.codex.amber]')" "[1,1]" "an amber one is"

# ---- review order: open flags only
# 2 has nothing handled: opened 75 days ago, R7.1 for 15 days; by the number and age of its open amber flags it comes first.
as=$token_lea
wants 201 "a second course" POST /v1/cases "{\"case\":\"$(id 2)\",\"events\":[$(event 2 1 case_opened 75),$(
    event 2 2 caseworker_assigned 75 8 '"staff":"anna","role":"primary"')]}" -H 'Prefer: wait=5'
is "$(list '&sort=worst' | jq -r '.items[].case' | cut -c1-8 | tr '\n' ' ')" "00000002 00000001 " "the worst first"
# shellcheck disable=SC2046
is "$(handle_all 2 20 $(as=$token_lea api GET "/v1/cases/$(id 2)" | jq -r '.flags[].flag') | sed 's/201//g')" "" "all of it is acknowledged"
is "$(list '&sort=worst' | jq -r '.items[].case' | cut -c1-8 | tr '\n' ' ')" "00000001 00000002 " "handled flags do not count for the order"
is "$(list '&sort=worst&severity=info' | jq -r '.items[].case' | cut -c1-8 | tr '\n' ' ')" "00000001 " "nor for the filter"

# ---- the client
spor() { SPOR_URL=$url SPOR_CA=$ca SPOR_TOKEN=$token_leo "${SPOR:-$top/build/spor}" --lang en "$@"; }
spor log event flag_reopened "$(id 1)" --code R5.2 --ref "$(id 1 4)" >"$it_dir/said" 2>&1
is "$?" 0 "spor log event writes them, from the table of kinds"
as=$token_lea api GET "/v1/cases?at_least=$(sql "$db" "select no from feed_head")" >/dev/null
ok "$(spor case show "$(id 1)" | grep -Eq "^R5.2:4 +next step overdue +red +$(ago 18) +open *$"; echo $?)" "spor case show tells the state"
ok "$(spor case show "$(id 1)" | grep -Eq "^R4.5:0 +goal missing in the plan +red +$(ago 70) +exempted +$(ago -200)"; echo $?)" "and its last day"
ok "$(spor cases | grep -q "(R4.5!)"; echo $?)" "lists put handled flags in brackets"

# ---- an import
imported() { printf '{"case":"%s",%s\n' "$(id "$1")" "$(event "$1" "$2" "$3" "$4" 7 "\"code\":\"R7.1\"${5:+,$5}" | cut -c2-)"; }
opened() { printf '{"case":"%s",%s\n' "$(id "$1")" "$(event "$1" 1 case_opened "$2" | cut -c2-)"; }
waiver="\"outcome\":\"agreed_with_citizen\",\"due\":\"$(ago -30)\""
lines=$(opened 3 200; imported 3 2 flag_acknowledged 140; imported 3 3 flag_waived 100 "$waiver"
    opened 4 200; imported 4 2 flag_acknowledged 141
    opened 5 200; imported 5 2 flag_waived 140 "$waiver"; imported 5 3 flag_reopened 20)
as=$token
answer=$(api POST /v1/events "$lines" -H 'Content-Type: application/x-ndjson' -H 'Prefer: wait=5')
is "$(grep -o '"status":[0-9]*,"events' <<<"$answer" | cut -d, -f1 | tr '\n' ' ')" '"status":201 "status":409 "status":409 ' \
    "an import is held to the moves as of their day, also in the unit that opens the case"
says "that flag does not stand that day"
says "the flag is open" # red came 110 days ago and ended the waiver of 140 days ago
api GET "/v1/cases/$(id 3)?at_least=$(sql "$db" "select no from feed_head")" >/dev/null
is "$(sql "$db" "select current_date - from_day, to_day - current_date, state from flag_state where case_id = (select case_id
    from course where case_uuid = '$(id 3)') order by 1 desc")" "$(printf '140|-110|2\n100|-9|3')" \
    "acknowledged until red, then waived for 90 days"

# ---- in the trend they are counted on their own
trend=$(as=$token api GET "/v1/reports/trend?from=$(ago 60)" | jq -c 'select(.result) | .result.rows | [first, last][]
    | [.rules[] | select(.rule == "R4.5" or .rule == "R7.1") | [.rule, .in_breach, .set_aside]]')
is "$(head -1 <<<"$trend")" '[["R4.5",1,0],["R7.1",1,1]]' "weeks ago the third course was in breach, and that was waived"
is "$(tail -1 <<<"$trend")" '[["R4.5",1,1],["R7.1",3,0]]' "today the first is exempted; what is acknowledged is not set aside"

# ---- stored states are rebuilt
rebuild() {
    result=0
    "$spord" rebuild --database "$(daemon_uri flags)" "$@" >"$it_dir/check" 2>&1 || result=$?
}
rebuild --check
is "$result" 0 "stored states equal those worked out anew"
stored=$(sql "$db" "select * from flag_state order by case_id, rule, subject, from_day")
daemon_stop
sql "$db" "delete from flag_state where rule = 33" "update flag_state set state = 3 where rule = 22" \
    "insert into flag_state values (1, 1, 0, '2026-01-01', '2026-02-01', 2)"
rebuild --check
is "$result" 1 "what differs is noticed"
ok "$(grep -q '"differs":"flag_state"' "$it_dir/check"; echo $?)" "by name"
rebuild
is "$result" 0 "and rebuilt"
is "$(sql "$db" "select * from flag_state order by case_id, rule, subject, from_day")" "$stored" "as it was"
