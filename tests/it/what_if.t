#!/bin/bash
# shellcheck disable=SC2016 # the variables in single quotes are jq's
# What-if over a simulated municipality: the rules in force change nothing; a draft's numbers are those of the case lines
# behind them, and, published for real in a second database, of the spans that the assessor stores; who sees what; bad
# questions; a client that goes away. And the export of stored spans.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"
spor=$(dirname "$spord")/spor

plan 26
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

# ---- who sees what
login lea leader
login cas caseworker
login aud auditor
as=$token_lea
what_if "$(period ',"rules":{"R7.1":{"amber_days":20}}')"
is "$(result | jq -c .cases)" "$(api GET '/v1/cases?counts=true' | jq .counts.total)" "a leader replays the cases they see"
as=$token_cas
what_if "$(period ',"rules":{"R7.1":{"amber_days":20}}')"
is "$(result | jq -c '[.cases, (.rows | length)]')" '[0,0]' "a caseworker without cases none"
as=$token_aud
what_if "$(period ',"rules":{"R7.1":{"amber_days":20}}')"
is "$(jq -c 'select(.case)' "$it_dir/answer" | wc -l)" 0 "an auditor sees no case"
ok "$(result | jq -e '.rounded and ([.rows[] | .open, (.rules[] | .before, .after, .newly, .no_longer)]
    | all(. == "<5" or (type == "number" and . % 5 == 0)))' >/dev/null; echo $?)" "… and only rounded numbers"
as=$(admin_token)
what_if "$(period '')"
is "$(status)" 200 "an administrator may ask, too"

# ---- bad questions
as=$token
for bad in '{}' '{"period":{},"from":"2025-01-01"}' "$(period ',"rules":{"R1.1":{"red":99}}')" "$(period ',"rules":{"R9.9":{"red":4}}')" \
    "$(period '' ',"to":"2024-01-01"')" "$(period '' ',"to":"2999-01-01"')" "$(period '' ',"x":1')"; do
    what_if "$bad"
    is "$(status)" 400 "refused: ${bad:0:70}"
done

# ---- a client that goes away
for _ in 1 2 3 4 5 6; do
    timeout 0.05 curl -s --cacert "$ca" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
        --data-binary "$(period ',"rules":{"R7.1":{"amber_days":20}}')" "$url/v1/what-if" >/dev/null || true
done
free() { what_if "$(period '')" && [ "$(status)" = 200 ]; }
wait_until 20 free
ok $? "replays whose client has gone make room for others"
daemon_stop
is "$daemon_status" 0 "and the daemon ends well"
