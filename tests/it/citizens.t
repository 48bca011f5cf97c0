#!/bin/bash
# Who may read and change a citizen's record, and that nobody learns from any answer whether a CPR number is known, or who has
# a case: what is told of a citizen, openings, dry runs, changes.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 92
cluster --fsync off
spor=${SPOR:-$top/build/spor}
daemon citizens
db=$(owner_uri citizens)

id() { printf '%08d-0000-4000-8000-00000000%04d' "$1" "${2:-0}"; }
day() { date -u -d "$1 days" +%F; }
event() { # event CASE NUMBER KIND DAYS-FROM-TODAY [members]
    printf '{"event_id":"%s","kind":"%s","occurred_at":"%sT10:00:00+01:00"%s}' "$(id "$1" "$2")" "$3" "$(day "$4")" "${5:+,$5}"
}
opening() { # opening CASE CITIZEN [DAYS [events]]
    printf '{"case":"%s","citizen":"%s","events":[%s%s]}' "$(id "$1")" "$(id "$2")" "$(event "$1" 1 case_opened "${3:--2}")" "${4:+,$4}"
}
mine() { event "$1" 2 caseworker_assigned -2 "\"staff\":\"$2\",\"role\":\"primary\""; }
wants() { # wants WHAT STATUS METHOD PATH [BODY [curl arguments …]]
    local what=$1 wanted=$2
    shift 2
    answer=$(api "$@")
    is "$(status)" "$wanted" "$what"
    [ "$(status)" = "$wanted" ] || note "$answer"
}
# Everything of an answer that does not name the request: status, headers, body; identifiers of the request as they stand in
# their order, so that two requests may differ in them.
told() { # told METHOD PATH [BODY]
    answer=$(api "$@")
    printf '%s\n' "$(status)" "$(grep -vi '^date:' "$it_dir/head" | tr -d '\r' | sort)" "$answer" |
        sed -E 's/"trace_id":"[^"]*"/T/; s/[0-9]{8}-0000-4000-8000-[0-9]{12}/ID/g; s/"feed":[0-9]+/FEED/g; s/(recorded_at|occurred_at)":"[^"]*"/\1/g'
}
same() { is "$(told "${@:3}")" "$2" "$1"; } # same WHAT WANTED METHOD PATH [BODY]
known=610101-0101 unknown=620202-0202 returning=630303-0303 fresh=640404-0404 hidden=650505-0505 own=660606-0606
tell() { printf '{"citizen":"%s","name":"A B","born":"1990-05-01","cpr":"%s"}' "$(id "$1")" "$2"; }
say() { api POST /v1/citizens "$(tell "$1" "$2")" >/dev/null; } # say HANDLE NUMBER, as $as

login anna caseworker
login bo caseworker
login eve caseworker
login mal caseworker
sql "$db" "insert into team (team) values ('employment/north'), ('employment/south')"
login lea leader employment/north
login sus leader employment/south
sql "$db" "select change_member((select id from staff where staff = 'bo'), 2, '2026-01-01', 'infinity')" >/dev/null

# ---- citizens who are known: one with an open case, one closed long ago, one closed last week, one protected and gone
close() { # close CASE DAYS: as the leader
    as=$token_lea api POST "/v1/cases/$(id "$1")/events" "$(event "$1" 9 case_closed "$2" '"code":"ordinary_job"')" \
        -H "If-Match: \"$(sql "$db" "select version from case_head join course using (case_id) where case_uuid = '$(id "$1")'")\"" >/dev/null
}
as=$token_lea
say 10 $known
say 11 $returning
say 12 $fresh
api POST /v1/citizens "$(tell 13 $hidden | sed 's/"cpr"/"protected":true,"cpr"/')" >/dev/null
for n in 10 11 12 13; do
    wants "a leader opens case $n" 201 POST /v1/cases "$(opening $n $n -99 "$(event $n 2 caseworker_assigned -99 '"staff":"anna","role":"primary"')")"
done
close 11 -60
close 12 -7
close 13 -60
is "$(sql "$db" "select count(*) from course where not is_open")" 3 "three of them are closed"

