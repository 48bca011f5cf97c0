#!/bin/bash
# Recording over the API: units, repeats byte for byte, versions, corrections, who may what, many cases, dry runs.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 93
cluster --fsync off
# A loaded machine takes more than the ten seconds that a handshake may take, and this is about what is recorded.
daemon record --first-ms 120000 --handshake-ms 120000 --head-ms 120000

n=0
id() { printf '%08d-0000-4000-8000-00000000%04d' "$1" "${2:-0}"; } # id 7 3: event 3 of case 7
event() { # event CASE NUMBER KIND [members]
    printf '{"event_id":"%s","kind":"%s"%s}' "$(id "$1" "$2")" "$3" "${4:+,$4}"
}
at() { printf '"occurred_at":"2026-%sT10:00:00+01:00"' "$1"; }
post() { # post WHAT WANTED-STATUS PATH BODY [curl arguments …]
    local what=$1 wanted=$2
    shift 2
    answer=$(api POST "$@")
    is "$(status)" "$wanted" "$what"
    [ "$(status)" = "$wanted" ] || note "$answer"
}
has() { ok "$([[ $answer == *"$1"* ]]; echo $?)" "$2"; }

login anna caseworker
login bo caseworker
sql "$(owner_uri record)" "insert into team (team) values ('employment/north')" >/dev/null
login lea leader employment/north
login anders caseworker employment/north

# ---- opening and repeating
open="{\"case\":\"$(id 1)\",\"events\":[$(event 1 1 case_opened "$(at 01-05),\"unit\":\"employment/north\""),$(
    event 1 2 caseworker_assigned "$(at 01-05),\"staff\":\"anna\",\"role\":\"primary\"")]}"
as=$token_lea post "a leader opens a case" 201 /v1/cases "$open"
first=$answer
is "$(header etag)" '"2"' "ETag is the version"
as=$token_lea post "the same again" 200 /v1/cases "$open"
is "$answer" "$first" "the answer is the same, byte for byte"
is "$(header idempotent-replayed)" true "and says that it is a repeat"
as=$token_anna post "the case of another caller" 409 /v1/cases "$open"
as=$token_bo post "who does not see the case hears nothing of it" 404 /v1/cases "{\"case\":\"$(id 1)\",\"events\":[$(event 1 1 case_opened "$(at 01-05)")]}"
as=$token_lea post "the same ids with other content" 422 /v1/cases "${open/01-05T10/01-05T11}"

meeting=$(event 1 3 meeting "$(at 01-20),\"code\":\"first_meeting\",\"outcome\":\"held\",\"staff\":\"anna\",\"channel\":\"in_person\",\"note\":\"talked\"")
as=$token_anna post "the caseworker records a meeting" 201 "/v1/cases/$(id 1)/events" "$meeting"
first=$answer
has '"seq":3' "with its number in the case"
has '"note":"talked"' "with its note"
has '"recorded_by":"anna"' "with who recorded it"
as=$token_anna post "again" 200 "/v1/cases/$(id 1)/events" "$meeting"
is "$answer" "$first" "the same bytes"
as=$token_anna post "as part of a larger unit" 201 "/v1/cases/$(id 1)/events" "[$meeting,$(
    event 1 4 next_step_set "$(at 01-20),\"party\":\"citizen\",\"due\":\"2026-02-01\",\"note\":\"apply\""),$(
    event 1 5 citizen_told "$(at 01-20),\"code\":\"next_step\",\"channel\":\"in_person\",\"ref\":\"$(id 1 4)\"")]"
has "$first" "what was there keeps its answer"
has "\"ref\":\"$(id 1 4)\"" "a ref to an event of the same unit"
is "$(sql "$(owner_uri record)" "select ref from event where seq = 5")" 4 "is stored as its number"
as=$token_anders post "a colleague of the team does not see a case with a primary" 404 "/v1/cases/$(id 1)/events" "$meeting"
as=$token_anna post "a note with a CPR number" 400 "/v1/cases/$(id 1)/events" "${meeting/talked/610101-0101}"
has personal_data "is refused by name"
as=$token_anna post "one bad event" 400 "/v1/cases/$(id 1)/events" "[$(event 1 6 wishes_recorded "$(at 01-20),\"note\":\"work\""),$(event 1 7 meeting "$(at 01-20),\"code\":\"nonsense\",\"outcome\":\"held\"")]"
has '"pointer":"/1/code"' "is pointed at"
is "$(sql "$(owner_uri record)" "select count(*) from event")" 5 "and nothing of its unit is recorded"
as=$token_anna post "unknown staff" 400 "/v1/cases/$(id 1)/events" "$(event 1 8 meeting "$(at 01-20),\"code\":\"first_meeting\",\"outcome\":\"held\",\"staff\":\"nobody\"")"
as=$token_anna post "before the opening" 409 "/v1/cases/$(id 1)/events" "$(event 1 8 wishes_recorded "$(at 01-02),\"note\":\"x\"")"
as=$token_anna post "another case in the body" 400 "/v1/cases/$(id 1)/events" "{\"case\":\"$(id 2)\",${meeting#?}"

