#!/bin/bash
# Bad input against the whole daemon: HTTP that can be read in two ways, floods, slow and silent clients, many idle
# connections, and bodies that no client should send. Each is answered with a problem or a clean close, nothing is
# recorded, the log holds none of it, and the daemon goes on.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"
command -v openssl >/dev/null || skip_all "no openssl program"
ulimit -n "$(ulimit -H -n)"

cluster --fsync off
daemon hostile --head-ms 1000 --body-ms 1000 --write-ms 5000 --first-ms 600000 --connections-per-address 6000

host='Host: localhost\r\n'
# raw FORMAT…: the bytes over TLS; what comes back until the daemon closes.
raw() {
    # shellcheck disable=SC2059
    { printf "$@" || true; } 2>/dev/null | timeout 20 openssl s_client -quiet -connect "127.0.0.1:$port" -servername localhost -CAfile "$ca" \
        -verify_return_error 2>/dev/null || true
}
# repeat TEXT N
repeat() { printf "%0.s$1" $(seq "$2"); }
# refused WHAT STATUS FORMAT…: answered with a problem of that status, and closed.
refused() {
    local what=$1 wanted=$2 got failed=0
    shift 2
    got=$(raw "$@")
    [[ $got == "HTTP/1.1 $wanted "*"application/problem+json"*"connection: close"*'{"type":"/problems/'* ]] || failed=1
    ok $failed "$what: $wanted"
    [ $failed = 0 ] || note "${got:0:300}"
}

