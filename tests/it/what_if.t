#!/bin/bash
# shellcheck disable=SC2016 # the variables in single quotes are jq's
# What-if over a simulated municipality: the rules in force change nothing; a draft's numbers are those of the case lines
# behind them, and, published for real in a second database, of the spans that the assessor stores; who sees what; drafts
# by name; bad questions; a client or a database that goes away. And the export of stored spans.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"
spor=$(dirname "$spord")/spor

plan 52
cluster --fsync off
daemon whatif
db=$(owner_uri whatif)
export SPOR_URL=$url SPOR_CA=$ca SPOR_TOKEN=$token
assessed() { [ "$(sql "$db" "select (select no from feed_head) - (select at from assess_cursor where name = 'feed')")" = 0 ]; }

"$spor" simulate --citizens 300 --seed 7 >"$it_dir/city"
"$spor" import "$it_dir/city" --source city --json >"$it_dir/import" 2>/dev/null
wait_until 60 assessed
ok "$(jq -e '.cases == 300 and .rejected == 0' "$it_dir/import" >/dev/null; echo $?)" "a municipality of 300"

what_if() { api POST /v1/what-if "$1" >"$it_dir/answer"; }
result() { jq -c 'select(.result) | .result' "$it_dir/answer"; }
period() { printf '{"period":{"id":"d","valid_from":"2000-01-01"%s},"from":"2025-01-01"%s}' "$1" "${2:-}"; }

# ---- nothing changed, nothing changes
what_if "$(period '')"
is "$(status)" 200 "a draft that says what is in force"
is "$(result | jq -c '[.cases, .rounded, ([.rows[].rules[]] | length)]')" '[300,false,0]' "… changes nothing in any month"
is "$(jq -c 'select(.case)' "$it_dir/answer" | wc -l)" 0 "… and no case"

# ---- a draft: counts and the case lines behind them
what_if "$(period ',"rules":{"R7.1":{"amber_days":30,"red_days":60},"R1.1":{"red":4}}')"
ok "$(jq -e -s 'map(select(.case)) | length > 10' "$it_dir/answer" >/dev/null; echo $?)" "a stricter draft changes cases"
counted=$(result | jq -S -c '[.rows[] | select(.of == "all") | .on as $on | .rules[] | select(.severity == "red")
    | {on: $on, rule, newly, no_longer}]')
