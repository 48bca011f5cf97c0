#!/bin/bash
# Nobody shut out: whatever one caller asks for, the others go on. Slow work is made by locks that are held for as long as
# the others are asked, so that counts and order decide, and no clock.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

cluster --fsync off
daemon shares
super=$(super_uri shares)
sql "$(owner_uri shares)" "insert into team (team) values ('employment/north')" >/dev/null
login anna caseworker
login bo caseworker
login lea leader employment/north

id() { printf '%08x-0000-4000-8000-%012x' "$1" "${2:-0}"; }
at() { echo "\"occurred_at\":\"2026-$1T10:00:00+01:00\""; }
event() { printf '{"event_id":"%s","kind":"%s",%s}' "$(id "$1" "$2")" "$3" "$4"; }
meeting() { event 1 "$1" meeting "$(at 01-20),\"code\":\"first_meeting\",\"outcome\":\"held\""; }
as=$token_lea api POST /v1/cases "{\"case\":\"$(id 1)\",\"events\":[$(event 1 1 case_opened "$(at 01-05),\"unit\":\"employment/north\""),$(
    event 1 2 caseworker_assigned "$(at 01-05),\"staff\":\"bo\",\"role\":\"primary\"")]}" >"$it_dir/opened"
is "$(status)" 201 "a case is opened"
[ "$(status)" = 201 ] || note "$(cat "$it_dir/opened")"

# metric NAME: its value
metric() { curl -s --cacert "$ca" "$url/metrics" | sed -n "s/^${1//[\{\}]/.} //p"; }
metric_is() { [ "$(metric "$1")" = "$2" ]; }
# hold NAME STATEMENT: the statement's locks, until let_go NAME
hold() {
    mkfifo "$it_dir/$1.sql"
    psql -X -q "$super" <"$it_dir/$1.sql" >"$it_dir/$1.out" 2>&1 &
    exec {hold}>"$it_dir/$1.sql"
    echo "begin; $2; select 'held';" >&"$hold"
    wait_until 20 grep -q held "$it_dir/$1.out" || die "no lock: $(cat "$it_dir/$1.out")"
}
let_go() {
    echo "commit;" >&"$hold" # the others have it open, too
    exec {hold}>&-
}
waiting_for_a_lock() { sql "$super" "select count(*) from pg_stat_activity where application_name like '$1' and wait_event_type = 'Lock'"; }
# answered WHAT STATUS METHOD PATH [BODY]: by bo, who is given up on after a while
answered() {
    local what=$1 wanted=$2
    shift 2
    as=$token_bo api "$1" "$2" "${3:-}" --max-time 15 >"$it_dir/answer" || true
    is "$(status)" "$wanted" "$what"
}

# ---- 80 lists of one person, which do not end
hold lists "lock table case_facts in access exclusive mode"
flood=()
for part in 1 2; do
    curl -s -Z --parallel-immediate --parallel-max 40 --cacert "$ca" -H "Authorization: Bearer $token_anna" -o /dev/null \
        "$url/v1/cases?limit=[1-40]" 2>/dev/null &
    flood+=($!)
done
some_wait() { [ "$(metric 'spor_share_waiting{share="calls"}')" -gt 0 ]; }
wait_until 60 some_wait || true
is "$(metric 'spor_share_inside{share="calls"}')" 64 "of 80 lists of one person 64 are in work"
ok "$(some_wait; echo $?)" "the others wait"
is "$(metric 'spor_database_in_work{link="reader"}')" 2 "the database works on two of them"
is "$(waiting_for_a_lock 'spor reader')" 2 "which is so"
answered "another is authenticated, and sees who they are" 200 GET /v1/me
answered "reads a case" 200 GET "/v1/cases/$(id 1)/events"
answered "and records a meeting" 201 POST "/v1/cases/$(id 1)/events" "$(meeting 3)"
is "$(metric 'spor_share_inside{share="calls"}')" 64 "while those 64 are where they were"

