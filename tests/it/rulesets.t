#!/bin/bash
# Rule sets as resources: the life of a draft, every kind of refusal with its pointer, versions, roles, what is seen by
# whom, the access log, publishing, and the client.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

spor=${SPOR:-$top/build/spor}
plan 111
cluster --fsync off
daemon rulesets
db=$(owner_uri rulesets)

wants() { # wants STATUS METHOD PATH [BODY [curl arguments]]: what, then the status
    local wanted=$1
    shift
    answer=$(api "$@")
    is "$(status)" "$wanted" "$1 $2: $wanted"
    [ "$(status)" = "$wanted" ] || note "$answer"
}
says() { ok "$([[ $answer == *"$1"* ]]; echo $?)" "… says $1"; }
has() { is "$(jq -c "$1" <<<"$answer")" "$2" "… $1 is $2"; }
in_days() { sql "$db" "select spor_today() + $1"; }
period() { printf '{"id":"%s","valid_from":"%s"%s}' "$1" "$2" "${3:+,$3}"; }

admin=$(admin_token)
login hanne auditor
login lea leader
login anna caseworker
as=$admin
soon=$(in_days 30) later=$(in_days 200) tomorrow=$(in_days 1)

# ---- what is shipped
wants 200 GET /v1/rulesets
has '[.items[].id]' '["base","lab-2020","lab-2024","sick-2025","reform-2026"]'
has '[.items[].state] | unique' '["shipped"]'
wants 200 GET /v1/rulesets/lab-2020
has '.period.rules["R7.6"].groups.cash_job_ready.first_talk_days' 7
has .assessment '{"assessed":0,"cases":0}'
wants 404 GET /v1/rulesets/nothing
as=$token_anna
wants 200 GET /v1/rulesets

# ---- a draft
as=$token_hanne
wants 201 POST /v1/rulesets "$(period own "$soon" '"note":"ours","rules":{"R7.1":{"amber_days":45}}')"
is "$(header location)" /v1/rulesets/own "Location is the draft"
is "$(header etag)" '"1"' "ETag is its version"
has '[.id,.state,.version,.created_by,.published_by]' '["own","draft",1,"hanne",null]'
wants 409 POST /v1/rulesets "$(period own "$soon")"
says '"pointer":"/id"'
wants 409 POST /v1/rulesets "$(period lab-2020 "$soon")"
as=$token_lea
wants 404 GET /v1/rulesets/own
wants 200 GET /v1/rulesets
has '.items | length' 5
wants 404 GET "/v1/rulesets/diff?from=own&to=lab-2020"
for role in lea anna; do
    token_of=token_$role as=${!token_of}
    wants 403 POST /v1/rulesets "$(period other "$soon")"
    wants 403 PUT /v1/rulesets/own "$(period own "$soon")" -H 'If-Match: "1"'
    wants 403 POST /v1/rulesets/own/check
    wants 403 POST /v1/rulesets/own/publish '' -H 'If-Match: "1"'
done
as=$token_hanne
wants 403 POST /v1/rulesets/own/publish '' -H 'If-Match: "1"'
as=$token
wants 403 POST /v1/rulesets "$(period other "$soon")"

# ---- versions
as=$admin
wants 428 PUT /v1/rulesets/own "$(period own "$soon")"
wants 400 PUT /v1/rulesets/own "$(period own "$soon")" -H 'If-Match: 1'
wants 412 PUT /v1/rulesets/own "$(period own "$soon")" -H 'If-Match: "7"'
has .version 1
wants 400 PUT /v1/rulesets/own "$(period other "$soon")" -H 'If-Match: "1"'
says '"pointer":"/id"'
wants 404 PUT /v1/rulesets/nothing "$(period nothing "$soon")" -H 'If-Match: "1"'
wants 409 PUT /v1/rulesets/lab-2020 "$(period lab-2020 "$soon")" -H 'If-Match: "0"'
wants 200 PUT /v1/rulesets/own "$(period own "$soon" '"note":"ours","rules":{"R7.1":{"amber_days":50,"groups":{"sick_pay":{"amber_days":30}}},"R5.3":{"on":0}}')" -H 'If-Match: "1"'
has '[.version,.created_by,.changed_by]' '[2,"hanne","admin"]'