# ---- versions and moves
assign() { event 1 "$1" caseworker_assigned "$(at "$3"),\"staff\":\"$2\",\"role\":\"primary\",\"code\":\"internal_move\""; }
as=$token_lea post "a control event without a version" 428 "/v1/cases/$(id 1)/events" "$(assign 10 bo 02-01)"
as=$token_lea post "with an old one" 412 "/v1/cases/$(id 1)/events" "{\"if_version\":1,\"events\":[$(assign 10 bo 02-01)]}"
has '"version":2' "which is told"
as=$token_anna post "by somebody who may not" 403 "/v1/cases/$(id 1)/events" "{\"if_version\":2,\"events\":[$(assign 10 bo 02-01)]}"
as=$token_lea post "an illegal move" 409 "/v1/cases/$(id 1)/events" "$(assign 10 anna 02-01)" -H 'If-Match: "2"'
as=$token_lea post "If-Match and if_version that differ" 400 "/v1/cases/$(id 1)/events" "{\"if_version\":3,\"events\":[$(assign 10 bo 02-01)]}" -H 'If-Match: "2"'
as=$token_lea post "a dry run" 200 "/v1/cases/$(id 1)/events?dry_run=true" "{\"if_version\":2,\"events\":[$(assign 10 bo 02-01)]}"
is "$(sql "$(owner_uri record)" "select max(seq) from event")" 5 "writes nothing"
names="select (select count(*) from staff), (select count(*) from term)"
were=$(sql "$(owner_uri record)" "$names")
as=$token post "a dry run of an import that names new people and units" 200 "/v1/events?dry_run=true" "$(
    printf '{"case":"%s",%s\n' "$(id 77)" "$(event 77 1 case_opened "$(at 02-01),\"unit\":\"employment/unheard\"" | cut -c2-)" \
        "$(id 77)" "$(event 77 2 caseworker_assigned "$(at 02-01),\"staff\":\"new-one\",\"role\":\"primary\"" | cut -c2-)" \
        "$(id 77)" "$(event 77 3 caseworker_released "$(at 02-02),\"staff\":\"new-one\",\"role\":\"primary\"" | cut -c2-)")" \
    -H 'Content-Type: application/x-ndjson'
has '"status":200,"events":3' "all of it would be recorded: the one who is released is the one who was assigned"
is "$(sql "$(owner_uri record)" "$names")" "$were" "and makes nobody and nothing"

# ---- another case of the citizen stands in the way, in a dry run as in the real one
as=$token_lea api POST /v1/citizens "{\"citizen\":\"$(id 500)\"}" >/dev/null
opening() { printf '{"case":"%s","citizen":"%s","events":[%s]}' "$(id "$1")" "$(id "$2")" "$(event "$1" 1 case_opened "$(at 02-01)")"; }
with_cpr() { printf '{"case":"%s","cpr":"710502-1234"}\n{"case":"%s",%s\n' "$(id "$1")" "$(id "$1")" "$(event "$1" 1 case_opened "$(at 02-01)" | cut -c2-)"; }
lines() { post "$1" 200 "/v1/events$2" "$3" -H 'Content-Type: application/x-ndjson'; }
as=$token_lea post "a citizen's case" 201 /v1/cases "$(opening 501 500)"
as=$token lines "and one of another citizen, by the CPR number" "" "$(with_cpr 511)"
for dry in '' '?dry_run=true'; do
    as=$token_lea post "a second one beside it$dry" 409 "/v1/cases$dry" "$(opening 502 500)"
    has "the citizen has an open case: $(id 501)" "says which is open"
    as=$token_lea post "of a citizen who is not there$dry" 400 "/v1/cases$dry" "$(opening 503 999)"
    as=$token lines "an import$dry" "$dry" "$(with_cpr 512)"
    has "\"status\":409" "is told the same"
    has "the citizen has an open case: $(id 511)" "with the case"
