#!/bin/bash
# The assessor alone: what changes by itself when days pass, what a changed rule set, day of birth or team brings about,
# what is refused after 28 days and 15 minutes, one assessor of two daemons, a case that cannot be assessed, and midnight
# while the daemon runs. Time is moved by clock_shift; after each move the stored facts and spans equal `spord rebuild --check`.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 100
# The days of the story are counted from today, which must not end meanwhile.
while [[ $(TZ=Europe/Copenhagen date +%H:%M) == 23:5* ]]; do sleep 10; done
start=$(date +%s) today=$(TZ=Europe/Copenhagen date +%F)
declare -A days_from_today
while read -r n day; do
    days_from_today[$n]=$day
done < <(paste -d ' ' <(printf '%d\n' {-250..100}) <(printf "$today + %d day\n" {-250..100} | date -u -f - +%F))
D() { echo "${days_from_today[$1]}"; } # D -10: the day ten days ago
cluster --fsync off
daemon assessor
db=$(owner_uri assessor)

id() { printf '%08d-0000-4000-8000-00000000%04d' "$1" "${2:-0}"; } # id 7 3: event 3 of case 7
event() { # event CASE NUMBER KIND DAY [members]: an event of an import, half past midnight (in summer: half past one)
    printf '{"case":"%08d-0000-4000-8000-000000000000","event_id":"%08d-0000-4000-8000-00000000%04d","kind":"%s","occurred_at":"%sT00:30:00+01:00"%s}\n' \
        "$1" "$1" "$2" "$3" "${days_from_today[$4]}" "${5:+,$5}"
}
import() { # the lines go through a file: they are longer than an argument may be
    printf '%s\n' "$1" >"$it_dir/lines"
    api POST /v1/events "@$it_dir/lines" -H 'Content-Type: application/x-ndjson'
}
imported() { # imported WHAT LINES: none is refused
    answer=$(import "$2")
    is "$(grep -o '"status":[0-9]*,"events' <<<"$answer" | sort -u)" '"status":201,"events' "$1"
}
wants() { # wants WHAT STATUS METHOD PATH [BODY [curl arguments]]
    local what=$1 wanted=$2
    shift 2
    answer=$(api "$@")
    is "$(status)" "$wanted" "$what"
    [ "$(status)" = "$wanted" ] || note "$answer"
}
settled() { # the assessor has nothing to do
    [ "$(sql "$db" "select (select at from assess_cursor where name = 'feed') = (select no from feed_head)
        and not exists (select from case_facts f where facts_until <= spor_today()
                        and not exists (select from assess_failed a where a.case_id = f.case_id))
        and coalesce((select at from assess_cursor where name = 'day'), 0) = spor_today() - date '1970-01-01'
        and not exists (select from assess_cursor where name = 'rule_set' and at < (select max(case_id) from course))")" = t ]
}
fact() { sql "$db" "select $2 from case_facts f join course c using (case_id) where c.case_uuid = '$(id "$1")'"; }
days() { sql "$db" "select string_agg(day::text, ' ' order by no) from feed where type = 2"; }
check() { # check WHAT: what is stored equals a rebuild
    local result=0
    "$spord" rebuild --database "$(daemon_uri assessor)" --data-dir "$it_dir/data" --clock-shift "$shift" --check \
        >"$it_dir/rebuild" 2>&1 || result=$?
    is "$result" 0 "$1: what is stored equals a rebuild"
    [ "$result" = 0 ] || note "$(tail -5 "$it_dir/rebuild")"
}
shift=0 # seconds
shifted() { # shifted SECONDS: the daemon and the database live so much later now
    shift=$1
    daemon_stop TERM
    sql "$(super_uri assessor)" "alter database assessor set spor.clock_shift = '$shift'"
    it_settings=(--clock-shift "$shift")
    daemon_start
}
clock() { # clock N: on day N, days of 24 hours later
    local s days
    for s in $(($1 - 1)) "$1" $(($1 + 1)); do
        [ "$(TZ=Europe/Copenhagen date -d "@$((start + s * 86400))" +%F)" != "$(D "$1")" ] || days=$s
    done
    shifted $((days * 86400))
    wait_until 20 settled || note "not settled: $(tail -3 "$it_dir/spord.log")"
    is "$(sql "$db" "select spor_today()")" "$(D "$1")" "day $1"
}
now() { date -u -d "@$(($(date +%s) + shift))" +%FT%TZ; }

