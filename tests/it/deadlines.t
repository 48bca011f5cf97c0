#!/bin/bash
# Coming deadlines: what begins to be in breach, when, and what prevents it; nothing that is in breach already or only goes on;
# only for those who see the case; as a calendar file.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"
spor=$(dirname "$spord")/spor

plan 22
cluster --fsync off
daemon deadlines
db=$(owner_uri deadlines)
sql "$db" "insert into team (team, name) values ('north', 'North'), ('south', 'South')"
login lea leader north
login cas caseworker north
login sol leader south
export SPOR_URL=$url SPOR_CA=$ca
case=00000001-0000-4000-8000-000000000001
step=00000001-0000-4000-8000-0000000000aa
day() { sql "$db" "select spor_today() + $1"; }
now() { date -u +%Y-%m-%dT%H:%M:%S.%6NZ; }
post() { api POST "/v1/cases/$case/events" "$1" -H 'Prefer: wait=5' "${@:2}" >"$it_dir/answer"; }
deadlines() { api GET "/v1/deadlines?${1:-days=30}" >"$it_dir/answer"; }
items() { jq -c "[.items[] | $1]" "$it_dir/answer"; }

# ---- a case of Cas, opened today
as=$token_cas
api POST /v1/cases "{\"case\":\"$case\",\"external_ref\":\"K-1\",\"events\":[
    {\"event_id\":\"00000001-0000-4000-8000-000000000010\",\"kind\":\"case_opened\",\"occurred_at\":\"$(now)\"},
    {\"event_id\":\"00000001-0000-4000-8000-000000000011\",\"kind\":\"caseworker_assigned\",\"occurred_at\":\"$(now)\",\"staff\":\"cas\",\"role\":\"primary\"}]}" \
    -H 'Prefer: wait=5' >"$it_dir/answer"
is "$(status)" 201 "a case"
deadlines days=14
is "$(items '[.flag, .severity, .severity_before, .from]')" "[[\"R5.1:0\",\"amber\",\"none\",\"$(day 14)\"]]" \
    "no next step: amber on the 14th own day"
is "$(items .prevented_by.en)" '["a step, or a booked meeting"]' "… and what prevents it"
deadlines days=13
is "$(items .flag)" '[]' "a day less is not that far"
deadlines
is "$(items '.flag' | jq -c 'index("R3.1:0") != null and index("R5.1:0") != null')" true "in 30 days the wishes are missing, too"

# ---- a step: the first deadline goes, its own comes, and gets worse
post "{\"event_id\":\"$step\",\"kind\":\"next_step_set\",\"occurred_at\":\"$(now)\",\"party\":\"citizen\",\"due\":\"$(day 2)\",\"channel\":\"phone\",\"note\":\"CV\"}"
is "$(status)" 201 "a step due in two days"
deadlines
is "$(items 'select(.rule == "R5.1" or .rule == "R5.2") | [.rule, .severity, .severity_before, .from]')" \
    "[[\"R5.2\",\"amber\",\"none\",\"$(day 9)\"],[\"R5.2\",\"red\",\"amber\",\"$(day 23)\"]]" "overdue in 9 days, and worse in 23"
post "{\"event_id\":\"00000001-0000-4000-8000-0000000000ab\",\"kind\":\"next_step_moved\",\"occurred_at\":\"$(now)\",\"ref\":\"$step\",\"due\":\"$(day 60)\"}"
is "$(status)" 201 "the step is moved"
deadlines
is "$(items 'select(.rule == "R5.1" or .rule == "R5.2")')" '[]' "and with it the deadline"

# ---- for whom
as=$token_lea
deadlines
all=$(items .flag)
ok "$([ "$all" != '[]' ]; echo $?)" "the leader of the team sees it"
deadlines 'days=30&team=north'
is "$(items .flag)" "$all" "… by team"
deadlines 'days=30&team=south'
is "$(items .flag)" '[]' "… not under another team"
as=$token_sol
deadlines
is "$(items .flag)" '[]' "the leader of another team does not"
as=$token
deadlines
is "$(items .flag)" "$all" "a token with read:all does"
as=$(admin_token)
deadlines
is "$(status)" 403 "an administrator may not ask"

# ---- bad questions
as=$token_lea
for bad in days=0 days=93 limit=0 x=1; do
    deadlines "$bad"
    is "$(status)" 400 "refused: $bad"
done

# ---- as a calendar file
SPOR_TOKEN=$token_cas "$spor" deadlines --days 30 --ics "$it_dir/spor.ics" --lang da
is "$(tr -d '\r' <"$it_dir/spor.ics" | grep -c '^BEGIN:VEVENT')" "$(jq -c length <<<"$all")" "an entry for each"
as=$token_cas api GET '/v1/deadlines.ics?days=30' >/dev/null
is "$(header content-disposition)" 'attachment; filename="spor.ics"' "under a name that nobody chooses"
ok "$(tr -d '\r' <"$it_dir/spor.ics" | grep -q '^SUMMARY:R3.1 borgerens ønsker mangler – K-1$'; echo $?)" "in Danish, by the case's reference"