done
# Opened by somebody else between the look and the write: who waits behind that opening hears the same.
sql "$(owner_uri record)" "insert into citizen (citizen, created_by) values ('$(id 520)', 1)"
sql "$(super_uri record)" "begin; insert into course (case_uuid, citizen) select '$(id 521)', id from citizen where citizen = '$(id 520)';
    insert into case_head (case_id, seq, version, open_days, last_recorded_at)
        select case_id, 0, 0, '{}', now() from course where case_uuid = '$(id 521)';
    select pg_advisory_lock(1);
    do \$\$ begin while not exists (select from pg_locks where not granted and pid <> pg_backend_pid()) loop perform pg_sleep(0.01); end loop; end \$\$;
    commit" >/dev/null &
other=$!
begun() { [ "$(sql "$(super_uri record)" "select count(*) from pg_locks where locktype = 'advisory' and objid = 1 and granted")" = 1 ]; }
wait_until 20 begun
as=$token post "two openings at the same moment" 409 /v1/cases "$(opening 522 520)"
wait $other
ok "$([[ $answer == *'the citizen has an open case'* ]]; echo $?)" "the one that comes second hears of the first"
as=$token lines "nor behind a new citizen without a number" '?dry_run=true' "$(with_cpr 513 | sed 's/"cpr":"[^"]*"/"name":"Kim"/')"
has '"status":200' "who is made with the case"
as=$token_lea post "without a citizen nothing is in the way" 200 '/v1/cases?dry_run=true' "${open//$(id 1)/$(id 504)}"

as=$token_lea post "the leader reassigns" 201 "/v1/cases/$(id 1)/events" "$(assign 10 bo 02-01)" -H 'If-Match: "2"'
is "$(header etag)" '"3"' "the version counts control events"
as=$token_lea post "a repeat is found before its old version" 200 "/v1/cases/$(id 1)/events" "$(assign 10 bo 02-01)" -H 'If-Match: "2"'
as=$token_anna post "the former caseworker" 404 "/v1/cases/$(id 1)/events" "$meeting"
as=$token_bo post "the new one" 201 "/v1/cases/$(id 1)/events" "$(event 1 11 wishes_recorded "$(at 02-02),\"note\":\"garden work\"")"

# ---- corrections
as=$token_bo post "an ordinary event is corrected by who may write it" 201 "/v1/cases/$(id 1)/events/$(id 1 11)/corrections" \
    "{\"event_id\":\"$(id 1 12)\",\"because\":\"wrong_date\",$(at 02-03),\"note\":\"garden work\",\"if_version\":3}"
has '"kind":"corrected"' "it is an event of its own"
as=$token_bo post "a void by its author in time" 201 "/v1/cases/$(id 1)/events/$(id 1 11)/voids" \
    "{\"event_id\":\"$(id 1 13)\",\"because\":\"wrong_date\"}" -H 'If-Match: "4"'
first=$answer
as=$token_bo post "and its repeat, though the moment is another" 200 "/v1/cases/$(id 1)/events/$(id 1 11)/voids" \
    "{\"event_id\":\"$(id 1 13)\",\"because\":\"wrong_date\"}" -H 'If-Match: "4"'
is "$answer" "$first" "the same bytes"
as=$token_bo post "what is not there cannot be corrected" 400 "/v1/cases/$(id 1)/events/$(id 1 99)/voids" \
    "{\"event_id\":\"$(id 1 14)\",\"because\":\"wrong_date\"}" -H 'If-Match: "5"'
answer=$(as=$token_bo api POST "/v1/cases/$(id 1)/events/$(id 1 13)/voids" "{\"event_id\":\"$(id 1 14)\",\"because\":\"wrong_date\"}" -H 'If-Match: "5"')
is "$(status)" 400 "nor may a void be voided"

# ---- citizens
as=$token_anna post "a citizen" 201 /v1/citizens "{\"citizen\":\"$(id 90)\",\"name\":\"A B\",\"born\":\"1990-05-01\",\"cpr\":\"610590-1234\"}"
ok "$([[ $answer != *610590* ]]; echo $?)" "the CPR number is in no answer"
is "$(sql "$(owner_uri record)" "select count(*) from citizen where cpr::text like '%363130%'")" 0 "and not readable in the database"
as=$token_anna post "again" 200 /v1/citizens "{\"citizen\":\"$(id 90)\",\"name\":\"A B\",\"born\":\"1990-05-01\",\"cpr\":\"610590-1234\"}"
as=$token_bo post "the same CPR number by who does not know the citizen" 201 /v1/citizens "{\"citizen\":\"$(id 91)\",\"cpr\":\"6105901234\"}"
as=$token_lea api POST /v1/citizens "{\"citizen\":\"$(id 90)\",\"name\":\"A B\",\"cpr\":\"610590-1234\"}" >/dev/null
open_for() { printf '{"case":"%s","citizen":"%s","events":[%s]}' "$(id "$1")" "$(id 90)" "$(event "$1" 1 case_opened "$(at "$2")")"; }
as=$token_lea post "a case of that citizen" 201 /v1/cases "$(open_for 2 02-01)"
as=$token_lea post "a second open one" 409 /v1/cases "$(open_for 3 02-01)"
has "$(id 2)" "the answer names the case that is open"
answer=$(as=$token_bo api PATCH "/v1/citizens/$(id 90)" '{"born":"1990-05-02"}')
is "$(status)" 404 "who sees no case of the citizen changes nothing"
answer=$(as=$token_lea api PATCH "/v1/citizens/$(id 90)" '{"born":"1990-05-02","protected":true}')
is "$(status)" 200 "born and protected are changed"
is "$(sql "$(owner_uri record)" "select count(*) from feed where type = 3")" 1 "the feed says that a day of birth changed"