# ---- telling of a citizen: alike, whether the number is known or not
as=$token_bo
alike=$(told POST /v1/citizens "$(tell 100 $unknown)")
ok "$([[ $alike == 201* ]]; echo $?)" "a citizen is told of"
same "with a number that is known: the same answer" "$alike" POST /v1/citizens "$(tell 101 $known)"
same "of a protected person" "$alike" POST /v1/citizens "$(tell 102 $hidden)"
alike=$(told POST /v1/citizens "$(tell 100 $unknown)")
ok "$([[ $alike == 200*idempotent-replayed* ]]; echo $?)" "told again"
same "known or not" "$alike" POST /v1/citizens "$(tell 101 $known)"
alike=$(told POST /v1/citizens "$(tell 100 $unknown | sed 's/A B/B C/')")
ok "$([[ $alike == 422* ]]; echo $?)" "something else under the same identifier"
same "known or not" "$alike" POST /v1/citizens "$(tell 101 $known | sed 's/A B/B C/')"
alike=$(told PATCH "/v1/citizens/$(id 100)" "{\"name\":\"C D\",\"cpr\":\"$unknown\"}")
ok "$([[ $alike == 200* ]]; echo $?)" "what was told is changed by who told it"
same "known or not" "$alike" PATCH "/v1/citizens/$(id 101)" "{\"name\":\"C D\",\"cpr\":\"$known\"}"
is "$(sql "$db" "select count(*) from citizen where name = 'C D'")" 0 "and changes nobody who is there"
alike=$(as=$token_anna told PATCH "/v1/citizens/$(id 100)" '{}')
ok "$([[ $alike == 404* ]]; echo $?)" "nobody else has that identifier"
as=$token_lea same "not even who knows the citizen" "$alike" PATCH "/v1/citizens/$(id 101)" '{}'
alike=$(as=$token_anna told POST /v1/cases "$(opening 50 100)")
ok "$([[ $alike == 400* ]]; echo $?)" "nor opens a case with it"
as=$token_anna same "known or not" "$alike" POST /v1/cases "$(opening 50 101)"
as=$token_eve same "a citizen of others, by identifier: as one who is not there" "$alike" POST /v1/cases "$(opening 50 10)"
answer=$(as=$token_anna api POST /v1/citizens "$(tell 100 $unknown)")
is "$(status)" 201 "another caller has the same identifier for something else"

# ---- opening
for dry in '?dry_run=true' ''; do
    alike=$(told POST "/v1/cases$dry" "$(opening 51 101)")
    ok "$([[ $alike == 409* ]]; echo $?)" "the citizen has an open case that the caller does not see$dry"
    is "$(grep -cE "$(id 10)|north|anna|lea|20[0-9][0-9]-" <<<"$answer")" 0 "the answer has no case, no team, no person and no day"
    say 103 $fresh
    same "one that was closed last week: the same" "$alike" POST "/v1/cases$dry" "$(opening 52 103)"
    same "a protected person, to be assigned to oneself: the same" "$alike" POST "/v1/cases$dry" "$(opening 53 102 -2 "$(mine 53 bo)")"
    as=$token_lea say 103 $fresh
    as=$token_lea wants "who sees the case is told which to reopen$dry" 409 POST "/v1/cases$dry" "$(opening 52 103)"
    ok "$([[ $answer == *"reopen that one: $(id 12)"* ]]; echo $?)" "by name"
done
admin=$(admin_token)
as=$admin wants "the own number is made known by an administrator" 200 PATCH /v1/staff/bo "{\"cpr\":\"$own\"}"
say 104 $own
same "nobody opens their own case, known or not: the same" "$alike" POST /v1/cases "$(opening 54 104)"
is "$(sql "$db" "select count(*), count(distinct case_id) from access_log join staff p on p.id = access_log.staff
    where p.staff = 'bo' and filter = 'hidden' and route = 'case_open' and status = 409")" "7|2" "each such answer is in the access log, with the case where there is one"
ok "$(curl -s --cacert "$ca" "$url/metrics" | grep -q '^spor_openings_hidden_total 7$'; echo $?)" "and in the metrics"
is "$(sql "$db" "select count(*) from course where case_uuid in ('$(id 51)', '$(id 52)', '$(id 53)', '$(id 54)')")" 0 "nothing was opened"

say 105 $returning
wants "a citizen who comes back, known by the number alone" 201 POST /v1/cases "$(opening 55 105 -2 "$(mine 55 bo)")"
is "$(sql "$db" "select count(*) from course a join course b on a.citizen = b.citizen where a.case_uuid = '$(id 55)' and b.case_uuid = '$(id 11)'")" 1 \
    "is the one who was there"
first=$answer
wants "the same again" 200 POST /v1/cases "$(opening 55 105 -2 "$(mine 55 bo)")"
is "$answer" "$first" "the same answer"
wants "a citizen who is new" 201 POST /v1/cases "$(opening 56 100 -2 "$(mine 56 bo)")"
as=$token_lea
say 106 $hidden
wants "a leader opens the case of a protected person who comes back" 201 POST /v1/cases "$(opening 57 106)"
as=$token_bo

