#!/bin/bash
# The disk of the database is full: writes and /readyz say so in words, nothing is half done, and when there is room again
# all goes on. The database lies in a tablespace on a small file system of its own.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"
room=$(mktemp -d /var/tmp/spor-room-XXXXXX)
it_at_exit+=("rmdir $room")
mount -t tmpfs -o size=40m tmpfs "$room" 2>/dev/null || skip_all "a file system of its own cannot be mounted here (that takes root)"
it_at_exit+=("umount -l $room")
chown "$(pg_user)" "$room"
chmod 700 "$room"

cluster --fsync off
daemon full
super=$(super_uri full)
sql "$(owner_uri full)" "insert into team (team) values ('employment/north')" >/dev/null
login lea leader employment/north
login bo caseworker
id() { printf '%08x-0000-4000-8000-%012x' "$1" "${2:-0}"; }
at() { echo "\"occurred_at\":\"2026-$1T10:00:00+01:00\""; }
event() { printf '{"event_id":"%s","kind":"%s",%s}' "$(id "$1" "$2")" "$3" "$4"; }
as=$token_lea api POST /v1/cases "{\"case\":\"$(id 1)\",\"events\":[$(event 1 1 case_opened "$(at 01-05),\"unit\":\"employment/north\""),$(
    event 1 2 caseworker_assigned "$(at 01-05),\"staff\":\"bo\",\"role\":\"primary\"")]}" >"$it_dir/opened"
is "$(status)" 201 "a case is opened"
daemon_stop
sql "$(super_uri postgres)" "create tablespace room location '$room'" "alter database \"full\" set tablespace room"
daemon_start
ready() { curl -s --cacert "$ca" -o "$it_dir/ready" -w '%{http_code}' "$url/readyz"; }
is "$(ready)" 200 "the database lies on the small file system"

# ---- full
dd if=/dev/zero of="$room/filler" bs=1M 2>/dev/null || true
text=$(printf 'a word after another %.0s' {1..80})
acknowledged=2 n=3
post() { as=$token_bo api POST "/v1/cases/$(id 1)/events" "$(event 1 "$n" wishes_recorded "$(at 01-20),\"note\":\"$text\"")" "$@"; }
while answer=$(post) && [ "$(status)" = 201 ] && [ "$n" -lt 2000 ]; do
    n=$((n + 1)) acknowledged=$((acknowledged + 1))
done
note "$((acknowledged - 2)) notes fitted"
is "$(status)" 507 "the first that does not fit is answered with 507"
ok "$([[ $answer == *"the database has no room left on its disk"*'"code":"no_space"'* ]]; echo $?)" "which says why"
[[ $answer == *no_space* ]] || note "$answer"
answer=$(post -H 'Accept-Language: da')
ok "$([[ $answer == *"der er ikke mere plads på databasens disk"* ]]; echo $?)" "in Danish, too"
is "$(ready)" 503 "/readyz is 503"
ok "$(grep -q 'no room left on its disk' "$it_dir/ready"; echo $?)" "with the reason"
ok "$(grep '"level":"error"' "$it_dir/spord.log" | grep -q 'no room left on its disk'; echo $?)" "the log says it in words"
is "$(curl -s --cacert "$ca" "$url/metrics" | sed -n 's/^spor_database_short //p')" 1 "the metrics know"
is "$(sql "$super" "select count(*) from event")" "$acknowledged" "what was acknowledged is there, and nothing else"

# ---- room again
rm "$room/filler"
answer=$(post)
is "$(status)" 201 "with room again the same event is recorded"
is "$(ready)" 200 "and /readyz is 200"
is "$(sql "$super" "select count(*) from event")" $((acknowledged + 1)) "once"
daemon_stop TERM
is "$daemon_status" 0 "the daemon stops without a complaint"
ok "$(! grep -qE 'Sanitizer|runtime error' "$it_dir/spord.log"; echo $?)" "also of its sanitizers"
plan "$it_tests"