lines=$(jq -s -S -c '[.[] | select(.case) | .changes[]] | group_by([.on, .rule])
    | map({on: .[0].on, rule: .[0].rule, newly: map(select(.after == "red")) | length,
           no_longer: map(select(.before == "red")) | length}) | map(select(.newly + .no_longer > 0))' "$it_dir/answer")
is "$counted" "$lines" "each number is that of the case lines behind it"
is "$(result | jq -c '[.rows[] | select(.of != "all")] | group_by(.on) | map(map(.open) | add)')" \
    "$(result | jq -c '[.rows[] | select(.of == "all") | .open]')" "the teams' open cases add up to all"
what_if "$(period ',"rules":{"R7.1":{"amber_days":30,"red_days":60},"R1.1":{"red":4}}' ',"unchanged":true')"
today=$(sql "$db" "select spor_today()")
is "$(result | jq -c "[.rows[] | select(.of == \"all\" and .on == \"$today\") | .rules[] | select(.severity == \"breach\") | [.rule, .before]]")" \
    "$(sql "$db" "select coalesce(json_agg(json_build_array('R' || r, n) order by x), '[]')::text from (
        select rule as x, count(distinct case_id) as n,
               (array['1.1','1.2','1.3','1.4','1.5','1.6','2.1','2.2','2.3','2.4','2.5','2.6','3.1','3.2','3.3','3.4','3.5','4.1','4.2','4.3',
                      '4.4','4.5','5.1','5.2','5.3','5.4','5.5','6.1','6.2','6.3','6.4','6.5','7.1','7.2','7.3','7.4','7.5','7.6','7.7','7.8'])[rule] as r
        from span where from_day <= spor_today() and spor_today() < to_day and severity > 1 group by rule) q" | tr -d ' ')" \
    "the rules in force, replayed, are the stored spans of today"
after=$(result | jq -c '[.rows[] | select(.of == "all") | .on as $on | .rules[] | select(.severity == "breach" and .after > 0) | [$on, .rule, .after]] | sort')
is "$(sql "$db" "select count(*) from rule_set")" 5 "nothing was written"

# ---- the same draft for real, in a database of its own: the assessor stores what was foretold
daemon_stop
daemon really
db=$(owner_uri really)
sql "$db" "insert into rule_set (name, valid_from, source)
    values ('d', '2000-01-01', '{\"id\":\"d\",\"valid_from\":\"2000-01-01\",\"rules\":{\"R7.1\":{\"amber_days\":30,\"red_days\":60},\"R1.1\":{\"red\":4}}}')"
daemon_stop
daemon_start
export SPOR_URL=$url SPOR_TOKEN=$token
"$spor" import "$it_dir/city" --source city --json >/dev/null 2>&1
wait_until 60 assessed
"$spor" export --spans >"$it_dir/spans"
ok "$(jq -e -s 'length > 300 and (map(keys) | unique == [["case","external_ref","from","rule","rule_set","severity","subject","to"]])' \
    "$it_dir/spans" >/dev/null; echo $?)" "spans are exported"
is "$(wc -l <"$it_dir/spans")" "$(sql "$db" "select count(*) from span")" "all of them"
mapfile -t days < <(result | jq -r '[.rows[].on] | unique[]')
stored=$(jq -s -c --arg today "$today" '
    [.[] | select(.severity != "info")] as $spans
    | [$ARGS.positional[] as $on | $spans | map(select(.from <= $on and (.to == null or $on < .to)) | [.rule, .case]) | unique
       | group_by(.[0])[] | [$on, .[0][0], length]] | sort' "$it_dir/spans" --args "${days[@]}")
is "$stored" "$after" "what was foretold is what the assessor stores, on the last day of each month"

# ---- who sees what: one case more, so that the exact number of all is none that is rounded; ten protected citizens
api POST /v1/cases "{\"case\":\"00000001-0000-4000-8000-000000000001\",\"events\":[{\"event_id\":\"00000001-0000-4000-8000-000000000010\",
    \"kind\":\"case_opened\",\"occurred_at\":\"2026-01-05T09:00:00+01:00\"}]}" >/dev/null
sql "$db" "select change_protected(citizen, true) from course where is_open and citizen is not null order by case_id limit 10" >/dev/null
login lea leader
login cas caseworker
login aud auditor
as=$token_lea
what_if "$(period ',"rules":{"R7.1":{"amber_days":21}}')"
is "$(result | jq -c .cases)" "$(api GET '/v1/cases?counts=true' | jq .counts.total)" "a leader replays the cases they see"
as=$token_cas
what_if "$(period ',"rules":{"R7.1":{"amber_days":21}}')"
is "$(result | jq -c '[.cases, (.rows | length)]')" '[0,0]' "a caseworker without cases none"
as=$token_aud
what_if "$(period ',"rules":{"R7.1":{"amber_days":21}}')"
is "$(jq -c 'select(.case)' "$it_dir/answer" | wc -l)" 0 "an auditor sees no case"
is "$(jq -s -c 'map(select(.progress) | .progress | keys) | unique' "$it_dir/answer")" '[["percent"]]' "… progress names no number of cases"
is "$(result | jq -c '[.cases, .protected]')" '[290,10]' "… protected citizens are counted apart"
is "$(result | jq -r .to)" "$(date -u -d "$(date -u -d "$today + 1 day" +%Y-%m-01) - 1 day" +%F)" "… up to the end of the last month"
what_if "$(period '' ',"to":"2026-05-30"')"
is "$(status) $(jq -r '.errors[0].pointer' "$it_dir/answer")" "400 /to" "… and for no other days: what differs between two days is somebody"
what_if "$(period ',"rules":{"R7.1":{"amber_days":21}}' ',"to":"2026-05-31"')"
ok "$(result | jq -e '.rounded and ([.rows[] | .open, (.rules[] | .before, .after, .newly, .no_longer)]
    | all(. == "<5" or (type == "number" and . % 5 == 0)))' >/dev/null; echo $?)" "… and only rounded numbers"
as=$(admin_token)
what_if "$(period '')"
is "$(status)" 200 "an administrator may ask, too"
logged() { sql "$db" "select s.staff, a.filter, a.rows, a.status from access_log a join staff s on s.id = a.staff
    where a.route = 'what_if' and s.staff in ('lea', 'aud') order by a.at, a.rows" >"$it_dir/logged" && [ "$(wc -l <"$it_dir/logged")" = 4 ]; }
wait_until 10 logged
is "$(cut -d'|' -f1,2,4 "$it_dir/logged" | tr '\n' ' ')" "lea|period=d&from=2025-01-01|200 aud|period=d&from=2025-01-01|200 \
aud|period=d&from=2025-01-01&to=2026-05-30|400 aud|period=d&from=2025-01-01&to=2026-05-31|200 " "the access log says what was asked"
as=$token_lea
what_if "$(period ',"rules":{"R7.1":{"amber_days":21}}')"
is "$(head -1 "$it_dir/logged" | cut -d'|' -f3)" "$(jq -c 'select(.case)' "$it_dir/answer" | wc -l)" "… and how many cases were shown"

# ---- a draft by its name, as if it were in force from the first day asked for
as=$token_aud
draft='{"id":"strict","valid_from":"2099-01-01","rules":{"R7.1":{"amber_days":21}}}'
api POST /v1/rulesets "$draft" >/dev/null
is "$(status)" 201 "a draft is kept"
by_name='{"draft":"strict","from":"2025-01-01"}'
what_if "$by_name"
named=$(result)
what_if "$(period ',"rules":{"R7.1":{"amber_days":21}}' | sed s/2000-01-01/2025-01-01/)"
is "$named" "$(result)" "a draft may be named instead of written out"
ok "$(jq -e '[.rows[].rules[]] | length > 5' <<<"$named" >/dev/null; echo $?)" "… it counts from the first day asked for, whenever it begins"
SPOR_TOKEN=$token_aud "$spor" what-if --draft strict --from 2025-01-01 --json 2>/dev/null | jq -c 'select(.result) | .result' >"$it_dir/by_cli"
is "$(cat "$it_dir/by_cli")" "$named" "spor what-if --draft asks for the same"
is "$(SPOR_TOKEN=$token_aud "$spor" what-if --draft strict --from 2025-01-01 --lang da 2>/dev/null | tail -1)" \
    "10 forløb med beskyttede borgere er ikke med i tallene." "… and says who is not counted"
as=$token_lea
what_if "$by_name"
is "$(status)" 404 "drafts are seen by those who may write them"
as=$token_aud
what_if '{"draft":"base","from":"2025-01-01"}'
is "$(status)" 404 "what is published is no draft"

# ---- bad questions
as=$token
for bad in '{}' '{"period":{},"from":"2025-01-01"}' "$(period ',"rules":{"R1.1":{"red":99}}')" "$(period ',"rules":{"R9.9":{"red":4}}')" \
    "$(period '' ',"to":"2024-01-01"')" "$(period '' ',"to":"2999-01-01"')" "$(period '' ',"x":1')" "$(period '' ',"draft":"d"')"; do
    what_if "$bad"
    is "$(status)" 400 "refused: ${bad:0:70}"
done

# ---- a client that goes away
as=$token
for _ in 1 2 3 4 5 6; do
    timeout 0.05 curl -s --cacert "$ca" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
        --data-binary "$(period ',"rules":{"R7.1":{"amber_days":21}}')" "$url/v1/what-if" >/dev/null || true
done
free() { what_if "$(period '')" && [ "$(status)" = 200 ]; }
wait_until 20 free
ok $? "replays whose client has gone make room for others"

# ---- while the database holds its answers back: one replay of each caller, two at once, the others wait for their turn and
# are told their place; the links break; a stop waits
coproc holder { psql -X -q "$db"; }
hold() { echo 'begin; lock table event in access exclusive mode;' >&"${holder[1]}"; }
held() { [ "$(sql "$db" "select count(*) from pg_locks where relation = 'event'::regclass and $1")" -ge "$2" ]; }
start() { # start TOKEN NAME …: a what-if each, whose answer and status go to files
    local name caller=$1
    for name in "${@:2}"; do
        curl -s -N --cacert "$ca" -H "Authorization: Bearer $caller" -H 'Content-Type: application/json' -o "$it_dir/$name" \
            -w '%{http_code}' --data-binary "$(period '')" "$url/v1/what-if" >"$it_dir/$name.status" &
        started+=($!)
    done
}
stands() { # stands NAME: how many it was told to be before it, one place after the other
    sed -n 's/.*"before":\([0-9]*\).*/\1/p' "$it_dir/$1" 2>/dev/null | paste -sd' '
}
stands_at() { [ "$(stands "$1")" = "$2" ]; }
started=()
hold
wait_until 10 held granted 1
start "$token" one
wait_until 10 held 'not granted' 1
start "$token" three
wait_until 10 stands_at three 0
ok $? "a second replay of one caller waits, though there is room for two"
start "$token_lea" two
wait_until 10 held 'not granted' 2
start "$token_lea" four
wait_until 10 stands_at four 1
ok $? "… and a second one of another caller behind it, told their place"
start "$token" five
wait_until 10 stands_at five 2
start "$token" six
wait_until 10 stands_at six 3
start "$token" seven
wait_until 10 stands_at seven 4
what_if "$(period '')"
is "$(status) $(header retry-after)" "429 5" "whoever has four waiting is told to come again"
kill "${started[4]}"
wait_until 10 stands_at six "3 2"
ok $? "one whose client goes is no longer before the others"
echo 'rollback;' >&"${holder[1]}"
for n in 0 1 2 3 5 6; do wait "${started[n]}"; done
is "$(cat "$it_dir"/{one,two,three,four,six,seven}.status) $(jq -c 'select(.result) | .result.cases' "$it_dir"/{one,two,three,four,six,seven} | wc -l)" \
    "200200200200200200 6" "… and those who waited have their answers"
started=()
hold
wait_until 10 held granted 1
start "$token" one
start "$token_lea" two
wait_until 10 held 'not granted' 2
sql "$(super_uri really)" "select pg_terminate_backend(pid) from pg_locks where relation = 'event'::regclass and not granted" >/dev/null
wait "${started[@]}"
is "$(cat "$it_dir/one.status" "$it_dir/two.status")" 503503 "the database goes away under two replays: 503"
echo 'rollback;' >&"${holder[1]}"
wait_until 20 free
ok $? "… and there is room for others"
started=()
hold
wait_until 10 held granted 1
start "$token" one
wait_until 10 held 'not granted' 1
kill -TERM "$daemon_pid"
wait_until 10 grep -q '"stopping"' "$it_dir/spord.log"
echo 'rollback;' >&"${holder[1]}"
wait "${started[@]}"
is "$(cat "$it_dir/one.status") $(jq -c 'select(.result) | .result.cases' "$it_dir/one")" "200 301" "a stop waits for what is being answered"
daemon_status=0
wait "$daemon_pid" || daemon_status=$?
daemon_pid=''
is "$daemon_status" 0 "and the daemon ends well"

# ---- an error behind the first pieces: the last line says so, and so do the logs
daemon_start
as=$token
for n in $(seq 300); do
    printf '{"case":"00000002-0000-4000-8000-%012d","event_id":"00000003-0000-4000-8000-%012d","kind":"case_opened","occurred_at":"2026-01-05T09:00:00+01:00"}\n' "$n" "$n"
done >"$it_dir/more"
api POST /v1/events @"$it_dir/more" -H 'Content-Type: application/x-ndjson' >/dev/null
is "$(sql "$db" "select count(*) from course")" 601 "more cases than one part"
sql "$(super_uri really)" "alter table event disable trigger all" "update event set kind = 99 where case_id = (select max(case_id) from course)"
what_if "$(period '')"
is "$(status) $(jq -c '[keys[0]] + [.error.status]' "$it_dir/answer" | tail -1)" '200 ["error",500]' "the last line is the problem"
said() { sql "$db" "select 1 from access_log where route = 'what_if' and status = 500" | grep -q 1 && grep '"failed"' "$it_dir/spord.log" | grep -q '"step":"worked"'; }
wait_until 10 said
ok $? "… and the logs say that it failed"
daemon_stop
is "$daemon_status" 0 "the daemon ends well"
