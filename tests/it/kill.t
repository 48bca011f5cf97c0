#!/bin/bash
# Nothing acknowledged is lost: 32 clients post while spord is killed with SIGKILL and PostgreSQL is stopped in immediate
# mode at random moments, fsync on. Afterwards every acknowledged event is there exactly once, with the number it was
# acknowledged with; no seq and no feed number is missing; stored spans equal a rebuild.
#
# SPOR_QUICK: a short version. SPOR_SEED: the random moments.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 9
kills=20 stops=10
[ -z "${SPOR_QUICK:-}" ] || kills=4 stops=2
RANDOM=${SPOR_SEED:-7}

# shellcheck disable=SC2046 # flags are words
${CC:-cc} -O1 -std=gnu11 -D_GNU_SOURCE -o "$it_dir/hammer" "$(dirname "$0")/hammer.c" \
    $(pkg-config --cflags --libs libcurl jansson) -lpthread
cluster --fsync on
daemon kill
db=$(owner_uri kill)

"$it_dir/hammer" "$url" "$ca" "$token" 32 200 3600 "$it_dir/acknowledged" >"$it_dir/hammered" 2>&1 &
hammer=$!
stop_hammer() { kill -KILL "$hammer" 2>/dev/null; }
it_at_exit+=(stop_hammer)
wait_until 60 sh -c "[ \$(wc -l <'$it_dir/acknowledged') -gt 300 ]" || note "the clients are slow to start"

pause() { sleep "0.$((RANDOM % 60 + 20))"; }
killed=0 stopped=0
while [ $((killed + stopped)) -lt $((kills + stops)) ]; do
    pause
    if [ "$killed" -lt "$kills" ] && { [ "$stopped" -ge "$stops" ] || [ $((RANDOM % 3)) != 0 ]; }; then
        daemon_stop KILL
        killed=$((killed + 1))
        daemon_start
    else
        "$top/scripts/cluster" stop --dir "$it_cluster" --mode immediate >&2
        stopped=$((stopped + 1))
        sleep "0.$((RANDOM % 3))"
        "$top/scripts/cluster" start --dir "$it_cluster" --fsync on >&2
    fi
done
pause
kill -USR1 "$hammer"
ended=0
wait "$hammer" || ended=$?
note "$(tail -3 "$it_dir/hammered")" "$killed times SIGKILL of spord, $stopped times an immediate stop of PostgreSQL"

is "$ended" 0 "every event that was begun was acknowledged in the end"
ok "$([ "$(wc -l <"$it_dir/acknowledged")" -gt 500 ]; echo $?)" "there were acknowledgements to look at: $(wc -l <"$it_dir/acknowledged")"
psql -X -q -v ON_ERROR_STOP=1 "$db" -c "create table acknowledged (course uuid, event uuid, seq int, feed bigint)" \
    -c "\\copy acknowledged from '$it_dir/acknowledged' with (delimiter ' ')"
is "$(sql "$db" "select count(*) from acknowledged a where (select count(*) from event e join course c using (case_id)
    where c.case_uuid = a.course and e.event_id = a.event and e.seq = a.seq and e.feed_no = a.feed) <> 1")" 0 \
    "every acknowledged event is there exactly once, with its number"
is "$(sql "$db" "select count(*) from event") $(sql "$db" "select count(distinct (course, event)) from acknowledged")" \
    "$(sql "$db" "select count(distinct event_id) from event") $(sql "$db" "select count(*) from event")" "and there is no other"
is "$(sql "$db" "select count(*) from case_head h join (select case_id, count(*) n, max(seq) m from event group by 1) e using (case_id)
    where h.seq <> e.n or h.seq <> e.m")" 0 "no gap in any seq"
is "$(sql "$db" "select count(*) = max(no) and max(no) = (select no from feed_head) from feed")" t "no gap in the feed"
is "$(sql "$db" "select count(*) from event e where not exists (select from feed f where f.no = e.feed_no and f.case_id = e.case_id and f.seq = e.seq)")" \
    0 "every event has its record in the feed"
is "$(sql "$db" "select count(*) from case_head h where h.version <> (select count(*) from event e where e.case_id = h.case_id and e.kind in (1, 23))")" \
    0 "versions count the control events"
daemon_stop TERM
check=0
"$spord" rebuild --database "$(daemon_uri kill)" --owner-database "$db" --data-dir "$it_dir/data" --check >"$it_dir/rebuild" 2>&1 || check=$?
is "$check" 0 "stored facts and spans equal a rebuild"
[ "$check" = 0 ] || note "$(tail -5 "$it_dir/rebuild")"
