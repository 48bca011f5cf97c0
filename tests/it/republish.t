#!/bin/bash
# Publishing while others work: 32 clients post, a rule set is published and all cases are gone over. Nothing is lost, reads
# answer, the flags of today stay as they are, progress shows; killed on the way the daemon goes on where it was; in the end
# stored spans equal a rebuild. Days to come are judged by the new rule set at once, and what ends with its rule says so.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

spor=${SPOR:-$top/build/spor}
plan 25
citizens=1500
[ -z "${SPOR_QUICK:-}" ] || citizens=800

# shellcheck disable=SC2046 # flags are words
${CC:-cc} -O1 -std=gnu11 -D_GNU_SOURCE -o "$it_dir/hammer" "$(dirname "$0")/hammer.c" \
    $(pkg-config --cflags --libs libcurl jansson) -lpthread
cluster --fsync off
daemon republish
db=$(owner_uri republish)
export SPOR_URL=$url SPOR_CA=$ca SPOR_TOKEN=$token HOME=$it_dir LANG=C.UTF-8
unset SPOR_LANG LC_ALL XDG_CONFIG_HOME

cursor() { sql "$db" "select coalesce((select at from assess_cursor where name = '$1'), 0)"; }
settled() { [ "$(sql "$db" "select (select at from assess_cursor where name = 'feed') = (select no from feed_head)
    and coalesce((select at from assess_cursor where name = 'rule_set'), 9223372036854775807) = 9223372036854775807
    and not exists (select from case_facts where facts_until <= spor_today())")" = t ]; }