login lea leader
sql "$db" "insert into team (team, name) values ('employment/north', 'Nord'), ('employment/south', 'Syd')" \
    "select change_member((select id from staff where staff = 'lea'), 1, '2020-01-01', 'infinity')" >/dev/null
for person in anna bo cara sofie; do login "$person" caseworker; done
sql "$db" "update staff set role = 2 where staff = 'sofie'"

# ---- what will change by itself
opened() { # opened CASE DAY [members of the header]
    printf '{"case":"%s","external_ref":"c%s"%s}\n' "$(id "$1")" "$1" "${3:+,$3}"
    event "$1" 1 case_opened "$2" '"unit":"employment/north"'
}
primary() { event "$1" "$2" caseworker_assigned "$3" "\"staff\":\"$4\",\"role\":\"primary\""; }
imported "eight cases in which something runs out" "$(
    opened 1 -40; primary 1 2 -40 anna
    event 1 3 caseworker_assigned -10 "\"staff\":\"bo\",\"role\":\"deputy\",\"due\":\"$(D 40)\""
    opened 2 -40; primary 2 2 -40 anna
    event 2 3 caseworker_assigned -1 "\"staff\":\"bo\",\"role\":\"deputy\",\"starts_at\":\"$(D 5)T00:30:00+01:00\",\"due\":\"$(D 12)\""
    opened 3 -40; event 3 2 intervention_started -20 "\"code\":\"mentor\",\"due\":\"$(D 7)\""
    opened 4 -40; event 4 2 pause_started -20 "\"code\":\"standby\",\"due\":\"$(D 7)\""
    opened 5 -40; event 5 2 meeting_booked -5 "\"starts_at\":\"$(D 6)T00:30:00+01:00\",\"code\":\"job_meeting\""
    opened 6 -40; event 6 2 wait_started -5 "\"code\":\"placement_search\",\"due\":\"$(D 9)\""
    opened 7 -40; primary 7 2 -40 anna
    event 7 3 handover -1 "\"code\":\"written\",\"outcome\":\"sent\",\"staff\":\"cara\",\"due\":\"$(D 5)\""
    opened 8 -40 '"born":"1990-01-01"'; event 8 2 case_closed -1 '"code":"education"'
)"
wait_until 20 settled
is "$(fact 1 "deputy > 0, deputy_until, switch_1, facts_until")" "t|$(D 40)|-infinity|$(D 20)" "cover grows long on day 20"
is "$(fact 2 "deputy, facts_until")" "0|$(D 5)" "planned cover begins on day 5"
is "$(fact 3 "open_interventions, facts_until")" "{2}|$(D 8)" "an intervention ends on day 8"
is "$(fact 4 "age_runs, facts_until")" "f|$(D 8)" "so does a pause"
is "$(fact 5 "next_meeting, facts_until")" "$(D 6)|$(D 7)" "a booking passes on day 7"
is "$(fact 6 "next_wait_end, facts_until")" "$(D 9)|$(D 9)" "a wait comes to its end on day 9"
is "$(days)" "" "the first day has no record: it began before"
check "day 0"