# ---- HTTP
refused "a bare CR" 400 "GET /healthz HTTP/1.1\r\n${host}X: \rTransfer-Encoding: chunked\r\n\r\n"
refused "bare LFs" 400 'GET /healthz HTTP/1.1\nHost: localhost\n\n'
refused "a folded header" 400 "GET /healthz HTTP/1.1\r\n${host}X: a\r\n b\r\n\r\n"
refused "a header line without a colon" 400 "GET /healthz HTTP/1.1\r\n${host}nonsense\r\n\r\n"
refused "white space before the colon" 400 "GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n"
refused "no host" 400 'GET /healthz HTTP/1.1\r\n\r\n'
refused "two hosts" 400 "GET /healthz HTTP/1.1\r\n$host$host\r\n"
refused "NUL in a header" 400 "GET /healthz HTTP/1.1\r\n${host}X: a\0b\r\n\r\n"
refused "both length headers" 400 "POST /v1/cases HTTP/1.1\r\n${host}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
refused "two lengths" 400 "POST /v1/cases HTTP/1.1\r\n${host}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"
refused "an unknown coding" 501 "POST /v1/cases HTTP/1.1\r\n${host}Transfer-Encoding: gzip, chunked\r\n\r\n"
refused "an unknown method" 501 "BREW /pot HTTP/1.1\r\n$host\r\n"
refused "HTTP/1.0" 505 "GET /healthz HTTP/1.0\r\n$host\r\n"
refused "a target of another scheme" 400 "GET http://localhost/healthz HTTP/1.1\r\n$host\r\n"
refused "a flood of headers" 431 "GET /healthz HTTP/1.1\r\n$(repeat 'X-Flood: a\\r\\n' 5000)"
refused "an endless header" 431 "GET /healthz HTTP/1.1\r\nX: $(repeat a 100000)"
refused "an endless target" 414 "GET /$(repeat a 100000)"
refused "a body too large" 413 "POST /v1/cases HTTP/1.1\r\n${host}Content-Length: 99999999\r\n\r\n$(repeat a 100000)"
refused "chunks without end" 413 "POST /v1/sessions HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n$(repeat '400\\r\\n'"$(repeat a 1024)"'\\r\\n' 100)"
refused "half a head" 408 "GET /healthz HTTP/1.1\r\n"
refused "half a body" 408 "POST /v1/cases HTTP/1.1\r\n${host}Content-Length: 100\r\n\r\nabc"
exec 3<>"/dev/tcp/127.0.0.1/$port"
(printf 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n' >&3) 2>/dev/null || true # the daemon may have closed after the first line
got=$(timeout 20 cat <&3 2>/dev/null | wc -c) || true # a reset is an end, too
exec 3>&-
ok "$((got < 100 ? 0 : 1))" "plain HTTP on the TLS port is closed"

# ---- many connections that say nothing
wanted=5000 limit=$(ulimit -n) opened=0
[ "$wanted" -lt $((limit - 200)) ] || wanted=$((limit - 200))
fds=()
for ((i = 0; i < wanted; i++)); do
    { exec {fd}<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || break
    fds+=("$fd")
    opened=$((opened + 1))
done
is "$opened" "$wanted" "$wanted idle connections are taken"
is "$(curl -s --cacert "$ca" -o /dev/null -w '%{http_code}' "$url/healthz")" 200 "and the daemon answers beside them"
for fd in "${fds[@]}"; do exec {fd}>&-; done

# ---- bodies
login anna caseworker
sql "$(owner_uri hostile)" "insert into team (team) values ('employment/north')" >/dev/null
login lea leader employment/north
case_id=00000001-0000-4000-8000-000000000000
event_id=00000001-0000-4000-8000-000000000001
as=$token_lea api POST /v1/cases "{\"case\":\"$case_id\",\"events\":[{\"event_id\":\"$event_id\",\"kind\":\"case_opened\",\"occurred_at\":\"2026-01-05T10:00:00+01:00\",\"unit\":\"employment/north\"},{\"event_id\":\"00000001-0000-4000-8000-000000000002\",\"kind\":\"caseworker_assigned\",\"occurred_at\":\"2026-01-05T10:00:00+01:00\",\"staff\":\"anna\",\"role\":\"primary\"}]}" >"$it_dir/opened"
is "$(status)" 201 "a case is opened"
[ "$(status)" = 201 ] || note "$(cat "$it_dir/opened")"
events=/v1/cases/$case_id/events new=00000001-0000-4000-8000-000000000009
head="\"event_id\":\"$new\",\"kind\":\"meeting\",\"code\":\"first_meeting\",\"outcome\":\"held\",\"channel\":\"in_person\""
when='"occurred_at":"2026-01-20T10:00:00+01:00"'
# bad WHAT BODY [PATH [STATUS]]: refused with a problem; the status is a 4xx, by default 400.
bad() {
    local answer failed=0
    answer=$(as=$token_anna api POST "${3:-$events}" "$2")
    [[ $(status) == "${4:-400}" && $answer == '{"type":"/problems/'* && $(header content-type) == application/problem+json ]] || failed=1
    ok $failed "$1: ${4:-400}"
    [ $failed = 0 ] || note "$(status) ${answer:0:300}"
}
bad "no JSON" 'nonsense'
bad "half an object" "{$head,"
bad "something behind it" "{$head,$when} x"
bad "nothing at all" ' '
bad "a number" '12'
bad "deep nesting" "$(repeat '[' 100)$(repeat ']' 100)"
bad "very deep nesting" "$(repeat '[' 100000)"
bad "a duplicate key" "{$head,$when,\"outcome\":\"held\"}"
bad "an unknown field" "{$head,$when,\"colour\":\"red\"}"
bad "a wrong type" "{$head,$when,\"staff\":7}"
bad "null where a text stands" "{$head,$when,\"staff\":null}"
bad "NUL in a text" "{$head,$when,\"note\":\"a\\u0000b\"}"
bad "half a surrogate" "{$head,$when,\"note\":\"\\ud800\"}"
bad "broken UTF-8" "$(printf '{%s,%s,"note":"\xff\xfe"}' "$head" "$when")"
bad "an overlong form" "$(printf '{%s,%s,"note":"\xc0\xaf"}' "$head" "$when")"
bad "a CPR number in a note" "{$head,$when,\"note\":\"ring 010161-0101\"}"
bad "an unknown kind" "{\"event_id\":\"$new\",\"kind\":\"dance\",$when}"
bad "an unknown code" "{${head/first_meeting/dance},$when}"
bad "a date without offset" "{$head,\"occurred_at\":\"2026-01-20T10:00:00\"}"
bad "a day that is none" "{$head,\"occurred_at\":\"2026-02-30T10:00:00Z\"}"
bad "a year out of range" "{$head,\"occurred_at\":\"0001-01-01T00:00:00Z\"}"
bad "the future" "{$head,\"occurred_at\":\"2190-01-01T00:00:00Z\"}"
bad "an id that is none" "{\"event_id\":\"x\",\"kind\":\"meeting\",\"code\":\"first_meeting\",\"outcome\":\"held\",$when}"
bad "a number that is too long" "{$head,$when,\"staff\":$(repeat 9 1000)}"
bad "an unknown case" "{$head,$when}" /v1/cases/00000009-0000-4000-8000-000000000000/events 404
bad "a case that is no id" "{$head,$when}" /v1/cases/nonsense/events 404
bad "a CPR number in the path" "{$head,$when}" /v1/cases/010161-0101/events
bad "a CPR number in the query" "{$head,$when}" "$events?x=0101610101"
bad "an unknown parameter" "{$head,$when}" "$events?colour=red"
bad "an address that is none" '{}' /v1/nonsense 404
answer=$(as=$token_anna api PUT "$events" '{}')
is "$(status)" 405 "a method the address has not: 405"
answer=$(as=$token_anna api POST "$events" "{$head,$when}" -H 'Content-Type: text/plain')
is "$(status)" 415 "another media type: 415"

answer=$(as=$token_anna api POST "$events" "{$head,$when}")
is "$(status)" 201 "and the same without its faults: 201"
[ "$(status)" = 201 ] || note "$answer"

# ---- afterwards
is "$(sql "$(super_uri hostile)" "select count(*) from event")" 3 "nothing else was recorded"
ok "$([[ $(grep -cE '0101610101|010161-0101|colour|first_meeting' "$it_dir/spord.log") = 0 ]]; echo $?)" "and nothing of it stands in the log"
is "$(curl -s --cacert "$ca" -o /dev/null -w '%{http_code}' "$url/readyz")" 200 "the daemon is ready"
daemon_stop TERM
is "$daemon_status" 0 "and stops without a complaint"
ok "$(! grep -qE 'Sanitizer|runtime error' "$it_dir/spord.log"; echo $?)" "also of its sanitizers"
plan "$it_tests"
