#!/bin/bash
# Bodies of requests: who sends one is known before it is taken, one caller holds a bounded part of what there is for all,
# and of an import no more is made than is at work.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"
# shellcheck disable=SC2086 # CC may hold a word more
${CC:-cc} -O1 -std=gnu11 -D_GNU_SOURCE -o "$it_dir/press" "$top/tests/siege/press.c" -lssl -lcrypto -lpthread

cluster --fsync off
daemon bodies
sql "$(owner_uri bodies)" "insert into team (team) values ('employment/north')" >/dev/null
login anna caseworker
login bo caseworker
login mallory caseworker
login lea leader employment/north

id() { printf '%08x-0000-4000-8000-%012x' "$1" "${2:-0}"; }
at() { echo "\"occurred_at\":\"2026-$1T10:00:00+01:00\""; }
event() { printf '{"event_id":"%s","kind":"%s",%s}' "$(id "$1" "$2")" "$3" "$4"; }
meeting() { event 1 "$1" meeting "$(at 01-20),\"code\":\"first_meeting\",\"outcome\":\"held\""; }
as=$token_lea api POST /v1/cases "{\"case\":\"$(id 1)\",\"events\":[$(event 1 1 case_opened "$(at 01-05),\"unit\":\"employment/north\""),$(
    event 1 2 caseworker_assigned "$(at 01-05),\"staff\":\"bo\",\"role\":\"primary\"")]}" >"$it_dir/opened"
is "$(status)" 201 "a case is opened"
events=/v1/cases/$(id 1)/events ndjson=application/x-ndjson json=application/json
answer=$(api POST /v1/events "[{\"case\":\"$(id 2)\",$(event 2 1 case_opened "$(at 01-05)" | cut -c2-)]" -H 'Content-Type: Application/JSON')
is "$(status) $(jq -c '[.cases[].status]' <<<"$answer")" "200 [201]" "an array is one, however its type is written"
spaces() { head -c "$1" /dev/zero | tr '\0' ' '; }
metric() { curl -s --cacert "$ca" "$url/metrics" | sed -n "s/^${1//[\{\}]/.} //p"; }
metric_is() { [ "$(metric "$1")" = "$2" ]; }

# ---- before a body is taken
# sent METHOD PATH TYPE TOKEN BYTES [curl arguments]: the status, and how much of a body of so many bytes the client sent of it,
# which waits for the word to continue
sent() {
    spaces "$5" >"$it_dir/body"
    curl -s --max-time 60 --expect100-timeout 60 --cacert "$ca" -X "$1" -H "Content-Type: $3" -H "Authorization: Bearer $4" \
        -H 'Expect: 100-continue' -o "$it_dir/answer" -w '%{http_code} %{size_upload}' --data-binary "@$it_dir/body" "${@:6}" "$url$2"
}
nobody=$(printf 'A%.0s' {1..43})
is "$(sent POST /v1/events $ndjson "$nobody" 4000000)" "401 0" "without a log-in none of 4 MB is sent"
is "$(sent POST /v1/events $ndjson "$nobody" 3)" "401 0" "nor of 3 bytes"
is "$(sent PUT /v1/rulesets/mine $json "$token_bo" 100000)" "403 0" "nor by who may not do that"
is "$(sent POST "$events" text/plain "$token_bo" 200000)" "415 0" "nor what is of another type"
is "$(sent POST "$events" $json "$token_bo" 2000000)" "413 0" "nor what is too large"
is "$(sent POST /v1/nowhere $json "$token_bo" 200000)" "404 0" "nor to an address that is none"
is "$(sent PUT "$events" $json "$token_bo" 200000)" "405 0" "nor what cannot be done there"
is "$(sent POST "$events" $json "$token_bo" 200000)" "400 200000" "who may is told to send, and it is read"
is "$(curl -s --cacert "$ca" -H 'Expect: a miracle' -o "$it_dir/answer" -w '%{http_code}' --data-binary x "$url$events")" 417 "another expectation is not met"
for way in "Content-Length: 4000000" "Transfer-Encoding: chunked"; do
    got=$(spaces 3000000 | curl -s --max-time 60 --cacert "$ca" -X POST -H "Content-Type: $ndjson" -H "Authorization: Bearer $nobody" \
        -H 'Expect:' -H "$way" -o "$it_dir/answer" -w '%{http_code}' --data-binary @- "$url/v1/events" || true)
    is "$got" 401 "one that sends at once hears 401 ($way)"