clock 1
is "$(days)" "$(D 1)" "midnight is one record in the feed"
is "$(fact 1 facts_until) $(fact 2 deputy)" "$(D 20) 0" "and changes nothing yet"
clock 5
is "$(days)" "$(D 1) $(D 2) $(D 3) $(D 4) $(D 5)" "after a stand-still of days there is one for each"
is "$(fact 2 "(select staff from staff where id = deputy), deputy_until, facts_until")" "bo|$(D 12)|$(D 13)" "planned cover has begun"
wants "without an event" 200 GET "/v1/cases/$(id 2)"
is "$(jq -c .facts.caseworkers <<<"$answer")" "[[\"anna\",\"$(D -40)\",\"$(D 5)\"],[\"bo\",\"$(D 5)\",\"$(D 5)\"]]" "the caseworkers are told up to today"
as=$(session bo) wants "and its deputy sees the case" 200 GET "/v1/cases/$(id 2)"
as=$(session bo) wants "with the facts of the day" 200 GET "/v1/cases?sort=next_meeting"
is "$(jq -r '[.items[] | select(.facts.deputy == "bo") | .external_ref] | sort | join(" ")' <<<"$answer")" "c1 c2" "in the list, too"
check "day 5"
clock 8
is "$(fact 3 "open_interventions, facts_until")" "{}|infinity" "the intervention has ended by its due"
is "$(fact 4 "age_runs, facts_until")" "t|infinity" "the pause as well: the clock of the course runs"
is "$(fact 5 "next_meeting, facts_until")" "-infinity|infinity" "the booking has passed"
check "day 8"
clock 13
is "$(fact 6 "next_wait_end, facts_until")" "$(D 9)|infinity" "the wait has passed its end and is open"
is "$(fact 2 "deputy, facts_until")" "0|infinity" "the cover is over"
as=$(session bo) wants "and its deputy sees the case no more" 404 GET "/v1/cases/$(id 2)"
check "day 13"

# ---- a rule set: a period to come, and one that changes the past
publish() { # publish NAME FROM-DAY RULES
    sql "$db" "insert into rule_set (name, valid_from, published_at, source) values ('$1', '$(D "$2")', spor_now(),
        '{\"id\":\"$1\",\"valid_from\":\"$(D "$2")\",$3}'); select feed_append(5::smallint, null, null)" >/dev/null
    wait_until 20 settled || note "not settled: $(tail -3 "$it_dir/spord.log")"
}
publish shorter-cover 15 '"shared":{"cover_days":20}'
is "$(fact 1 "switch_1, facts_until")" "-infinity|$(D 15)" "a period begins on day 15: facts hold until then"
is "$(fact 6 facts_until)" "$(D 15)" "of every case"
clock 15
is "$(fact 1 "switch_1, facts_until")" "$(D -10)|$(D 41)" "on its first day cover of 26 days is a switch"
check "day 15"


many=$(for c in $(seq 101 700); do opened "$c" -200; done)
imported "600 more cases" "$many"
wait_until 60 settled
of_r5_1() { sql "$db" "select count(distinct case_id) from span where rule = 23 and $1"; }
is "$(of_r5_1 "case_id > 8 and to_day = 'infinity'")" 600 "all without a next step"
publish no-steps -100 '"rules":{"R5.1":{"on":0}}'
is "$(of_r5_1 "to_day > '$(D -100)'") $(of_r5_1 "case_id > 8 and to_day = '$(D -100)'")" "0 600" "a changed rule set goes its way over all cases"
check "after that way"
sql "$db" "insert into rule_set (name, valid_from, published_at, source) values ('steps-again', '$(D -50)', spor_now(),
    '{\"id\":\"steps-again\",\"valid_from\":\"$(D -50)\",\"rules\":{\"R5.1\":{\"on\":1}}}'); select feed_append(5::smallint, null, null)" >/dev/null
daemon_stop KILL
daemon_start
wait_until 60 settled
is "$(of_r5_1 "case_id > 8 and from_day = '$(D -50)'")" 600 "also when the daemon is killed on it"
check "after the killing"

# ---- a day of birth
citizen=$(sql "$db" "select citizen.citizen from course join citizen on citizen.id = course.citizen where case_uuid = '$(id 8)'")
sql "$db" "delete from case_facts where case_id = (select case_id from course where case_uuid = '$(id 8)')"
before=$(sql "$db" "select count(*) from feed where type = 3")
wants "the day of birth as it was" 200 PATCH "/v1/citizens/$citizen" '{"born":"1990-01-01"}'
is "$(sql "$db" "select count(*) from feed where type = 3")" "$before" "is no news"
wants "another day of birth" 200 PATCH "/v1/citizens/$citizen" '{"born":"1991-01-01"}'
wait_until 20 settled
is "$(fact 8 f.is_open) $(sql "$db" "select count(*) from feed where type = 3")" "f $((before + 1))" "has the case assessed anew"