kill "${flood[@]}"
wait_until 20 metric_is 'spor_share_inside{share="calls"}' 2 || true
is "$(metric 'spor_share_waiting{share="calls"}')" 0 "when their client goes, none of them waits any more"
is "$(metric 'spor_share_inside{share="calls"}')" 2 "and two are left, which the database has"
ok "$([ "$(metric 'spor_database_withdrawn_total{link="reader"}')" -ge 40 ]; echo $?)" "the others were never sent to it"
let_go
wait_until 30 metric_is 'spor_share_inside{share="calls"}' 0 || true
is "$(metric 'spor_share_inside{share="calls"}')" 0 "nothing is left of them"
answered_anna=$(as=$token_anna api GET /v1/cases?limit=1)
is "$(status)" 200 "and that person is served again"
is "$answered_anna" '{"items":[],"next":null}' "as before"

# ---- 300 cases of one import before the writer
opening() { printf '{"case":"%s",%s\n' "$(id "$1")" "$(event "$1" 1 case_opened "$(at 02-01)" | cut -c2-)"; }
for part in 1 2; do
    for ((i = 0; i < 150; i++)); do opening $((part * 1000 + i)); done >"$it_dir/bulk.$part"
done
api POST /v1/events "$(opening 9)" -H 'Content-Type: application/x-ndjson' >/dev/null
before=$(sql "$super" "select no from feed_head")
hold feed "select no from feed_head for update"
bulk=()
for part in 1 2; do
    curl -s --cacert "$ca" -H "Authorization: Bearer $token" -H 'Content-Type: application/x-ndjson' \
        --data-binary "@$it_dir/bulk.$part" -o "$it_dir/bulk.$part.answer" -w '%{http_code}' "$url/v1/events" >"$it_dir/bulk.$part.status" &
    bulk+=($!)
done
queued() { [ $(($(metric spor_append_waiting) + $(metric spor_append_in_flight))) = "$1" ]; }
wait_until 20 queued 300 || true
is "$(($(metric spor_append_waiting) + $(metric spor_append_in_flight)))" 300 "300 units of one import are with the writer"
(as=$token_bo api POST "/v1/cases/$(id 1)/events" "$(meeting 4)" >"$it_dir/late") &
late=$!
wait_until 20 queued 301 || true
let_go
wait "$late" "${bulk[@]}"
is "$(status)" 201 "the meeting of another comes behind them"
no=$(sql "$super" "select f.no - $before from feed f join event e using (case_id, seq) where e.event_id = '$(id 1 4)'")
ok "$((no <= 210 ? 0 : 1))" "and is written with the next batch, before the rest"
note "its place: $no of 301"
is "$(cat "$it_dir"/bulk.*.status)" 200200 "the import is recorded, too"
is "$(sql "$super" "select count(*) from course")" 302 "whole"

daemon_stop TERM

# ---- silent connections of one address
it_settings=(--connections 300)
daemon_start
fds=()
for ((i = 0; i < 300; i++)); do
    { exec {fd}<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || break
    fds+=("$fd")
done
is "${#fds[@]}" 300 "300 connections of one address say nothing, where 300 are all there may be"
wait_until 20 metric_is spor_connections_gave_way_total 200 || true
is "$(curl -s --interface 127.0.0.2 --max-time 15 --cacert "$ca" -o /dev/null -w '%{http_code}' "$url/healthz")" 200 "another address is served"
is "$(curl -s --max-time 15 --cacert "$ca" -o /dev/null -w '%{http_code}' "$url/healthz")" 200 "as is their own"
ok "$(($(metric spor_connections_open) <= 101 ? 0 : 1))" "a third is what one address may have"
is "$(metric spor_connections_refused_total)" 0 "nobody is refused: the oldest silent ones went"
for fd in "${fds[@]}"; do exec {fd}>&-; done

daemon_stop TERM
is "$daemon_status" 0 "and the daemon stops without a complaint"
ok "$(! grep -qE 'Sanitizer|runtime error' "$it_dir/spord.log"; echo $?)" "also of its sanitizers"
plan "$it_tests"
