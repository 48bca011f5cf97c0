#!/bin/bash
# What people do leaves its row in the access log, in the transaction of the act: log-ins, staff, sessions, teams, tokens,
# citizens, rule sets; nothing else of it is there: no password, no CPR number, no old and no new value of a citizen. A token
# is no person, whatever is asked. Sessions are listed and ended, and end by themselves.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 107
cluster --fsync off
daemon acts
db=$(owner_uri acts)
good='a long enough password'
wants() { # wants STATUS METHOD PATH [BODY [curl arguments]]
    local wanted=$1
    shift
    answer=$(api "$@")
    is "$(status)" "$wanted" "$1 $2: $wanted"
    [ "$(status)" = "$wanted" ] || note "$answer"
}
# done_is NAME WANTED: the acts since the last question: act, who, whom, status, route, and what changed without ids
since=0
done_is() {
    local got
    got=$(sql "$db" "select concat_ws(' ', act, coalesce(p.staff, '-'), coalesce(a.staff, '-'), status, route,
            (changes - '{session,citizen,expires_at,from,to,token}'::text[])::text)
        from access_log l left join staff p on p.id = l.staff left join staff a on a.id = l.about where act_no > $since order by act_no")
    since=$(sql "$db" "select coalesce(max(act_no), 0) from access_log")
    is "$got" "$2" "$1"
}

# ---- a token is no person
done_is "bootstrap leaves its trace" "$(printf '%s\n' \
    'staff_made - admin 200 bootstrap {"name": true, "role": [null, 4], "active": [null, true], "password": true}' \
    'token_made - - 200 bootstrap {"name": "it", "scopes": 7}')"
as=$(admin_token)
for body in '{"password":"a long enough password"}' '{"role":"leader"}' '{"active":true}' '{"name":"Anna"}' '{"cpr":"610180-1234"}'; do
    wants 404 PATCH /v1/staff/token:it "$body"
done
wants 400 POST /v1/staff '{"staff":"token:other","role":"caseworker","password":"a long enough password"}'
wants 201 POST /v1/teams '{"team":"employment/north"}'
wants 404 POST /v1/teams/employment%2Fnorth/members '{"staff":"token:it"}'
is "$(api GET /v1/staff | jq -c '[.items[].staff]')" '["admin"]' "nor is it in the list of people"
for statement in "update staff set password = 'x' where staff = 'token:it'" "update staff set role = 2 where staff = 'token:it'" \
    "insert into staff (staff, role) values ('token:two', 1)" \
    "insert into session (token_sha256, staff, expires_at) select '\\x00', id, now() + interval '1 hour' from staff where staff = 'token:it'" \
    "insert into member (staff, team, from_day) select p.id, t.id, '2026-01-01' from staff p, team t where p.staff = 'token:it'" \
    "update token set staff = (select id from staff where staff = 'admin')" \
    "update session set is_token = true" "update staff set is_token = false where staff = 'token:it'"; do
    ok "$(! sql "$db" "$statement" >/dev/null 2>&1; echo $?)" "the database itself refuses: ${statement:0:60}"
done
echo "$good" >"$it_dir/password"
ok "$(! "$spord" bootstrap --owner-database "$db" --data-dir "$it_dir/data" --admin token:it --password-file "$it_dir/password" \
    >/dev/null 2>"$it_dir/err"; echo $?)" "and spord bootstrap makes no administrator of it"
done_is "what was refused has no trace" "$(printf '%s\n' 'logged_in admin admin 200 session_create {"client": "other"}' \
    'team_made admin - 200 team_create {"team": "employment/north"}')"

# ---- log-ins, staff, memberships, tokens
wants 201 POST /v1/staff '{"staff":"anna","name":"Anna A","role":"caseworker","password":"a long enough password"}'
wants 201 POST /v1/staff '{"staff":"lea","role":"leader","password":"a long enough password"}'
wants 409 POST /v1/staff '{"staff":"lea","role":"leader"}'
wants 201 POST /v1/teams/employment%2Fnorth/members '{"staff":"anna","from":"2026-01-01"}'
wants 201 POST /v1/teams/employment%2Fnorth/members '{"staff":"lea","from":"2026-01-01"}'
wants 200 PATCH /v1/staff/anna '{"name":"Anna B"}' -H 'Audit-Reason: hun er blevet gift'
wants 200 PATCH /v1/staff/anna '{"name":"Anna B"}'
done_is "staff and memberships" "$(printf '%s\n' \
    'staff_made admin anna 200 staff_create {"name": true, "role": [null, 1], "active": [null, true], "password": true}' \
    'staff_made admin lea 200 staff_create {"name": true, "role": [null, 2], "active": [null, true], "password": true}' \
    'member_changed admin anna 200 member_add {"team": "employment/north"}' \
    'member_changed admin lea 200 member_add {"team": "employment/north"}' \
    'staff_changed admin anna 200 staff_change {"name": true}')"
