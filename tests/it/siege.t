#!/bin/bash
# One caller, or one address without a log-in, does its worst, and somebody else goes on working: every request of theirs
# is answered, nothing acknowledged is lost, the daemon's memory stays within its bound, and it goes on afterwards. Times
# are told, never asserted. In small here; `make siege` (SPOR_SIEGE=full) sends what is in the table in full and prints
# it: what was sent, what the other felt meanwhile, memory.
#
# It is the daemon as it is released, not the one of the sanitizers: memory and times are of interest.
. "$(dirname "$0")/lib.sh"
spord=$top/build/spord
[ -x "$spord" ] || skip_all "no spord is built"
ulimit -n "$(ulimit -H -n)"

full=''
[ "${SPOR_SIEGE:-}" != full ] || full=1
many() { if [ -n "$full" ]; then echo "$2"; else echo "$1"; fi; } # many SMALL FULL
seconds=$(many 2 15) memory_mb=400

for program in press probe; do
    ${CC:-cc} -O1 -std=gnu11 -D_GNU_SOURCE -o "$it_dir/$program" "$top/tests/siege/$program.c" -lcurl -lssl -lcrypto -lpthread
done
if [ -n "$full" ]; then cluster; else cluster --fsync off; fi
daemon siege
db=$(owner_uri siege)
sql "$db" "insert into team (team, name) values ('employment/north', 'North')"
login victor caseworker
login mallory caseworker
login lea leader employment/north
today=$(sql "$db" "select spor_today()")

# ---- what there is: cases of Mallory's, one of them long; one of Victor's
case_of() { # case_of NUMBER STAFF
    printf '{"case":"00000001-0000-4000-8000-%012d","event_id":"00000002-0000-4000-8000-%012d","kind":"case_opened","unit":"employment/north","occurred_at":"2026-01-05T10:00:00+01:00"}\n' "$1" "$1"
    printf '{"case":"00000001-0000-4000-8000-%012d","event_id":"00000003-0000-4000-8000-%012d","kind":"caseworker_assigned","role":"primary","staff":"%s","occurred_at":"2026-01-05T10:00:00+01:00"}\n' "$1" "$1" "$2"
}
cases=$(many 200 3000) long=$(many 500 10000)
{
    case_of 1 victor
    for ((n = 2; n <= cases; n++)); do case_of "$n" mallory; done
    for ((n = 1; n <= long; n++)); do
        printf '{"case":"00000001-0000-4000-8000-%012d","event_id":"00000004-0000-4000-8000-%012d","kind":"next_step_set","party":"caseworker","due":"2026-03-%02d","occurred_at":"2026-02-%02dT10:00:00+01:00"}\n' \
            2 "$n" $((n % 28 + 1)) $((n % 28 + 1))
    done
} >"$it_dir/cases"
split -l 5000 "$it_dir/cases" "$it_dir/part."
for part in "$it_dir"/part.*; do
    api POST /v1/events @"$part" -H 'Content-Type: application/x-ndjson' >"$it_dir/answer"