# ---- the number of a citizen whose case one sees is changed: alike
alike=$(told PATCH "/v1/citizens/$(id 100)" "{\"cpr\":\"670707-0707\"}")
ok "$([[ $alike == 200* ]]; echo $?)" "the number is corrected"
same "to one that another citizen has" "$alike" PATCH "/v1/citizens/$(id 100)" "{\"cpr\":\"$known\"}"
is "$(sql "$db" "select count(*), count(distinct citizen) from citizen z where cpr_indexes is not null")" "4|4" "a number is one citizen's"
is "$(api POST /v1/cases/search "{\"cpr\":\"$known\"}" | jq -c '[.items[].case]')" "[\"$(id 56)\"]" "the search finds the own case by it, and no other"

# ---- whoever lost the case
as=$token_anna api POST /v1/citizens "{\"citizen\":\"$(id 60)\",\"name\":\"E F\"}" >/dev/null
as=$token_lea api POST /v1/citizens "{\"citizen\":\"$(id 61)\",\"name\":\"G H\"}" >/dev/null
as=$token_anna wants "who told of a citizen opens the case" 201 POST /v1/cases "$(opening 60 60 -9 "$(event 60 2 caseworker_assigned -9 '"staff":"anna","role":"primary"')")"
as=$token_anna wants "and changes the record while it is theirs" 200 PATCH "/v1/citizens/$(id 60)" '{"born":"1980-01-01","protected":true}'
as=$token_anna wants "a caseworker lifts no protection" 403 PATCH "/v1/citizens/$(id 60)" '{"protected":false}'
sql "$db" "select change_member((select id from staff where staff = 'anna'), 1, '2026-01-01', 'infinity')" >/dev/null
as=$token_sus wants "nor does the leader of another team" 404 PATCH "/v1/citizens/$(id 60)" '{"protected":false}'
as=$token wants "nor an import" 403 PATCH "/v1/citizens/$(id 60)" '{"protected":false}'
as=$token_lea wants "the leader does" 200 PATCH "/v1/citizens/$(id 60)" '{"protected":false}'
as=$token_lea api POST "/v1/cases/$(id 60)/events" "$(event 60 3 caseworker_assigned -1 '"staff":"bo","role":"primary","code":"internal_move"')" -H 'If-Match: "2"' >/dev/null
as=$token_anna wants "who lost the case reads the record no more" 404 PATCH "/v1/citizens/$(id 60)" '{}'
as=$token_bo wants "who has it now does" 200 PATCH "/v1/citizens/$(id 60)" '{}'

# ---- protected: true protects somebody who is known
line() { printf '{"case":"%s",%s\n' "$(id "$1")" "$(event "$1" 1 case_opened -30 | cut -c2-)"; }
import() { as=$token api POST /v1/events "$1" -H 'Content-Type: application/x-ndjson'; }
import "{\"case\":\"$(id 70)\",\"cpr\":\"680808-0808\"}
$(line 70)" >/dev/null
import "{\"case\":\"$(id 70)\",\"cpr\":\"680808-0808\",\"protected\":true}
$(line 70)" >/dev/null
is "$(sql "$db" "select protected from citizen z join course on z.id = course.citizen where case_uuid = '$(id 70)'")" t "the header of an import"
as=$token_lea api POST /v1/citizens "$(tell 107 680808-0808 | sed 's/"cpr"/"protected":false,"cpr"/')" >/dev/null
as=$token_sus api POST /v1/citizens "$(tell 108 670707-0707 | sed 's/"cpr"/"protected":true,"cpr"/')" >/dev/null
as=$token_sus wants "and an opening by handle" 201 POST /v1/cases "$(opening 71 108)"
is "$(sql "$db" "select protected from citizen z join course on z.id = course.citizen where case_uuid = '$(id 71)'")" t "does, too"

# ---- how often: of many at once no more are told than may be
as=$token_mal
for i in $(seq 40); do say "$((200 + i))" $known; done
for i in $(seq 40); do
    curl -s --cacert "$ca" -H "Authorization: Bearer $token_mal" -H 'Content-Type: application/json' -o "$it_dir/told$i" -D "$it_dir/head$i" \
        -w '%{http_code}\n' --data-binary "$(opening $((200 + i)) $((200 + i)))" "$url/v1/cases?dry_run=$([ $((i % 2)) = 0 ] && echo true || echo false)" \
        >"$it_dir/status$i" &
    pids[i]=$!
done
wait "${pids[@]}"
is "$(cat "$it_dir"/status[0-9]* | sort | uniq -c | tr -s ' \n' ' ')" " 20 409 20 429 " "of 40 at once, 20 in an hour are answered"
say 250 690909-0909
wants "then nothing is told of a number that is not known either" 429 POST /v1/cases "$(opening 250 250)"
ok "$([ "$(header retry-after)" -gt 3000 ]; echo $?)" "and when it will be"
wants "a case without a number is opened" 201 POST /v1/cases "$(opening 251 251 | sed 's/"citizen":"[^"]*",//')"
sql "$db" "update allowance set since = since - interval '1 hour'"
wants "an hour later" 201 POST /v1/cases "$(opening 250 250)"

# ---- who has the case: a logged, limited act that answers for those who may be told of
as=$admin
wants "a person gets a telephone" 200 PATCH /v1/staff/anna '{"telephone":"33 66 10 10"}'
is "$(jq -r .telephone <<<"$answer")" "33 66 10 10" "which is shown"
wants "a new one, too" 201 POST /v1/staff '{"staff":"nia","role":"caseworker","telephone":"+45 33661012"}'
wants "a team" 200 PATCH /v1/teams/employment%2Fsouth '{"telephone":"33661020"}'
wants "what is no telephone number is refused" 400 PATCH /v1/staff/anna '{"telephone":"610101-0101"}'
is "$(api GET /v1/teams | jq -c '[.items[].telephone]')" '[null,"33661020"]' "teams show theirs"
as=$token_eve
ask() { printf '{"cpr":"%s","reason":"the citizen is on the phone"}' "$1"; }
wants "who has the citizen's case" 200 POST /v1/who "$(ask $known)"
is "$(jq -cS . <<<"$answer")" '{"caseworker":"anna","team":"employment/north","telephone":"33 66 10 10"}' "caseworker, team, telephone, nothing else"
nobody=$(told POST /v1/who "$(ask 611212-1212)")
ok "$([[ $nobody == 200*'{"caseworker":null,"team":null,"telephone":null}' ]]; echo $?)" "a number that nobody has"
same "a protected person: the same" "$nobody" POST /v1/who "$(ask $hidden)"
same "a case that is closed: the same" "$nobody" POST /v1/who "$(ask $fresh)"
as=$token_bo same "the own number: the same" "$nobody" POST /v1/who "$(ask $own)"
as=$token_bo wants "a case that has a team with a telephone" 200 POST /v1/who "$(ask $returning)"
is "$(jq -cS . <<<"$answer")" '{"caseworker":"bo","team":"employment/south","telephone":"33661020"}' "the team's telephone where the person has none"
wants "without a reason" 400 POST /v1/who "{\"cpr\":\"$known\"}"
wants "a reason that holds a number" 400 POST /v1/who "{\"cpr\":\"$known\",\"reason\":\"for 610101-0101\"}"
wants "also as a header" 400 POST /v1/who "{\"cpr\":\"$known\"}" -H 'Audit-Reason: for 610101-0101'
wants "Audit-Reason is a reason" 200 POST /v1/who "{\"cpr\":\"$known\"}" -H 'Audit-Reason: the citizen is here'
as=$token wants "no token asks" 403 POST /v1/who "$(ask $known)"
as=$admin wants "nor an administrator" 403 POST /v1/who "$(ask $known)"
as=$token_eve
rows() { sql "$db" "select count(*), count(distinct filter), count(case_id), sum(rows) from access_log join staff p on p.id = access_log.staff
    where p.staff = 'eve' and route = 'who' $1"; }
is "$(rows 'and status = 200')" "5|4|0|0" "each answer is in the access log, by a keyed hash of the number, without what was found"
is "$(sql "$db" "select count(*) from access_log where coalesce(reason, '') || coalesce(filter, '') ~ '[0-9]{6}-?[0-9]{4}'")" 0 "no number is in it"
for i in $(seq 40); do
    curl -s --cacert "$ca" -H "Authorization: Bearer $token_mal" -H 'Content-Type: application/json' -o "$it_dir/who$i" \
        -w '%{http_code}\n' --data-binary "$(ask $known)" "$url/v1/who" >"$it_dir/asked$i" &
    pids[i]=$!
done
wait "${pids[@]}"
is "$(cat "$it_dir"/asked[0-9]* | sort | uniq -c | tr -s ' \n' ' ')" " 30 200 10 429 " "of 40 at once, 30 in an hour are answered"
as=$token_mal wants "then a number that nobody has is refused as well" 429 POST /v1/who "$(ask 611212-1212)"
ok "$([ "$(header retry-after)" -gt 3000 ]; echo $?)" "and told when"
is "$(sql "$db" "select count(*) from access_log join staff p on p.id = access_log.staff where p.staff = 'mal' and route = 'who'")" 41 "all of them are in the access log"
is "$(echo $known | SPOR_URL=$url SPOR_CA=$ca SPOR_TOKEN=$token_eve "$spor" who --lang en --reason 'the citizen is here')" "Caseworker: anna
Team: employment/north
Telephone: 33 66 10 10" "spor who asks for the number and says who it is"

daemon_stop
is "$daemon_status" 0 "the daemon stops cleanly"