# ---- many cases
lines=$(for c in 20 21 22; do
    echo "{\"case\":\"$(id $c)\",\"external_ref\":\"log $c\",\"born\":\"1970-01-0$((c - 19))\"}"
    echo "{\"case\":\"$(id $c)\",$(event $c 1 case_opened "$(at 01-05)" | cut -c2-)"
    echo "{\"case\":\"$(id $c)\",$(event $c 2 activity "$(at "$([ $c = 21 ] && echo 01-01 || echo 01-06)"),\"code\":\"letter sent\",\"staff\":\"Resource $c\"" | cut -c2-)"
done)
answer=$(api POST /v1/events "$lines" -H 'Content-Type: application/x-ndjson')
is "$(status)" 200 "an import of three cases"
is "$(grep -o '"status":[0-9]*,"events' <<<"$answer" | cut -d, -f1 | tr '\n' ' ')" '"status":201 "status":409 "status":201 ' "a bad event rejects its case, the rest goes on"
has '"duplicates":0' "with counts"
first=$(api GET /readyz)
answer=$(api POST /v1/events "$lines" -H 'Content-Type: application/x-ndjson')
is "$(grep -o '"duplicates":[0-9]*' <<<"$answer" | tr '\n' ' ')" '"duplicates":2 "duplicates":0 "duplicates":2 ' "importing again adds nothing"
is "$(sql "$(owner_uri record)" "select external_ref, born from course join citizen z on z.id = course.citizen where external_ref = 'log 22'")" \
    "log 22|1970-01-03" "headers give the case its reference and the citizen a day of birth"

# ---- too many of one case at once
flood() { # flood CASE NUMBER KIND [members]: lines of one case, each event once
    seq -f "{\"case\":\"$(id "$1")\",\"event_id\":\"$(printf %08d "$1")-0000-4000-8001-%012.0f\",\"kind\":\"$3\",$(at 01-07)${4:-}}" "$2" >"$it_dir/flood"
    answer=$(api POST /v1/events "@$it_dir/flood" -H 'Content-Type: application/x-ndjson')
}
flood 20 20001 activity ',"code":"x"'
is "$(grep -o '"status":[0-9]*,"events":[0-9]*' <<<"$answer")" '"status":413,"events":0' "20,001 events of one case in one request are refused"
has "at most 20000 events of one case in one request, of these 2000 that change" "with both limits"
flood 20 2001 caseworker_assigned ',"staff":"anna","role":"primary"'
is "$(grep -o '"status":[0-9]*,"events":[0-9]*' <<<"$answer")" '"status":413,"events":0' "and so are 2,001 that change rights or state"
is "$(sql "$(owner_uri record)" "select count(*) from event where event_id::text like '00000020-0000-4000-8001-%'")" 0 "nothing of them is there"

# ---- 50 at once; each has a handshake of its own, and these take turns
for i in $(seq 50); do
    curl -s --cacert "$ca" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -o "$it_dir/answer$i" --data-binary \
        "$(event 20 3 activity "$(at 01-07),\"code\":\"parallel\"")" "$url/v1/cases/$(id 20)/events" &
    pids[i]=$!
done
went=0
for i in "${!pids[@]}"; do
    wait "${pids[i]}" || { went=$?; note "post $i: curl ended with $went"; }
done
is "$went" 0 "50 posts at once are answered"
is "$(sql "$(owner_uri record)" "select count(*) from event join term on term.id = activity where text = 'parallel'")" 1 "50 posts at once are one event"
is "$(cat "$it_dir"/answer* | wc -c) $(for i in $(seq 50); do sum "$it_dir/answer$i"; done | cut -d' ' -f1 | sort -u | wc -l)" \
    "$((50 * $(wc -c <"$it_dir/answer1"))) 1" "and 50 equal answers"

daemon_stop
is "$daemon_status" 0 "the daemon stops cleanly"