flags_today() { sql "$db" "select md5(string_agg(concat_ws(',', case_id, rule, subject, severity, from_day), ' ' order by case_id, rule, subject))
    from span where from_day <= spor_today() and spor_today() < to_day and case_id <= $imported"; }
metric() { curl -s --cacert "$ca" "$url/metrics" | sed -n "s/^$1 //p"; }
in_days() { sql "$db" "select spor_today() + $1"; }
publish() { # publish NAME DAYS RULES
    answer=$(as=$admin api POST /v1/rulesets "{\"id\":\"$1\",\"valid_from\":\"$(in_days "$2")\",\"rules\":$3}")
    answer=$(as=$admin api POST "/v1/rulesets/$1/publish" '' -H 'If-Match: "1"')
    [ "$(status)" = 200 ] || note "$answer"
}
equals_rebuild() {
    local check=0
    "$spord" rebuild --database "$(daemon_uri republish)" --owner-database "$db" --data-dir "$it_dir/data" --check >"$it_dir/rebuild" 2>&1 || check=$?
    is "$check" 0 "$1"
    [ "$check" = 0 ] || note "$(tail -5 "$it_dir/rebuild")"
}

"$spor" simulate --citizens $citizens --seed 11 >"$it_dir/town"
"$spor" import "$it_dir/town" --source town >/dev/null 2>&1
wait_until 120 settled || note "the import is not assessed yet"
imported=$(sql "$db" "select max(case_id) from course")
admin=$(admin_token)
before=$(flags_today)

# ---- with writers
"$it_dir/hammer" "$url" "$ca" "$token" 32 200 3600 "$it_dir/acknowledged" >"$it_dir/hammered" 2>&1 &
hammer=$!
stop_hammer() { kill -KILL "$hammer" 2>/dev/null; }
it_at_exit+=(stop_hammer)
wait_until 60 sh -c "[ \$(wc -l <'$it_dir/acknowledged') -gt 300 ]" || note "the clients are slow to start"
publish stricter 5 '{"R7.1":{"amber_days":20,"red_days":40,"groups":{"sick_pay":{"amber_days":10}}},"R5.1":{"on":0}}'
is "$(status)" 200 "a rule set is published while 32 clients post"
some=$(sql "$db" "select case_uuid from course where case_id = $imported")
lines() { wc -l <"$it_dir/acknowledged"; }
walked() { [ "$(cursor rule_set)" = 9223372036854775807 ]; }
posted=$(lines) reads=0 slow=0
until walked || [ $((reads += 1)) -gt 2000 ]; do
    [ "$(curl -s -o /dev/null -m 5 -w '%{http_code}' --cacert "$ca" -H "Authorization: Bearer $token" "$url/v1/cases/$some/course")" = 200 ] || slow=$((slow + 1))
done
is "$slow" 0 "every read during the walk is answered ($reads of them)"
ok "$([ "$(lines)" -gt "$posted" ]; echo $?)" "and so are writes: $(($(lines) - posted)) events meanwhile"
kill -USR1 "$hammer"
ended=0
wait "$hammer" || ended=$?
is "$ended" 0 "every event that was begun was acknowledged"
wait_until 60 settled || note "not settled"
is "$(flags_today)" "$before" "the flags of today are what they were"
answer=$(api GET /v1/rulesets/stricter)
is "$(jq -c '.assessment.assessed == .assessment.cases' <<<"$answer")" true "all cases are assessed with it"
psql -X -q -v ON_ERROR_STOP=1 "$db" -c "create table acknowledged (course uuid, event uuid, seq int, feed bigint)" \
    -c "\\copy acknowledged from '$it_dir/acknowledged' with (delimiter ' ')"
is "$(sql "$db" "select count(*) from acknowledged a where (select count(*) from event e join course c using (case_id)
    where c.case_uuid = a.course and e.event_id = a.event and e.seq = a.seq and e.feed_no = a.feed) <> 1")" 0 \
    "every acknowledged event is there exactly once"
is "$(sql "$db" "select count(*) = max(no) and max(no) = (select no from feed_head) from feed")" t "no gap in the feed"
equals_rebuild "stored facts and spans equal a rebuild"

# ---- what will be
first=$(in_days 5)
is "$(sql "$db" "select count(*) > 0 from span s join rule_set k on k.number = s.rule_set where k.name = 'stricter'")" t \
    "days to come are judged by it at once"
is "$(sql "$db" "select count(*) from span s join rule_set k on k.number = s.rule_set where (k.name = 'stricter') <> (s.from_day >= '$first')
    or (k.name <> 'stricter' and s.to_day > '$first')")" 0 "from its first day on, and no day before"
# A meeting that is booked could end it on the very day.
retiring=$(sql "$db" "select c.case_uuid from span s join course c using (case_id) join case_facts f using (case_id)
    where s.rule = 23 and s.to_day = '$first' and s.from_day <= spor_today() and f.next_meeting in ('infinity', '-infinity') limit 1")
answer=$(api GET "/v1/cases/$retiring/course")
is "$(jq -c "[.spans[] | select(.to == \"$first\" and .rule == \"R5.1\") | .rule_retired]" <<<"$answer")" '[true]' "a span that ends with its rule says so"
is "$(jq -c '[.spans[] | select(.rule_retired and .rule != "R5.1")]' <<<"$answer")" '[]' "and no other does"
out=$("$spor" case course "$retiring")
ok "$([[ $out == *"R5.1"*"rule retired"* ]]; echo $?)" "spor case course shows it"
out=$("$spor" case course "$retiring" --lang da)
ok "$([[ $out == *"regel udgået"* ]]; echo $?)" "in Danish, too"

# ---- killed on the way: a transaction of the test holds a case in the middle, the walk waits there
middle=$(sql "$db" "select case_id from case_facts where is_open order by case_id offset (select count(*) * 6 / 10 from case_facts where is_open) limit 1")
coproc HOLD { psql -X -q -A -t "$(super_uri republish)"; }
echo "begin; select 'held' from case_facts where case_id = $middle for update;" >&"${HOLD[1]}"
read -r -t 10 held <&"${HOLD[0]}"
is "$held" held "a case is held"
publish milder 3 '{"R7.1":{"amber_days":55}}'
on_the_way() { [ "$(cursor rule_set)" -gt 0 ] && [ "$(cursor rule_set)" -lt "$middle" ] &&
    [ "$(sql "$(super_uri republish)" "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and application_name like '%assessor%'")" = 1 ]; }
is "$(wait_until 60 on_the_way; echo $?)" 0 "the walk waits on its way"
answer=$(api GET /v1/rulesets/milder)
is "$(jq -c '.assessment | .assessed > 0 and .assessed < .cases' <<<"$answer")" true "its progress shows: $(jq -c .assessment <<<"$answer")"
is "$(metric spor_reassess_cases_done)" "$(jq .assessment.assessed <<<"$answer")" "and in the metrics"
is "$(jq -c '.assessment.assessed == .assessment.cases' <<<"$(api GET /v1/rulesets/base)")" true "what is shipped is done"
equals_rebuild "what the walk has not reached waits, it does not differ"
daemon_stop KILL
echo "rollback;" >&"${HOLD[1]}"
echo "\\q" >&"${HOLD[1]}"
gone() { [ "$(sql "$(super_uri republish)" "select count(*) from pg_stat_activity where application_name like '%assessor%'")" = 0 ]; }
wait_until 30 gone || note "the killed daemon's session is still there"
# What that session was sent before the end it may have brought to its end.
reached=$(cursor rule_set)
cases=$(sql "$db" "select count(*) from course where case_id > $reached")
daemon_start
is "$(wait_until 60 settled; echo $?)" 0 "after a restart it goes on to the end"
is "$(metric spor_assessed_cases_total)" "$cases" "where it was: only the cases above number $reached"
is "$(metric spor_reassess_cases)" 0 "then nothing is left"
equals_rebuild "stored facts and spans equal a rebuild again"