done
is "$(metric spor_bodies_bytes)" 0 "nothing of all that is kept"

# ---- large bodies of one caller, which do not end
# request NAME PATH TOKEN TYPE LENGTH BYTES: a request with a body of that length, of which so many bytes are sent
request() {
    printf 'POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %s\r\n\r\n' \
        "$2" "$3" "$4" "$5" >"$it_dir/$1.request"
    spaces "$6" >>"$it_dir/$1.request"
}
stop_press() { [ -z "$press" ] || kill -KILL "$press" 2>/dev/null; }
it_at_exit+=("stop_press")
press() { # press CONNECTIONS NAME
    "$it_dir/press" "$port" "$1" 300 hold "$it_dir/$2.request" >/dev/null 2>&1 &
    press=$!
}
release() {
    stop_press
    wait "$press" 2>/dev/null || true
    press=''
    wait_until 30 metric_is spor_bodies_bytes 0 || true
    is "$(metric spor_bodies_bytes)" 0 "when they go nothing is left of them"
}
large_of_bo() {
    { meeting "$1" && spaces 900000; } >"$it_dir/large"
    as=$token_bo api POST "$events" "@$it_dir/large" --max-time 30 >"$it_dir/answer" || true
}
# shellcheck disable=SC2154 # set by login
request events "$events" "$token_mallory" $json 1000000 999999
press 33 events
all_there() { [ $(($(metric 'spor_share_inside{share="large"}') + $(metric 'spor_share_waiting{share="large"}'))) = 33 ]; }
wait_until 30 all_there || true
is "$(metric 'spor_share_inside{share="large"}')" 4 "of 33 large bodies of one person 4 are read"
is "$(metric 'spor_share_waiting{share="large"}')" 29 "the others wait in the network"
few() { [ "$(metric spor_bodies_bytes)" = $((4 * 999999)) ]; }
wait_until 30 few || true
is "$(metric spor_bodies_bytes)" $((4 * 999999)) "and hold nothing"
large_of_bo 3
is "$(status)" 201 "another sends a large one meanwhile, from the same address"
as=$token_mallory api GET /v1/me '' --max-time 30 >/dev/null || true
is "$(status)" 200 "and that person is served with what is small"
release

request bulk /v1/events "$token_mallory" $ndjson 4000000 3999999
press 33 bulk
throttled() { [ "$(metric 'spor_share_refused_total{share="bulk"}')" -ge 20 ]; }
wait_until 60 throttled || true
ok "$(throttled; echo $?)" "of 33 imports of one person two are read, six wait, the rest is told to come again"
large_of_bo 4
is "$(status)" 201 "another sends a large body meanwhile"
spaces 3000000 | tr ' ' '\n' >"$it_dir/large"
as=$token_anna api POST /v1/events "@$it_dir/large" -H "Content-Type: $ndjson" --max-time 30 >"$it_dir/answer" || true
is "$(status)" 400 "and an import is read"
ok "$(($(metric spor_bodies_bytes) <= 9000000 ? 0 : 1))" "what is held is that of two"
release

