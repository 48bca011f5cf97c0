#!/bin/bash
# shellcheck disable=SC2016 # the variables in single quotes are jq's
# The trend: numbers of each month's last day, checked against the stored spans and against themselves; by team and target
# group; as it was known at an instant; who sees what.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"
spor=$(dirname "$spord")/spor

plan 32
cluster --fsync off
daemon trend
db=$(owner_uri trend)
export SPOR_URL=$url SPOR_CA=$ca SPOR_TOKEN=$token
assessed() { [ "$(sql "$db" "select (select no from feed_head) - (select at from assess_cursor where name = 'feed')")" = 0 ]; }
trend() { api GET "/v1/reports/trend${1:-}" >"$it_dir/answer"; }
rows() { jq -c "select(.result) | .result.rows | $1" "$it_dir/answer"; }

# ---- teams, so that cases belong to some: Bo's team changes on a day in the middle
sql "$db" "insert into team (team, name) values ('north', 'North'), ('south', 'South')"
"$spor" simulate --citizens 300 --seed 11 >"$it_dir/city"
"$spor" import "$it_dir/city" --source city --json >"$it_dir/import" 2>/dev/null
wait_until 60 assessed
sql "$db" "select change_member(s.id, (select id from team where team = case when s.id % 2 = 0 then 'north' else 'south' end),
    '2000-01-01', 'infinity') from staff s where not s.is_token and (s.staff like 'u%' or s.staff like 'S%' or s.role = 0)" >/dev/null
wait_until 60 assessed

# ---- in all
trend '?from=2025-06-15'
is "$(status)" 200 "a trend"
today=$(sql "$db" "select spor_today()")
is "$(rows 'map(.on) | .[0:3]')" '["2025-06-30","2025-07-31","2025-08-31"]' "rows are the last days of months"
is "$(rows 'last.on')" "\"$today\"" "… and the last day asked for"
is "$(rows '[.[] | select(.provisional)] | length >= 1 and (map(.on) | min > "2026-09-30")')" true "the newest weeks are provisional"
is "$(rows '.[0].provisional')" false "… older months are not"
stored() { # stored DAY: rule and number of cases in breach, from the spans
    sql "$db" "select coalesce(jsonb_agg(jsonb_build_array(rule, n) order by rule), '[]') from (select rule, count(distinct case_id) as n
        from span where from_day <= '$1' and '$1' < to_day and severity > 1 group by rule) q" | tr -d ' '
}
rule_numbers='def number: . as $id | ["R1.1","R1.2","R1.3","R1.4","R1.5","R1.6","R2.1","R2.2","R2.3","R2.4","R2.5","R2.6","R3.1","R3.2","R3.3","R3.4",
    "R3.5","R4.1","R4.2","R4.3","R4.4","R4.5","R5.1","R5.2","R5.3","R5.4","R5.5","R6.1","R6.2","R6.3","R6.4","R6.5","R7.1","R7.2","R7.3","R7.4",
    "R7.5","R7.6","R7.7","R7.8"] | index($id) + 1;'
for day in 2025-12-31 2026-05-31 "$today"; do
    is "$(jq -c "$rule_numbers select(.result) | .result.rows[] | select(.on == \"$day\") | [.rules[] | [(.rule | number), .in_breach]]" \
        "$it_dir/answer")" "$(stored "$day")" "$day: what is counted are the stored spans of that day"
done
is "$(rows "last | .open")" "$(sql "$db" "select count(*) from course where is_open")" "the open cases of today"
is "$(rows '[.[] | .open as $open | .recommendations[] | select(.codex > $open or .statutory > $open)] | length')" 0 \
    "a recommendation is broken in open cases only"
is "$(rows 'all(.[]; . as $r | all(.rules[]; . as $x | $r.recommendations[($x.rule[1:2] | tonumber) - 1]
    | (if ($x.rule | IN("R4.1", "R4.5", "R7.6")) then .statutory else .codex end) >= $x.in_breach))')" true \
    "… at least as often as each of its rules, law and codex apart"
all=$(rows .)

# ---- by team, by target group
for by in team target_group team_and_target_group; do
    trend "?from=2025-06-15&by=$by"
    is "$(rows '[.[] | select(has("team") or has("target_group"))] | group_by(.on) | map(map(.open) | add)')" \
        "$(jq -c '[.[] | .open]' <<<"$all")" "by $by: the open cases add up"
    is "$(rows '[.[] | select((has("team") or has("target_group")) | not)]')" "$all" "… and the rows of all stay what they are"
done
is "$(rows '[.[].team | select(. != null)] | unique')" '["north","south"]' "both teams have cases"

# ---- as known then
known=$(date -u +%Y-%m-%dT%H:%M:%S.%6NZ)
trend '?from=2026-05-01'
before=$(rows .)
"$spor" simulate --citizens 40 --seed 12 >"$it_dir/more"
"$spor" import "$it_dir/more" --source more --json >/dev/null 2>&1
wait_until 60 assessed
trend '?from=2026-05-01'
ok "$([ "$(rows .)" != "$before" ]; echo $?)" "later registrations change the numbers of past months"
trend "?from=2026-05-01&known_at=$known"
is "$(rows .)" "$before" "known_at: the numbers as they were known then"
trend '?known_at=2001-01-01T00:00:00Z'
is "$(rows 'map(.open) | add // 0')" 0 "nothing was known in 2001"

# ---- who, and bad questions
login aud auditor
as=$token_aud
trend '?from=2026-05-01&by=team'
ok "$(rows '[.[] | .open, (.rules[] | .in_breach, .red), (.recommendations[] | .codex, .statutory)]
    | all(. == "<5" or (type == "number" and . % 5 == 0))' | grep -q true; echo $?)" "an auditor gets rounded numbers"
is "$(jq -r 'select(.result) | .result.to' "$it_dir/answer")" "$(date -u -d "$(date -u -d "$today + 1 day" +%Y-%m-01) - 1 day" +%F)" \
    "… of months that are over"
for bad in 'to=2026-05-30' "known_at=$known" 'known_at=2026-07-31T23:59:59Z'; do
    trend "?from=2026-05-01&$bad"
    is "$(status)" 400 "… and of the ends of months only: $bad"
done
trend '?from=2026-05-01&known_at=2026-06-30T22:00:00Z'
is "$(status) $(jq -r 'select(.result) | .result.to' "$it_dir/answer")" "200 2026-06-30" "… also what was known at the end of one"
logged() { sql "$db" "select filter from access_log where route = 'report_trend' and staff = (select id from staff where staff = 'aud')
    order by at limit 1" >"$it_dir/logged" && [ -s "$it_dir/logged" ]; }
wait_until 10 logged
is "$(cat "$it_dir/logged")" "from=2026-05-01&by=team" "the access log says what was asked"
login cas caseworker
as=$token_cas
trend
is "$(status)" 403 "no trend for a caseworker"
as=$token
trend '?from=1900-01-01'
is "$(status)" 400 "too many months"
curl -s -I --cacert "$ca" -H "Authorization: Bearer $token" "$url/v1/reports/trend" "$url/healthz" >"$it_dir/heads"
is "$(grep -ic '^HTTP/1.1 200' "$it_dir/heads") $(grep -ic '^transfer-encoding: chunked' "$it_dir/heads")" "2 1" "HEAD: the head alone, and the connection goes on"
daemon_stop
is "$daemon_status" 0 "the daemon ends well"
