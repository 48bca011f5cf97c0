#!/bin/bash
# Serving: sessions and how they end, throttling, roles and scopes, tokens and their approval, every refusal of input,
# cursors, pages, the access log, the loss of the database, signals.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 114
cluster --fsync off
daemon serve --login-failures 3
db=$(owner_uri serve)

wants() { # wants STATUS METHOD PATH [BODY [curl arguments]]: what, then the status
    local wanted=$1
    shift
    answer=$(api "$@")
    is "$(status)" "$wanted" "$1 $2: $wanted"
    [ "$(status)" = "$wanted" ] || note "$answer"
}
says() { ok "$([[ $answer == *"$1"* ]]; echo $?)" "… says $1"; }
id() { printf '%08d-0000-4000-8000-00000000%04d' "$1" "${2:-0}"; }

# ---- without a session
as=nobody
wants 200 GET /healthz
wants 200 GET /readyz
wants 200 GET /metrics
says spor_requests_total
wants 200 GET /v1/openapi.json
says '"openapi":"3.1.0"'
ok "$(jq -e '.paths | keys | length > 25' <<<"$answer" >/dev/null; echo $?)" "the description is JSON and has the routes"
ok "$(jq -e '[.. | objects | select(has("$ref"))["$ref"] | ltrimstr("#/components/schemas/")] - (.components.schemas | keys) == []' \
    <<<"$answer" >/dev/null; echo $?)" "each \$ref names a schema"
ok "$(jq -e '[.paths[][].operationId] | length == (unique | length)' <<<"$answer" >/dev/null; echo $?)" "operations have names of their own"
for path in /v1/me /v1/cases /v1/staff /v1/teams /v1/feed /v1/tokens /v1/export "/v1/cases/$(id 1)"; do
    wants 401 GET "$path"
done
is "$(header www-authenticate)" Bearer "401 says how to authenticate"
wants 404 GET /v1/nothing
says '"trace_id":"'
wants 405 PUT /v1/cases '{}'
is "$(header allow)" "GET, HEAD, POST" "405 lists what is allowed"

# ---- logging in
wants 401 POST /v1/sessions '{"login":"admin","password":"wrong wrong"}'
wants 401 POST /v1/sessions '{"login":"nobody","password":"wrong wrong"}'
says 'unknown log-in or wrong password'
wants 400 POST /v1/sessions '{"login":"admin"}'
says '"pointer":"/password"'
wants 400 POST /v1/sessions '{"login":"admin","password":"a long enough password","x":1}'
wants 400 POST /v1/sessions '{"login":'
wants 415 POST /v1/sessions 'login=admin' -H 'Content-Type: application/x-www-form-urlencoded'
wants 201 POST /v1/sessions '{"login":"admin","password":"a long enough password"}'
ok "$(header set-cookie | grep -q '^__Host-spor=.*; Path=/; Secure; HttpOnly; SameSite=Lax$'; echo $?)" "with a cookie of the strict kind"
admin=$(sed 's/.*"token":"//; s/".*//' <<<"$answer")
is "$(sql "$db" "select count(*) from session where encode(token_sha256, 'escape') like '%$admin%'")" 0 "the token is not in the database"
for _ in 1 2 3; do api POST /v1/sessions '{"login":"victim","password":"wrong wrong"}' >/dev/null; done
wants 429 POST /v1/sessions '{"login":"victim","password":"wrong wrong"}'
ok "$([ "$(header retry-after)" -gt 0 ]; echo $?)" "429 says when to come again"

as=$admin
wants 200 GET /v1/me
says '"role":"administrator"'
with_cookie() { # METHOD PATH BODY [further]
    local method=$1 path=$2 body=$3
    shift 3
    curl -s -o /dev/null -w '%{http_code}' --cacert "$ca" -X "$method" -H "Cookie: x=1; __Host-spor=$admin" \
        -H 'Content-Type: application/json' -d "$body" "$@" "$url$path"
}
is "$(curl -s -o /dev/null -w '%{http_code}' --cacert "$ca" -H "Cookie: __Host-spor=$admin" "$url/v1/me")" 200 "the cookie is as good"
is "$(with_cookie POST /v1/teams '{"team":"evil"}')" 403 "but a write with it needs an Origin"
is "$(with_cookie POST /v1/teams '{"team":"evil"}' -H 'Origin: https://evil.example')" 403 "and our own"
is "$(with_cookie POST /v1/teams '{"team":"employment/north","name":"Nord"}' -H "Origin: $url")" 201 "then it is done"