# ---- imports
# lines TAG CASES EVENTS: of each case its opening and so many events, those of all cases by turns
lines() {
    awk -v tag="$1" -v cases="$2" -v each="$3" 'BEGIN { for (n = 0; n <= each; n++) for (c = 1; c <= cases; c++)
        printf "{\"case\":\"%08d-0000-4000-8000-%012d\",\"event_id\":\"%08d-%04d-4000-8001-%012d\",%s\"}\n", tag, c, tag, c, n, \
            n ? "\"kind\":\"activity\",\"code\":\"letter\",\"occurred_at\":\"2026-02-03T10:00:00+01:00" : \
                "\"kind\":\"case_opened\",\"occurred_at\":\"2026-01-05T10:00:00+01:00" }'
}
array() { echo '[' && sed '$!s/$/,/' && echo ']'; }
stored() { sql "$(owner_uri bodies)" "select count(*) from event where event_id::text like '$(printf %08d "$1")-%'"; }
bulk() { answer=$(api POST /v1/events "@$it_dir/lines" -H "Content-Type: ${1:-$ndjson}"); }
counts() { grep -o '"status":[0-9]*,"events":[0-9]*,"duplicates":[0-9]*' <<<"$answer" | sort | uniq -c | tr -s ' \n' ' '; }
lines 11 300 2 >"$it_dir/lines"
bulk
is "$(status)$(counts)" '200 300 "status":201,"events":3,"duplicates":0 ' "an import of 300 cases whose lines stand among each other"
array <"$it_dir/lines" >"$it_dir/array" && mv "$it_dir/array" "$it_dir/lines"
bulk $json
is "$(status)$(counts)" '200 300 "status":200,"events":0,"duplicates":3 ' "is the same as an array"
for form in $ndjson $json; do
    { lines 12 40 1 && echo '{"case":"nonsense"}'; } >"$it_dir/lines"
    [ "$form" = "$ndjson" ] || { array <"$it_dir/lines" >"$it_dir/array" && mv "$it_dir/array" "$it_dir/lines"; }
    bulk "$form"
    is "$(status)$(grep -o '"pointer":"[^"]*"' <<<"$answer")" '400"pointer":"/80/case"' "one bad line at the end ($form) is named"
done
{ lines 12 40 1 && spaces 200000; } >"$it_dir/lines"
bulk
is "$(status)$(grep -o '"pointer":"[^"]*"' <<<"$answer")" '413"pointer":"/80"' "as is one that is too long"
bulk $json
is "$(status)" 400 "lines are no array"
is "$(stored 12)" 0 "and nothing of those bodies is there"
lines 13 1 12000 >"$it_dir/lines"
bulk
is "$(status)$(counts)" '200 1 "status":201,"events":12001,"duplicates":0 ' "one case may have most of a body"

daemon_stop TERM
is "$daemon_status" 0 "and the daemon stops without a complaint"
ok "$(! grep -qE 'Sanitizer|runtime error' "$it_dir/spord.log"; echo $?)" "also of its sanitizers"

# ---- what they cost, of the daemon as it is released
spord=$top/build/spord
if [ -x "$spord" ]; then
    daemon_start
    mb() { # the most since the daemon's start
        awk '/^VmHWM/ {print int($2 / 1024)}' "/proc/$daemon_pid/status"
    }
    before=$(mb) imports=()
    for tag in 21 22; do
        lines $tag 20 999 >"$it_dir/lines.$tag"
        curl -s --cacert "$ca" -H "Authorization: Bearer $token" -H "Content-Type: $ndjson" --data-binary "@$it_dir/lines.$tag" \
            -o /dev/null -w '%{http_code}' "$url/v1/events" >"$it_dir/status.$tag" &
        imports+=($!)
    done
    wait "${imports[@]}"
    is "$(cat "$it_dir"/status.*) $(stored 21) $(stored 22)" "200200 20000 20000" "two imports of $(stat -c %s "$it_dir/lines.21") bytes at once"
    after=$(mb)
    ok "$((after - before <= 60 ? 0 : 1))" "take 60 MB at most"
    note "$before MB before, $after MB at most"
    daemon_stop TERM
else
    note "there is no build/spord to be measured"
fi
plan "$it_tests"
