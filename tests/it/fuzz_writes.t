#!/bin/bash
# The write path under valid requests without end: fuzz_writes_test.c makes them from the table of kinds, as six callers on
# some dozens of cases, and leaves connections in the middle. The daemon says nothing through its sanitizers, refuses nothing
# without a reason, and the database holds what was acknowledged, once.
#
# Twice in small: with a seed that stays, and with one of today (SPOR_QUICK: that alone). SPOR_SEED: that one alone. FUZZ_WRITES: so many requests,
# in stretches of at most 20,000, each with its own seed from SPOR_SEED on, so that a run that was broken off goes on with
# the next seed and what is left; in a whole stretch every kind must have been accepted.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"
fuzz=${SPOR_IT_BIN:-$top/build/asan/it}/fuzz_writes_test

seeds=(1 $((RANDOM * 32768 + RANDOM + 2)))
[ -z "${SPOR_QUICK:-}" ] || seeds=("${seeds[1]}")
[ -z "${SPOR_SEED:-}" ] || seeds=("$SPOR_SEED")
requests=1000
if [ -n "${FUZZ_WRITES:-}" ]; then
    requests=$((FUZZ_WRITES < 20000 ? FUZZ_WRITES : 20000))
    mapfile -t seeds < <(seq "${seeds[-1]}" $((seeds[-1] + (FUZZ_WRITES + requests - 1) / requests - 1)))
fi
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=1
cluster --fsync off
daemon fuzz
db=$(owner_uri fuzz)
sql "$db" "insert into team (team) values ('employment/north'), ('social')" >/dev/null
echo "it $token" >"$it_dir/tokens"
while read -r person role team; do # as writes_access.h has them
    login "$person" "$role" "$team"
    name=token_$person
    echo "$person ${!name}" >>"$it_dir/tokens"
done <<'END'
anna caseworker employment/north
bo caseworker employment/north
carla caseworker social
lea leader employment/north
leo leader social
END
sql "$db" "create table acknowledged (course uuid, event uuid, seq int, feed bigint)"
# value WORDS: the number behind them, 0 where there is none
value() {
    local number
    number=$(sed -n "s/^$1 \([0-9]*\).*/\1/p" "$it_dir/said")
    echo "${number:-0}"
}

for seed in "${seeds[@]}"; do
    [ -z "${FUZZ_WRITES:-}" ] || note "$(date -u +%T)"
    result=0
    SPOR_SEED=$seed "$fuzz" "$port" "$ca" "$requests" "$it_dir/tokens" "$it_dir/acknowledged" >"$it_dir/said" 2>"$it_dir/findings" ||
        result=$?
    is "$result" 0 "$requests valid requests with SPOR_SEED=$seed: no finding"
    [ "$result" = 0 ] || head -c 20000 "$it_dir/findings" | tr -d '\000\r' | sed 's/^/# /'
    sed 's/^/# /' "$it_dir/said"
    ok "$(($(value 'as wanted') >= 900 ? 0 : 1))" "they are valid: nine in ten or more are done"
    kinds=45
    [ "${FUZZ_WRITES:-0}" -lt 20000 ] || kinds=$(value 'kinds .* of')
    ok "$(($(value kinds) >= kinds ? 0 : 1))" "of at least $kinds kinds"
    psql -X -q -v ON_ERROR_STOP=1 "$db" -c "\\copy acknowledged from '$it_dir/acknowledged' with (delimiter ' ')"
done

is "$(sql "$db" "select count(*) from acknowledged a where (select count(*) from event e join course c using (case_id)
    where c.case_uuid = a.course and e.event_id = a.event and e.seq = a.seq and (a.feed = 0 or e.feed_no = a.feed)) <> 1")" 0 \
    "every acknowledged event is there exactly once, with its number"
is "$(sql "$db" "select count(*) from case_head h left join (select case_id, count(*) n, max(seq) m from event group by 1) e using (case_id)
    where h.seq is distinct from e.n or h.seq is distinct from e.m")" 0 "no gap in any seq"
is "$(sql "$db" "select count(*) = max(no) and max(no) = (select no from feed_head) from feed")" t "no gap in the feed"
is "$(sql "$db" "select count(*) from event e where not exists (select from feed f where f.no = e.feed_no and f.case_id = e.case_id and f.seq = e.seq)")" \
    0 "every event has its record in the feed"
course=$(sql "$db" "select course from acknowledged limit 1")
last=$(sql "$db" "select no from feed_head")
reached() { api GET "/v1/cases/$course?at_least=$last" >/dev/null && [ "$(status)" = 200 ]; }
[ -z "$course" ] || wait_until 300 reached
ok $? "all of it is assessed"
is "$(sql "$db" "select count(*) from assess_failed")" 0 "and nothing could not be"
daemon_stop TERM
is "$daemon_status" 0 "the daemon ends well, and has lost no memory"
ok "$(! grep -qE 'Sanitizer|runtime error' "$it_dir/spord.log"; echo $?)" "its sanitizers say nothing"
left=$(grep -c '"route":"events_record","status":499' "$it_dir/spord.log")
note "$left requests with many cases were at work when their client went"
ok "$((left >= 5 ? 0 : 1))" "clients went while it was at work on many cases"
check=0
"$spord" rebuild --database "$(daemon_uri fuzz)" --owner-database "$db" --data-dir "$it_dir/data" --check >"$it_dir/rebuild" 2>&1 || check=$?
is "$check" 0 "stored facts and spans equal a rebuild"
tail -1 "$it_dir/rebuild" | sed 's/^/# /'

# Nothing said is worth something only if something would be said: without its roots all that is reachable counts as lost.
LSAN_OPTIONS=use_globals=0:use_stacks=0:use_registers=0:use_tls=0 daemon_start
daemon_stop TERM
ok "$([ "$daemon_status" != 0 ] && grep -q 'LeakSanitizer: detected' "$it_dir/spord.log"; echo $?)" \
    "the daemon ends through LeakSanitizer"
plan "$it_tests"