is "$(sql "$db" "select reason from access_log where act = 'staff_changed'")" "hun er blevet gift" "with the reason that was given"
anna=$(session anna) lea=$(session lea)
as=nobody wants 401 POST /v1/sessions '{"login":"anna","password":"wrong-guess-9"}'
as=nobody wants 401 POST /v1/sessions '{"login":"a-typed-password","password":"wrong-guess-9"}'
as=nobody wants 401 POST /v1/sessions '{"login":"a-typed-password","password":"wrong-guess-8"}'
wants 201 POST /v1/tokens '{"name":"export","scopes":["read:all"]}'
number=$(jq .id <<<"$answer")
as=$lea wants 204 POST "/v1/tokens/$number/approvals"
as=$lea wants 204 POST "/v1/tokens/$number/approvals"
wants 204 DELETE "/v1/tokens/$number"
as=$anna wants 403 PATCH /v1/staff/anna '{"password":"another long password","old_password":"wrong-guess-7"}'
hash=$(sql "$db" "select distinct changes->>'account' from access_log where act = 'log_in_refused' and about is null")
ok "$([[ $hash =~ ^[0-9a-f]{32}$ ]]; echo $?)" "an unknown name is a keyed hash, twice the same"
done_is "log-ins, tokens, a wrong old password" "$(printf '%s\n' \
    'logged_in anna anna 200 session_create {"client": "other"}' 'logged_in lea lea 200 session_create {"client": "other"}' \
    'log_in_refused - anna 401 session_create {}' \
    "log_in_refused - - 401 session_create {\"account\": \"$hash\"}" "log_in_refused - - 401 session_create {\"account\": \"$hash\"}" \
    'token_made admin - 200 token_create {"name": "export", "scopes": 2}' 'token_approved lea - 200 token_approve {"name": "export", "scopes": 2}' \
    'token_ended admin - 200 token_end {"name": "export", "scopes": 2}' 'password_refused anna anna 403 staff_change {}')"

# ---- sessions: listed, ended, ended by what changes the person
curl -s -o "$it_dir/answer" --cacert "$ca" -H 'Content-Type: application/json' -A 'Mozilla/5.0 (X11)' \
    --data-binary "{\"login\":\"anna\",\"password\":\"$good\"}" "$url/v1/sessions"
browser=$(jq -r .token "$it_dir/answer")
as=$anna wants 200 GET /v1/sessions
is "$(jq -c '[.items[] | [.client, .current]]' <<<"$answer")" '[["browser",false],["other",true]]' "one's own sessions, from where, and which is this"
is "$(jq -c '.items[0] | keys' <<<"$answer")" '["client","created_at","current","expires_at","id","last_seen_at"]' "no address, no more than that"
one=$(jq '.items[0].id' <<<"$answer")
as=$anna wants 200 GET '/v1/sessions?limit=1'
as=$anna wants 200 GET "/v1/sessions?after=$(jq -r .next <<<"$answer")"
is "$(jq -c '[[.items[].client], .next]' <<<"$answer")" '[["other"],null]' "page after page"
as=$anna wants 403 GET '/v1/sessions?staff=lea'
as=$lea wants 404 DELETE "/v1/sessions/$one"
as=$lea wants 404 DELETE /v1/sessions/999999999
as=$browser wants 200 GET /v1/me
as=$anna wants 204 DELETE "/v1/sessions/$one"
as=$browser wants 401 GET /v1/me
as=$anna wants 404 DELETE "/v1/sessions/$one"
wants 200 GET '/v1/sessions?staff=lea'
wants 204 DELETE "/v1/sessions/$(jq '.items[0].id' <<<"$answer")"
as=$lea wants 401 GET /v1/me
second=$(session anna)
as=$anna wants 200 PATCH /v1/staff/anna '{"password":"another long password","old_password":"a long enough password"}'
as=$second wants 401 GET /v1/me
as=$anna wants 401 GET /v1/me
as=nobody wants 201 POST /v1/sessions '{"login":"anna","password":"another long password"}'
anna=$(jq -r .token <<<"$answer")
wants 200 PATCH /v1/staff/anna '{"name":"Anna C"}'
as=$anna wants 200 GET /v1/me
wants 200 PATCH /v1/staff/anna '{"role":"leader"}'
as=$anna wants 401 GET /v1/me
as=nobody wants 201 POST /v1/sessions '{"login":"anna","password":"another long password"}'
anna=$(jq -r .token <<<"$answer")
wants 200 PATCH /v1/staff/anna '{"password":"given by the office"}'
as=$anna wants 401 GET /v1/me
as=nobody wants 201 POST /v1/sessions '{"login":"anna","password":"given by the office"}'
anna=$(jq -r .token <<<"$answer")
wants 200 PATCH /v1/staff/anna '{"active":false}'
as=$anna wants 401 GET /v1/me
as=nobody wants 401 POST /v1/sessions '{"login":"anna","password":"given by the office"}'
wants 200 PATCH /v1/staff/anna '{"active":true,"role":"caseworker"}'
is "$(sql "$db" "select string_agg(act || ' ' || count, ', ' order by act) from
        (select act, count(*) from access_log where act_no > $since group by act) x")" \
    "log_in_refused 1, logged_in 5, session_ended 7, staff_changed 5, staff_ended 1" "and each is traced"