# ---- teams
admin=$(session admin)
as=$admin wants "anna will belong to the south" 201 POST /v1/teams/employment%2Fsouth/members "{\"staff\":\"anna\",\"from\":\"$(D 26)\"}"
as=$admin wants "sofie leads it from today" 201 POST /v1/teams/employment%2Fsouth/members "{\"staff\":\"sofie\",\"from\":\"$(D 15)\"}"
wait_until 20 settled
is "$(sql "$db" "select count(*) > 1 from feed where type = 4")" t "the feed tells of it"
as=$(session lea) wants "until then lea leads her cases" 200 GET "/v1/cases/$(id 1)"
is "$(jq -r .facts.team <<<"$answer")" employment/north "of the team of its unit"
as=$(session sofie) wants "and sofie does not" 404 GET "/v1/cases/$(id 1)"
check "teams"
clock 26
as=$(session sofie) wants "from that day sofie does" 200 GET "/v1/cases/$(id 1)"
is "$(jq -r .facts.team <<<"$answer")" employment/south "of the team of its primary"
as=$(session lea) wants "and lea no more" 404 GET "/v1/cases/$(id 1)"
as=$(session admin) wants "the membership ends" 200 PATCH /v1/teams/employment%2Fsouth/members/anna "{\"to\":\"$(D 26)\"}"
as=$(session lea) wants "and lea sees the case at once" 200 GET "/v1/cases/$(id 1)"

# ---- 28 days
open_for() { printf '{"case":"%s","citizen":"%s","events":[{"event_id":"%s","kind":"case_opened","occurred_at":"%s"}]}' \
    "$(id 9)" "$citizen" "$(id 9 1)" "$(now)"; }
reopen() { printf '{"event_id":"%s","kind":"case_reopened","occurred_at":"%s"}' "$(id 8 3)" "$(now)"; }
as=$(session cara) wants "on the 28th day the receiver of a hand-over sees the case" 200 GET "/v1/cases/$(id 7)"
clock 27
as=$(session cara) wants "after 28 days no more" 404 GET "/v1/cases/$(id 7)"
wants "28 days after its closing a case can be reopened" 200 POST "/v1/cases/$(id 8)/events?dry_run=true" "$(reopen)"
wants "and no other be opened" 409 POST /v1/cases "$(open_for)"
ok "$([[ $answer == *$(id 8)* ]]; echo $?)" "it says which to reopen"
clock 28
wants "a day later it cannot be reopened" 409 POST "/v1/cases/$(id 8)/events" "$(reopen)"
wants "but another be opened" 201 POST /v1/cases "$(open_for)"
check "day 28"
clock 41
is "$(fact 1 "deputy, switch_1, switch_2, facts_until")" "0|$(D 41)|$(D -10)|infinity" "long cover ends: back to the primary"
check "day 41"