# ---- people and teams
wants 201 POST /v1/staff '{"staff":"anna","name":"Anna A","role":"caseworker","password":"a long enough password"}'
wants 409 POST /v1/staff '{"staff":"anna","role":"caseworker"}'
wants 400 POST /v1/staff '{"staff":"berit","role":"boss"}'
says '"pointer":"/role"'
wants 400 POST /v1/staff '{"staff":"berit","password":"short"}'
wants 201 POST /v1/staff '{"staff":"lea","role":"leader","password":"a long enough password"}'
wants 201 POST /v1/staff '{"staff":"ada","role":"auditor","password":"a long enough password"}'
wants 409 POST /v1/teams '{"team":"employment/north"}'
wants 201 POST /v1/teams/employment%2Fnorth/members '{"staff":"anna","from":"2026-01-01"}'
wants 201 POST /v1/teams/employment%2Fnorth/members '{"staff":"lea","from":"2026-01-01"}'
wants 409 POST /v1/teams/employment%2Fnorth/members '{"staff":"lea","from":"2026-02-01"}'
wants 404 POST /v1/teams/employment%2Fnorth/members '{"staff":"nobody"}'
anna=$(session anna) lea=$(session lea) ada=$(session ada)
wants 403 GET /v1/cases
as=$ada wants 403 GET /v1/cases
as=$ada wants 403 GET "/v1/cases/$(id 1)"
as=$anna wants 403 POST /v1/staff '{"staff":"x"}'
as=$anna wants 403 PATCH /v1/staff/lea '{"name":"x"}'
as=$anna wants 403 GET /v1/export
as=$anna wants 403 GET /v1/reports/dfg
as=$anna wants 403 PATCH /v1/staff/anna '{"password":"another long password","old_password":"not this one"}'
as=$anna wants 200 PATCH /v1/staff/anna '{"password":"another long password","old_password":"a long enough password"}'
anna=$(api POST /v1/sessions '{"login":"anna","password":"another long password"}' | jq -r .token) # all sessions have ended

# ---- tokens: case content needs a leader
as=$admin
wants 201 POST /v1/tokens '{"name":"export","scopes":["read:all"]}'
new=$(sed 's/.*"token":"//; s/".*//' <<<"$answer") number=$(sed 's/.*"id":\([0-9]*\).*/\1/' <<<"$answer")
as=$new wants 401 GET /v1/cases
wants 403 POST "/v1/tokens/$number/approvals"
as=$lea wants 204 POST "/v1/tokens/$number/approvals"
as=$lea wants 200 GET /v1/tokens
says '"approved_by":"lea"'
as=$new wants 200 GET /v1/cases
wants 204 DELETE "/v1/tokens/$number"
as=$new wants 401 GET /v1/cases

# ---- cases
as=$lea
for n in 1 2 3 4 5; do
    api POST /v1/cases "{\"case\":\"$(id "$n")\",\"external_ref\":\"r$n\",\"events\":[{\"event_id\":\"$(id "$n" 1)\",\"kind\":\"case_opened\",
        \"occurred_at\":\"2026-0$n-05T10:00:00+01:00\",\"unit\":\"employment/north\"}]}" -H 'Prefer: wait=5' >/dev/null