# ---- refusals: what cannot be read is not kept; what is read is judged
wants 400 POST /v1/rulesets '{"id":'
wants 400 POST /v1/rulesets "$(period x "$soon" '"rules":{"R9.9":{},"R7.1":{"amber":1,"groups":{"sick":{}}},"R7.2":{"norm_days":{"x":1}}}')"
has '[.errors[].pointer]' '["/rules/R9.9","/rules/R7.1/amber","/rules/R7.1/groups/sick","/rules/R7.2/norm_days/x"]'
wants 400 POST /v1/rulesets "$(period 'X 1' "$soon")"
says '"pointer":"/id"'
wants 400 POST /v1/rulesets "$(period x 2027-02-30)"
says '"pointer":"/valid_from"'
is "$(sql "$db" "select count(*) from rule_set_draft")" 1 "nothing of that was kept"
version=2
judged() { # judged WHAT POINTER PERIOD: the draft is this, and its check points there
    answer=$(api PUT /v1/rulesets/own "$3" -H "If-Match: \"$version\"")
    version=$((version + 1))
    answer=$(api POST /v1/rulesets/own/check)
    is "$(status) $(jq -r '[.errors[].pointer] | join(" ")' <<<"$answer")" "400 $2" "$1"
}
judged "today is too early" /valid_from "$(period own "$(in_days 0)")"
judged "so is a day past" /valid_from "$(period own 2020-01-01)"
judged "below a bound" /rules/R1.1/amber "$(period own "$soon" '"rules":{"R1.1":{"amber":0}}')"
judged "above a bound" /shared/cover_days "$(period own "$soon" '"shared":{"cover_days":366}')"
judged "of a norm" /rules/R7.2/norm_days/other "$(period own "$soon" '"rules":{"R7.2":{"norm_days":{"other":3651}}}')"
judged "red below amber" /rules/R7.1/red_days "$(period own "$soon" '"rules":{"R7.1":{"amber_days":91}}')"
judged "in a group" /rules/R7.1/groups/sick_pay/red_days "$(period own "$soon" '"rules":{"R7.1":{"groups":{"sick_pay":{"red_days":59}}}}')"
judged "in a group that inherits" /rules/R7.1/groups/unemployment_insured/red_days "$(period own "$soon" '"rules":{"R7.1":{"groups":{"unemployment_insured":{"amber_days":78}}}}')"
judged "several at once" "/valid_from /rules/R1.1/amber" "$(period own 2020-01-01 '"rules":{"R1.1":{"amber":0}}')"
wants 400 POST /v1/rulesets/own/publish '' -H "If-Match: \"$version\""
has '.errors | length' 2
is "$(sql "$db" "select count(*) from rule_set")" 5 "and it is not published"

# ---- preview and publishing
good=$(period own "$soon" '"note":"ours","rules":{"R7.1":{"amber_days":50,"groups":{"sick_pay":{"amber_days":30}}},"R5.3":{"on":0}}')
wants 200 PUT /v1/rulesets/own "$good" -H "If-Match: \"$version\""
version=$((version + 1))
wants 200 POST /v1/rulesets/own/check
has .ok true
wants 200 POST /v1/rulesets/own/preview
has '[.before,.version]' "[\"reform-2026\",$version]"
has '[.differences[] | [.rule,.parameter,.before,.after]]' '[["R7.1","amber_days",60,50],["R5.3","on",1,0]]'
has '.differences[0].groups.sick_pay' '{"before":60,"after":30}'
has '.differences[0].groups.cash_job_ready' '{"before":49,"after":49}'
has .later '[]'
wants 428 POST /v1/rulesets/own/publish
wants 412 POST /v1/rulesets/own/publish '' -H 'If-Match: "1"'
wants 200 POST /v1/rulesets/own/publish '' -H "If-Match: \"$version\""
has '[.state,.published_by]' '["published","admin"]'
is "$(sql "$db" "select f.type, f.day = k.valid_from from feed f join rule_set k on k.feed_no = f.no where k.name = 'own'")" "5|t" \
    "the feed has its record"
wants 409 POST /v1/rulesets/own/publish '' -H "If-Match: \"$version\""
wants 409 PUT /v1/rulesets/own "$good" -H "If-Match: \"$version\""
wants 409 POST /v1/rulesets/own/discard '' -H "If-Match: \"$version\""
as=$token_anna
wants 200 GET /v1/rulesets/own
has .period.note '"ours"'
for statement in "update rule_set set name = 'x'" "delete from rule_set" "delete from rule_set_draft" "update rule_set_draft set version = 9"; do
    ok "$(! sql "$(daemon_uri rulesets)" "$statement" >/dev/null 2>&1; echo $?)" "the daemon's role may not: $statement"
done