done
own=00000001-0000-4000-8000-000000000001 longest=00000001-0000-4000-8000-000000000002
bad=$(sql "$db" "select count(*) from course" "select count(*) from event" | paste -sd' ')
wanted="$cases $((2 * cases + long))"
[ "$bad" = "$wanted" ] || note "$(grep -o '"detail":"[^"]*"' "$it_dir/answer" | sort | uniq -c | head -5)"

# ---- what is sent
request() { # request NAME METHOD PATH TOKEN [BODY [LENGTH TYPE]]: a whole request, or one whose body is longer than what is sent
    {
        printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n' "$2" "$3"
        [ -z "$4" ] || printf 'Authorization: Bearer %s\r\n' "$4"
        [ -z "${5:-}" ] || printf 'Content-Type: %s\r\nContent-Length: %s\r\n' "${7:-application/json}" "${6:-$(stat -c %s "$5")}"
        printf '\r\n'
        [ -z "${5:-}" ] || cat "$5"
    } >"$it_dir/$1.request"
}
body() { printf '%s' "$1" >"$it_dir/body"; }
# shellcheck disable=SC2154 # set by login
m=$token_mallory
request lists GET '/v1/cases?counts=true&limit=200' "$m"
sed -i 's/^Connection: close\r$/X-Again: 1\r/' "$it_dir/lists.request" # several on one connection
body '{'
request announced POST /v1/events "$m" "$it_dir/body" 4000000 application/x-ndjson
for ((n = 1; n <= $(many 2000 30000); n++)); do
    printf '{"case":"%s","event_id":"00000005-0000-4000-8000-%012d","kind":"activity","code":"letter","occurred_at":"2026-02-03T10:00:00+01:00"}\n' "$longest" "$n"
done >"$it_dir/lines"
request bulk POST /v1/events "$token" "$it_dir/lines" "" application/x-ndjson
sed -i 's/^Content-Length: \r$/Content-Length: '"$(stat -c %s "$it_dir/lines")"'\r/' "$it_dir/bulk.request"
request openapi GET /v1/openapi.json "$m"
request head GET "/v1/$(printf 'x%.0s' $(seq 1000))" ""
body '{"login":"victor","password":"not this one, surely"}'
request guess POST /v1/sessions "" "$it_dir/body"
request course GET "/v1/cases/$longest" "$m"
body "{\"period\":{\"id\":\"d\",\"valid_from\":\"2000-01-01\",\"rules\":{\"R7.1\":{\"amber_days\":30}}},\"from\":\"2025-01-01\",\"to\":\"$today\"}"
request replay POST /v1/what-if "$m" "$it_dir/body"
body '{"cpr":"700170-1234","reason":"wants to know"}'
request who POST /v1/who "$m" "$it_dir/body"

attacks=( # name, mode, connections in small and in full, request, times on one connection
    "nothing|||||"
    "lists asked for and dropped|drop|16|64|lists|12"
    "bodies announced and not sent|hold|40|500|announced|"
    "bulk posts side by side|read|4|16|bulk|"
    "openapi.json read a byte a second|slow|100|1500|openapi|"
    "connections that say nothing|silent|300|6000||"
    "TLS that says nothing|mute|100|1500||"
    "heads a byte a second|trickle|50|500|head|"
    "handshakes alone|handshake|8|64||"
    "guesses at the other's password|read|16|100|guess|"
    "a page of a long course|read|8|64|course|"
    "replays of one person|read|4|16|replay|"
    "look-ups of numbers|read|8|64|who|"
)
plan $((1 + 3 * ${#attacks[@]} + 3))
is "$bad" "$wanted" "$cases cases, one of them with $long steps"

peak() { # the most memory since the last call, MB
    awk '/^VmHWM/ {print int($2 / 1024)}' "/proc/$daemon_pid/status"
    echo 5 >"/proc/$daemon_pid/clear_refs"
}
peak >/dev/null
row() { printf '| %-36s | %9s | %8s | %22s | %22s | %4s | %4s |\n' "$@" >>"$it_dir/table"; }
row "who does what for $seconds s" sent closed "read p50/p99/max ms" "write p50/p99/max ms" lost MB
row --- ---: ---: ---: ---: ---: ---:
: >"$it_dir/acknowledged"
press=''
it_at_exit+=("stop_press")
stop_press() { [ -z "$press" ] || kill "$press" 2>/dev/null; }
felt() { awk -v what="$1" '$1 == what {print $3 "/" $4 "/" $5}' "$it_dir/felt"; }
for attack in "${attacks[@]}"; do
    IFS='|' read -r name mode small large what times <<<"$attack"
    echo "1 0" >"$it_dir/pressed"
    if [ -n "$mode" ]; then
        "$it_dir/press" "$port" "$(many "$small" "$large")" "$seconds" "$mode" ${what:+"$it_dir/$what.request"} ${times:+"$times"} \
            >"$it_dir/pressed" 2>"$it_dir/press.err" &
        press=$!
    fi
    # shellcheck disable=SC2154 # set by login
    "$it_dir/probe" "$url" "$ca" "$token_victor" "$own" "$seconds" "$it_dir/acknowledged" >"$it_dir/felt"
    [ -z "$press" ] || wait "$press"
    press=''
    read -r sent closed <"$it_dir/pressed"
    lost=$(awk '{n += $6} END {print n}' "$it_dir/felt") mb=$(peak)
    row "$name" "${mode:+$sent}" "${mode:+$closed}" "$(felt read)" "$(felt write)" "$lost" "$mb"
    ok $((sent > 0 ? 0 : 1)) "$name: sent"
    is "$lost $(awk '$2 == 0' "$it_dir/felt")" "0 " "… the other is answered, every time"
    ok $((mb <= memory_mb ? 0 : 1)) "… within $memory_mb MB"
    is_idle() { as=$m api GET /v1/me >/dev/null && [ "$(status)" = 200 ]; }
    wait_until 60 is_idle || note "$name: who attacked has no answer even a minute later"
done

sort "$it_dir/acknowledged" >"$it_dir/acknowledged.sorted"
sql "$db" "select event_id from event where case_id = (select case_id from course where case_uuid = '$own')" | sort >"$it_dir/stored"
is "$(comm -23 "$it_dir/acknowledged.sorted" "$it_dir/stored" | wc -l)" 0 "nothing that was acknowledged is lost"
ok $(($(wc -l <"$it_dir/acknowledged.sorted") > ${#attacks[@]} ? 0 : 1)) "… of $(wc -l <"$it_dir/acknowledged.sorted") events"
note "$(cat "$it_dir/table")"
daemon_stop
is "$daemon_status" 0 "and the daemon ends well"