done
as=$anna
wants 200 GET '/v1/cases?limit=2&sort=-course_start'
is "$(jq -r '[.items[].external_ref] | join(" ")' <<<"$answer")" "r5 r4" "the order asked for"
cursor=$(jq -r .next <<<"$answer")
wants 200 GET "/v1/cases?limit=2&sort=-course_start&after=$cursor"
is "$(jq -r '[.items[].external_ref] | join(" ")' <<<"$answer")" "r3 r2" "the next page"
wants 400 GET "/v1/cases?limit=2&sort=course_start&after=$cursor"
says 'another filter, order or person'
wants 400 GET "/v1/cases?limit=2&sort=-course_start&status=open&after=$cursor"
as=$lea wants 400 GET "/v1/cases?limit=2&sort=-course_start&after=$cursor"
forged=$(tr 'A-Za-z' 'B-ZAb-za' <<<"${cursor:0:1}")${cursor:1}
wants 400 GET "/v1/cases?limit=2&sort=-course_start&after=$forged"
wants 400 GET "/v1/cases?colour=red"
says 'allowed are status, team'
wants 400 GET "/v1/cases?sort=name"
wants 400 GET "/v1/cases?limit=201"
wants 400 GET "/v1/cases?limit=2&limit=3"
wants 400 GET "/v1/cases?external_ref=010180-1234"
says personal_data
wants 400 GET "/v1/cases/0101801234"
wants 404 GET "/v1/cases/$(id 99)"
wants 404 GET "/v1/cases/3f010180-1234-4000-8000-0a0b0c0d0e0f" # digits of a UUID are no CPR number
wants 404 GET "/v1/cases/no-uuid"
wants 400 GET "/v1/cases?status=%zz"
wants 503 GET "/v1/cases/$(id 1)?at_least=999999"

as=$token
wants 201 POST "/v1/cases/$(id 5)/events" "[{\"event_id\":\"$(id 5 2)\",\"kind\":\"caseworker_assigned\",\"occurred_at\":\"2026-05-06T10:00:00+01:00\",\"staff\":\"anna\",\"role\":\"primary\"},
    {\"event_id\":\"$(id 5 3)\",\"kind\":\"caseworker_assigned\",\"occurred_at\":\"2026-06-20T10:00:00+01:00\",\"staff\":\"lea\",\"role\":\"primary\",\"code\":\"reorganisation\"}]"
wants 200 GET "/v1/cases/$(id 5)/course"
is "$(jq -c '.switch_list' <<<"$answer")" \
    '[{"day":"2026-06-20","former":"anna","new":"lea","reason":"reorganisation","counts":"whole"}]' "the course tells the switch"
as=$anna

# ---- the access log
is "$(sql "$db" "select count(*) from access_log a join staff s on s.id = a.staff where s.staff = 'anna' and route = 'case' and case_id is null and status = 404")" 3 \
    "who asked for what is not there stands in the access log"
before=$(sql "$db" "select count(*) from access_log where route = 'case' and status = 200")
api GET "/v1/cases/$(id 1)" >/dev/null
is "$(sql "$db" "select count(*) from access_log where route = 'case' and status = 200")" "$((before + 1))" "a case is shown when the row is there"

# ---- sessions end
sql "$db" "update session set last_seen_at = spor_now() - interval '31 minutes' where staff = (select id from staff where staff = 'ada')"
as=$ada wants 401 GET /v1/me
last=$(session lea)
is "$(sql "$db" "with l as (select max(id) as id from session) update session s set expires_at = spor_now() from l, session o
    where s.id = l.id and o.id = l.id returning round(extract(epoch from o.expires_at - o.created_at))")" 36000 "a session has ten hours"
as=$last wants 401 GET /v1/me
as=$admin wants 200 PATCH /v1/staff/lea '{"active":false}'
as=$lea wants 401 GET /v1/me
as=$anna wants 204 DELETE /v1/sessions/current
as=$anna wants 401 GET /v1/me

# ---- the database goes away and comes back, without a restart
as=$token
"$top/scripts/cluster" stop --dir "$it_cluster" --mode immediate >&2
wants 503 GET /v1/cases
wants 200 GET /healthz
"$top/scripts/cluster" start --dir "$it_cluster" --fsync off >&2
wait_until 20 curl -sf --cacert "$ca" "$url/readyz"
wants 200 GET /v1/cases
says '"external_ref":"r1"'

# ---- signals
kill -HUP "$daemon_pid"
wants 200 GET /readyz
daemon_stop TERM
is "$daemon_status" 0 "SIGTERM ends it well: no handle is left, nothing leaks"
is "$(grep '^spord' "$it_dir/spord.log")" "" "… and it says no error"
ok "$(grep -q '"event":"certificate_reloaded"' "$it_dir/spord.log"; echo $?)" "SIGHUP read the certificate anew"
ok "$(! grep -q 'wrong wrong\|a long enough\|Anna A\|victim' "$it_dir/spord.log"; echo $?)" "no name and no password is in the log"
