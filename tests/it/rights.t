#!/bin/bash
# Rights are fresh at once: after an assignment is acknowledged the former caseworker sees the case by no route and the
# new one by every route, with the assessor stopped; a reassignment, a change of team and protection likewise.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

cluster --fsync off
daemon rights --assessor off

case=00000000-0000-4000-8000-000000000001
login anna caseworker
login bo caseworker
sql "$(owner_uri rights)" "insert into team (team) values ('employment/north'), ('employment/south')"
login lea leader employment/north
login sus leader employment/south
login ann2 caseworker employment/north

event() { # event KIND STAFF: each a day after the one before
    echo >>"$it_dir/days"
    printf '{"event_id":"%s","kind":"%s","occurred_at":"2026-02-%02dT10:00:00+01:00"%s}' \
        "$(cat /proc/sys/kernel/random/uuid)" "$1" "$(($(wc -l <"$it_dir/days") % 28 + 1))" \
        "${2:+,\"staff\":\"$2\",\"role\":\"primary\"}"
}
# Every route that shows a case or leads to it.
sees() { # sees TOKEN: a letter for each route that shows the case, - where it does not
    local as=$1 out='' body
    api GET "/v1/cases/$case" >/dev/null
    [ "$(status)" = 200 ] && out+=c || out+=-
    api GET "/v1/cases/$case/events" >/dev/null
    [ "$(status)" = 200 ] && out+=e || out+=-
    api GET "/v1/cases/$case/course" >/dev/null
    [ "$(status)" = 200 ] && out+=t || out+=-
    api GET "/v1/cases/$case?as_of=2026-02-01" >/dev/null
    [ "$(status)" = 200 ] && out+=a || out+=-
    body=$(api POST /v1/what-if '{"period":{"id":"d","valid_from":"2000-01-01","rules":{"R7.1":{"amber_days":20}}},"from":"2026-01-01"}')
    [[ $body == *$case* ]] && out+=i || out+=-
    body=$(api GET /v1/cases)
    [[ $body == *$case* ]] && out+=l || out+=-
    body=$(api GET "/v1/cases?counts=true&status=open")
    [[ $body == *$case* ]] && out+=n || out+=-
    body=$(api POST /v1/cases/search '{"name":"Nielsen"}')
    [[ $body == *$case* ]] && out+=s || out+=-
    body=$(api GET "/v1/feed?after=0")
    [[ $body == *$case* ]] && out+=f || out+=-
    api POST "/v1/cases/$case/events?dry_run=true" "{\"event_id\":\"$(cat /proc/sys/kernel/random/uuid)\",\"kind\":\"wishes_recorded\",\"occurred_at\":\"2026-02-01T10:00:00Z\",\"note\":\"x\"}" >/dev/null
    [ "$(status)" = 200 ] && out+=w || out+=-
    printf %s "$out"
}
all=cetailnsfw none=----------

plan 24
as=$token_lea api POST /v1/citizens '{"citizen":"00000000-0000-4000-8000-0000000000c1","name":"Nielsen","born":"1980-01-01"}' >/dev/null
answer=$(as=$token_lea api POST /v1/cases "{\"case\":\"$case\",\"citizen\":\"00000000-0000-4000-8000-0000000000c1\",\"events\":[$(
    event case_opened | sed s/2026-02-../2026-01-05/),$(event caseworker_assigned anna)]}")
is "$(status)" 201 "a case with a primary"
[ "$(status)" = 201 ] || note "$answer"
version() { sql "$(owner_uri rights)" "select version from case_head join course using (case_id) where case_uuid = '$case'"; }
assign() {
    answer=$(as=$1 api POST "/v1/cases/$case/events" "$(event caseworker_assigned "$2")" -H "If-Match: \"$(version)\"")
    is "$(status)" 201 "assigned to $2"
    [ "$(status)" = 201 ] || note "$answer"
}
is "$(sees "$token_anna")" $all "the primary sees the case by every route"
is "$(sees "$token_bo")" $none "a colleague by none"
is "$(sees "$token_lea")" $all "the leader whose team opened it"
is "$(sees "$token_sus")" $none "not the leader of another team"
is "$(sees "$token_ann2")" $none "not a member of the team while there is a primary"
assign "$token_lea" bo
is "$(sees "$token_anna")" $none "the former caseworker sees it by no route"
is "$(sees "$token_bo")" $all "the new one by every route"
answer=$(as=$token_lea api POST "/v1/cases/$case/events" "$(event caseworker_released bo)" -H "If-Match: \"$(version)\"")
is "$(status)" 201 "released"
is "$(sees "$token_bo")" $none "who is released sees it by no route"
is "$(sees "$token_ann2")" $all "without a primary the members of the team see it"
sql "$(owner_uri rights)" "select change_member((select id from staff where staff = 'bo'), 2, '2026-01-01', 'infinity')" >/dev/null
assign "$token_sus" bo
is "$(sees "$token_sus")" $all "a case goes with its caseworker to the leader of that team"
is "$(sees "$token_ann2")" $none "and is no longer the former team's"
as=$token_sus api PATCH /v1/citizens/00000000-0000-4000-8000-0000000000c1 '{"protected":true}' >/dev/null
is "$(sees "$token_bo")$(sees "$token_sus")" "$all$all" "a protected citizen: the primary and the leader"
answer=$(as=$token_sus api POST "/v1/cases/$case/events" "$(event caseworker_released bo)" -H "If-Match: \"$(version)\"")
is "$(sees "$token_bo")" $none "nobody else, though they are members of the team"
is "$(sees "$token_sus")" $all "the leader still"

# ---- without a primary a case is that of the unit that opened it, as corrected
case=00000000-0000-4000-8000-000000000002 opening=00000000-0000-4000-8000-0000000000e2
as=$token_lea api POST /v1/citizens '{"citizen":"00000000-0000-4000-8000-0000000000c2","name":"Nielsen","born":"1981-01-01"}' >/dev/null
opened="\"event_id\":\"$opening\",\"kind\":\"case_opened\",\"occurred_at\":\"2026-01-05T10:00:00+01:00\""
answer=$(as=$token_lea api POST /v1/cases "{\"case\":\"$case\",\"citizen\":\"00000000-0000-4000-8000-0000000000c2\",\"events\":[{$opened,\"unit\":\"employment/north\"}]}")
is "$(status)$(sees "$token_lea")$(sees "$token_ann2")$(sees "$token_sus")" "201$all$all$none" "opened in a unit: its leader and its members see the case"
answer=$(as=$token_lea api POST "/v1/cases/$case/events/$opening/corrections" '{"event_id":"00000000-0000-4000-8000-0000000000e3",
    "occurred_at":"2026-01-05T10:00:00+01:00","unit":"employment/south","because":"typing_error"}' -H 'If-Match: "1"')
is "$(status)$(sees "$token_lea")$(sees "$token_ann2")$(sees "$token_sus")" "201$none$none$all" "corrected to another unit: those of that one, and nobody else"
assign "$token_sus" bo
answer=$(as=$token_sus api POST "/v1/cases/$case/events" "$(event caseworker_assigned anna | sed s/primary/secondary/)" -H 'If-Match: "3"')
is "$(status)$(sees "$token_anna")" "201$all" "a second caseworker sees it"
as=$token_sus api PATCH /v1/citizens/00000000-0000-4000-8000-0000000000c2 '{"protected":true}' >/dev/null
is "$(sees "$token_anna")$(sees "$token_bo")" "$none$all" "of a protected citizen's case the primary alone"
is "$(sql "$(owner_uri rights)" "select count(*) from case_facts")" 0 "all that without an assessor"