# ---- an earlier period changes what a later one inherits
as=$admin
wants 201 POST /v1/rulesets "$(period earlier "$tomorrow" '"rules":{"R7.1":{"amber_days":40,"red_days":45}}')"
wants 400 POST /v1/rulesets/earlier/check
says 'in own: red is below amber'
wants 200 PUT /v1/rulesets/earlier "$(period earlier "$tomorrow" '"rules":{"R7.1":{"red_days":80},"R5.2":{"amber_days":5}}')" -H 'If-Match: "1"'
wants 200 POST /v1/rulesets/earlier/preview
has '[.later[] | [.id, [.differences[] | [.rule,.parameter,.after]]]]' '[["own",[["R5.2","amber_days",5],["R7.1","red_days",80]]]]'
wants 200 GET "/v1/rulesets/diff?from=earlier&to=own"
has '[.differences[] | [.rule,.parameter,.before,.after]]' '[["R5.2","amber_days",5,7],["R7.1","amber_days",60,50],["R7.1","red_days",80,90],["R5.3","on",1,0]]'
wants 200 GET "/v1/rulesets/diff?from=2019-12-31&to=2020-01-01"
has '[.differences[].rule] | unique' '["R7.6"]'
wants 400 GET "/v1/rulesets/diff?from=base"
wants 200 POST /v1/rulesets/earlier/discard '' -H 'If-Match: "2"'
has .state '"discarded"'
wants 409 POST /v1/rulesets/earlier/check

# ---- the access log
is "$(wait_until 5 sh -c "[ \"\$(psql -XAtc \"select count(*) from access_log where route = 'ruleset_publish' and filter = 'own' and status = 200\" '$db')\" = 1 ]"; echo $?)" 0 \
    "publishing is in the access log"
ok "$([ "$(sql "$db" "select count(distinct route) from access_log where route like 'ruleset%'")" -ge 9 ]; echo $?)" "and so is every other use"
wants 200 GET /v1/openapi.json
# shellcheck disable=SC2016 # it is no variable
has '.paths["/v1/rulesets"].post.requestBody.content["application/json"].schema' '{"$ref":"#/components/schemas/RulePeriod"}'
has '.components.schemas.RulePeriod.properties.rules.properties["R7.1"].properties.amber_days.maximum' 730

# ---- the client
export SPOR_URL=$url SPOR_CA=$ca SPOR_TOKEN=$admin LANG=C.UTF-8 HOME=$it_dir
unset SPOR_LANG LC_ALL XDG_CONFIG_HOME
period from-file "$later" '"rules":{"R7.1":{"amber_days":48}}' >"$it_dir/period.json"
period from-file 2020-01-01 '"rules":{"R8.8":{},"R7.1":{"red_days":1}}' >"$it_dir/bad.json"
(unset SPOR_TOKEN SPOR_URL; "$spor" ruleset check "$it_dir/period.json" >"$it_dir/out" 2>&1)
is $? 0 "spor ruleset check FILE needs no server"
check=0
(unset SPOR_TOKEN SPOR_URL; "$spor" ruleset check "$it_dir/bad.json" >"$it_dir/out" 2>&1) || check=$?
is "$check $(grep -c '^  *\(/rules/R8.8\|/valid_from\|/rules/R7.1/red_days\):' "$it_dir/out")" "2 3" "and tells all errors"
out=$("$spor" ruleset check "$it_dir/period.json" --json)
is "$out" '{"ok":true,"against":"published"}' "with a session it asks the server what is published"
out=$("$spor" ruleset draft "$it_dir/period.json")
is "$out" "from-file: version 1" "spor ruleset draft keeps it"
out=$("$spor" ruleset draft "$it_dir/period.json" --version 1)
is "$out" "from-file: version 2" "and changes it"
out=$("$spor" ruleset preview from-file --lang da)
ok "$([[ $out == *'i stedet for own'* && $out == *R7.1*amber_days*alle*50*48* ]]; echo $?)" "spor ruleset preview, in Danish"
check=0
"$spor" ruleset publish from-file </dev/null >/dev/null 2>&1 || check=$?
is "$check" 2 "spor ruleset publish asks, or wants --yes"
out=$("$spor" ruleset publish from-file --yes)
ok "$([[ $out == *Published* ]]; echo $?)" "spor ruleset publish --yes"
out=$("$spor" ruleset list)
ok "$([[ $out == *"earlier "*discarded* && $out == *"from-file "*published* ]]; echo $?)" "spor ruleset list"
out=$("$spor" ruleset diff own from-file)
ok "$([[ $out == *R7.1*amber_days*all*50*48* ]]; echo $?)" "spor ruleset diff"