since=$(sql "$db" "select max(act_no) from access_log")

# ---- citizens: which fields, keyed hashes, nothing plain
lea=$(session lea) citizen=11111111-1111-4111-8111-111111111111 other=22222222-2222-4222-8222-222222222222
since=$(sql "$db" "select max(act_no) from access_log")
as=$token
wants 201 POST /v1/citizens "{\"citizen\":\"$citizen\",\"name\":\"Karla Prøve\",\"born\":\"1980-01-01\",\"cpr\":\"610180-1234\"}"
wants 201 POST /v1/citizens "{\"citizen\":\"$other\",\"name\":\"Karla Prøve\"}"
wants 200 PATCH "/v1/citizens/$citizen" '{"name":"Karla Anden","born":"1980-01-01"}'
is "$(sql "$db" "select string_agg(act || ' ' || p.staff || ' ' || (select string_agg(k, ',' order by k) from jsonb_object_keys(changes->'fields') k), '; ' order by act_no)
    from access_log l join staff p on p.id = l.staff where act_no > $since")" \
    "citizen_told token:it born,cpr,name,protected; citizen_told token:it name,protected; citizen_retold token:it name" "which fields, and who"
is "$(sql "$db" "select count(distinct h), min(length(h)) from access_log l, jsonb_each(changes->'fields') f, jsonb_array_elements_text(f.value) h
    where act_no > $since and f.key = 'name' and h is not null")" "3|32" "old and new as keyed hashes, bound to the citizen"
is "$(sql "$db" "select count(*) from access_log a, access_log b where a.act = 'citizen_told' and b.act = 'citizen_retold'
    and a.changes->'fields'->'name'->>1 = b.changes->'fields'->'name'->>0")" 1 "what was is what had been told"

# ---- nothing of it is plain, by any way
as=$(admin_token)
for reason in 'angår 610180-1234' '6101801234' 'borger 610180 1234' 'borger 61 01 80 - 12 34' "$(printf 'x%.0s' {1..201})" $'\xff\xfe'; do
    wants 400 PATCH /v1/staff/anna '{"name":"Anna D"}' -H "Audit-Reason: $reason"
done
wants 200 PATCH /v1/staff/anna '{"name":"Anna D"}' -H "Audit-Reason: $(printf 'ø%.0s' {1..200})"
as=$token wants 400 GET '/v1/cases?external_ref=610180-1234'
as=$token wants 400 GET '/v1/cases/610180-1234'
as=$token api POST /v1/cases/search '{"cpr":"610180-1234"}' >/dev/null
as=$(admin_token) wants 400 POST /v1/teams '{"team":"610180-1234"}'
daemon_stop TERM # what is collected is written now
is "$(sql "$db" "select count(*) from access_log l where to_jsonb(l)::text ~ '610180.?1234|wrong-guess|a-typed|Karla|1980-01-01|enough|Anna'")" 0 \
    "no CPR number, no name, no password stands in the access log"

# ---- who reads it
daemon_start
as=$(session admin)
wants 200 GET '/v1/acts?limit=3'
is "$(jq -c '[.items[] | [.act, .by, .about]]' <<<"$answer")" \
    '[["logged_in","admin","admin"],["staff_changed","admin","anna"],["logged_in","lea","lea"]]' "the latest first"