# ---- 15 minutes
anna=$(session anna)
as=$anna wants "a plan" 201 POST "/v1/cases/$(id 1)/events" "[{\"event_id\":\"$(id 1 10)\",\"kind\":\"plan_made\",\"occurred_at\":\"$(now)\"},
    {\"event_id\":\"$(id 1 11)\",\"kind\":\"plan_revised\",\"occurred_at\":\"$(now)\"}]" -H 'If-Match: "3"'
aged() { sql "$(super_uri assessor)" "update event set recorded_at = recorded_at - interval '$2' where event_id = '$(id 1 "$1")'"; }
undo() { printf '{"event_id":"%s","because":"typing_error"}' "$(id 1 "$1")"; }
aged 10 '15 minutes 5 seconds'
aged 11 '14 minutes'
as=$anna wants "after 15 minutes its author cannot void it" 403 POST "/v1/cases/$(id 1)/events/$(id 1 10)/voids" "$(undo 20)" -H 'If-Match: "5"'
ok "$([[ $answer == *"15 minutes"* ]]; echo $?)" "and is told why"
as=$anna wants "before them he can" 201 POST "/v1/cases/$(id 1)/events/$(id 1 11)/voids" "$(undo 21)" -H 'If-Match: "5"'
as=$(session lea) wants "a leader always" 201 POST "/v1/cases/$(id 1)/events/$(id 1 10)/voids" "$(undo 22)" -H 'If-Match: "6"'

# ---- a case that cannot be assessed
kind=$(sql "$db" "select kind from event where event_id = '$(id 3 2)'")
damage() { sql "$(super_uri assessor)" "update event set kind = $1 where event_id = '$(id 3 2)'"; }
metric() { api GET /metrics | sed -n "s/^$1 //p"; }
damage 200
imported "events of a case whose row is damaged, and of another" "$(event 3 4 activity 0 '"code":"call"'; event 4 4 activity 0 '"code":"call"')"
wait_until 20 settled
is "$(sql "$db" "select c.external_ref from assess_failed join course c using (case_id)")" c3 "the damaged one is put aside"
ok "$(grep -q '"not assessed".*of no kind' "$it_dir/spord.log"; echo $?)" "and logged"
is "$(fact 4 seq) $(metric spor_assess_failures_total)" "3 1" "the other is assessed, the cursor goes on, the metrics tell"
damage "$kind"
imported "its next event after the repair" "$(event 3 5 activity 0 '"code":"call"')"
wait_until 20 settled
is "$(sql "$db" "select count(*) from assess_failed") $(fact 3 seq)" "0 4" "brings it back"

# ---- cases that the assessor knows
known() { metric spor_assessed_known_cases_total; }
day_of() { imported "$1" "$(for c in 2 3 4 5 6; do event "$c" "$2" activity "$3" '"code":"call"'; done)" && wait_until 20 settled; }
day_of "events of five cases" 30 20
before=$(known)
day_of "and of the same again, on a day before" 31 18
is "$(known)" $((before + 5)) "of these nothing else is read"
imported "one is corrected, one voided" "$(event 4 32 corrected 21 "\"ref\":\"$(id 4 30)\",\"code\":\"letter\",\"because\":\"typing_error\""
    event 5 32 voided 21 "\"ref\":\"$(id 5 30)\",\"because\":\"typing_error\"")"
wait_until 20 settled
is "$(known)" $((before + 7)) "these are known, too"
check "with what is known"
# ---- two daemons, one assessor
first=$daemon_pid
first_port=$port
port=$(free_port) url=https://127.0.0.1:$port
daemon_start
second=$daemon_pid
daemon_pid=$first
leading() { curl -s --cacert "$ca" "https://127.0.0.1:$1/metrics" | sed -n 's/^spor_assessor_leading //p'; }
is "$(leading "$first_port") $(leading "$port")" "1 0" "of two daemons one assesses"
imported "what the other records" "$(event 5 4 activity 0 '"code":"call"')"
wait_until 20 settled
is "$(fact 5 seq) $(metric spor_assessed_cases_total)" "6 0" "it assesses, too"
daemon_stop KILL
daemon_pid=$second
imported "recorded while nobody assesses" "$(for c in $(seq 101 300); do event "$c" 2 activity 0 '"code":"call"'; done)"
wait_until 30 settled
is "$(leading "$port") $(sql "$db" "select count(*) from case_facts where seq = 2 and case_id > 8")" "1 200" "the other takes over, and nothing is missed"
check "after the takeover"

# ---- midnight while the daemon runs
for n in 60 61 62; do # again with more time, should it have come before the daemon was up
    import "$(event 6 "$n" intervention_started 0 "\"code\":\"mentor\",\"due\":\"$(D $((n - 1)))\"")" >/dev/null
    shifted $(($(TZ=Europe/Copenhagen date -d "$(D "$n") 0:00" +%s) - 6 * (n - 59) ** 2 - $(date +%s)))
    wait_until 20 settled
    [ "$(sql "$db" "select spor_today()")" != "$(D $((n - 1)))" ] || break
done
runs=$daemon_pid
is "$(sql "$db" "select spor_today()") $(fact 6 "cardinality(open_interventions), facts_until")" "$(D $((n - 1))) 1|$(D "$n")" "before midnight an intervention goes on"
midnight() { [ "$(sql "$db" "select spor_today()")" = "$(D "$n")" ]; }
wait_until 80 midnight
wait_until 20 settled
is "$(fact 6 "open_interventions, facts_until")" "{}|infinity" "after it the intervention is over"
is "$(days | tail -c 11) $(kill -0 "$runs" && echo runs)" "$(D "$n") runs" "with a record in the feed, and the daemon has run on"
check "after midnight"
daemon_stop TERM
is "$daemon_status" 0 "and ends well"