wants 200 GET '/v1/acts?limit=200&about=anna&act=staff_ended'
is "$(jq -c '[.items[] | [.by, .route, .changes.active]]' <<<"$answer")" '[["admin","staff_change",[true,false]]]' "by person and act"
is "$(api GET '/v1/acts?limit=200' | jq '[.items[] | select(.act | startswith("citizen"))] | length')" 0 "an administrator sees nothing of citizens"
as=$token api POST /v1/cases "{\"case\":\"$other\",\"citizen\":\"$citizen\",\"events\":[{\"event_id\":\"$citizen\",\"kind\":\"case_opened\",
    \"occurred_at\":\"2026-05-05T10:00:00+02:00\",\"unit\":\"employment/north\"}]}" >/dev/null
as=$token wants 200 PATCH "/v1/citizens/$citizen" '{"born":"1980-01-02","cpr":"610180-1235"}'
as=$(session lea)
is "$(api GET '/v1/acts?limit=200' | jq -c '[.items[] | [.act, .by, (.changes.fields | keys)]]')" \
    '[["citizen_changed","token:it",["born"]],["citizen_made","token:it",["born","name","protected"]]]' \
    "a leader sees what was done to citizens of visible cases, and to no others"
as=$token wants 403 GET /v1/acts

# ---- the same at a terminal
spor=${SPOR:-$top/build/spor}
export SPOR_URL=$url SPOR_CA=$ca XDG_CONFIG_HOME=$it_dir/config
mkdir -p "$XDG_CONFIG_HOME"
"$spor" login admin --password-file "$it_dir/password" >/dev/null
is "$("$spor" acts --staff anna --act staff_ended --json | jq -c '[.items[] | [.by, .about]]')" '[["admin","anna"]]' "spor acts: by person and act"
ok "$("$spor" acts --lang da --act staff_ended | grep -q '^hvornår .*handling .*årsag' && "$spor" acts --act staff_ended | grep -q 'staff_ended .*admin'; echo $?)" \
    "... as a table"
# ---- and a session is shown to its own server alone
ok "$(! SPOR_URL=https://127.0.0.1:1 "$spor" me --lang en 2>"$it_dir/said"; echo $?)" "another server is asked nothing"
ok "$(grep -q "you are logged in at $url, not at https://127.0.0.1:1" "$it_dir/said"; echo $?)" "... and both are named"
SPOR_URL=https://127.0.0.1:1 "$spor" logout --lang da 2>"$it_dir/said" || true
ok "$(grep -q "du er logget ind på $url" "$it_dir/said" && "$spor" me >/dev/null; echo $?)" "nor does logging out there end the session here"

# ---- what an append fills in of a citizen
course=$(sql "$db" "with z as (insert into citizen (citizen, protected, created_by) select gen_random_uuid(), false, id from staff where staff = 'anna'
    returning id) insert into course (case_uuid, citizen) select gen_random_uuid(), id from z returning case_id")
sql "$db" "select fill_citizen($course, gen_random_uuid(), 'Told Later', '1980-01-01', false, null, null, null, (select id from staff where staff = 'lea'))" >/dev/null
is "$(sql "$db" "select concat_ws(' ', act, p.staff, changes -> 'fields' ? 'name') from access_log l left join staff p on p.id = l.staff
    where act is not null order by act_no desc limit 1")" "citizen_changed lea t" "is traced with who wrote it"

# ---- what the database refuses keeps nothing else out of the log
sql "$(super_uri "$it_database")" "create function refuse() returns trigger language plpgsql as \$\$
begin if new.reason = 'refuse me' then raise check_violation; end if; return new; end \$\$" \
    'create trigger refuse before insert on access_log for each row execute function refuse()'
as=$token
before=$(sql "$db" "select count(*) from access_log where reason = 'keep me'")
for i in {1..40}; do
    api GET '/v1/cases?limit=1' '' -H "Audit-Reason: $([ "$i" = 17 ] && echo refuse me || echo keep me)" >/dev/null
done
kept() { [ "$(sql "$db" "select count(*) from access_log where reason = 'keep me'")" = $((before + 39)) ]; }
ok "$(wait_until 10 kept; echo $?)" "39 of 40 are there"
is "$(grep -c '"access_log_refused"' "$it_dir/spord.log")" 1 "the one that is not is told of once"
ok "$(! grep -q 'refuse me' "$it_dir/spord.log"; echo $?)" "without what it said"
sql "$(super_uri "$it_database")" 'drop trigger refuse on access_log'
api GET '/v1/cases?limit=1' '' -H 'Audit-Reason: keep me' >/dev/null
before=$((before + 1))
ok "$(wait_until 10 kept; echo $?)" "and it goes on"
