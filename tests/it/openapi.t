#!/bin/bash
# The description of the API is valid, has every route, and says what the daemon takes and answers: recorded requests and
# answers keep to it, and where a body has an unknown member the daemon lists the members of the schema.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

here=$(dirname "$0")
export SPOR_IT_REQUESTS=$it_dir/requests
cluster --fsync off
daemon openapi
document=$it_dir/openapi.json
look() { "$here/openapi.pl" "$document" "$@"; }
id() { printf '%08d-0000-4000-8000-00000000%04d' "$1" "${2:-0}"; }
admin=$(session admin)
login lea leader

as=nobody api GET /v1/openapi.json >"$document"
bodies=$(jq -r '.paths | to_entries[] | .key as $path | .value | to_entries[] | select(.value.requestBody)
    | "\(.key) \($path) \(.value.requestBody.content["application/json"].schema["$ref"] // "" | ltrimstr("#/components/schemas/"))"' "$document")
closed=$(while read -r method path schema; do
    [ "$(jq ".components.schemas.$schema.additionalProperties" "$document")" != false ] || echo "$method $path $schema"
done <<<"$bodies")
plan $((10 + $(wc -l <<<"$closed")))

is "$(look)" "" "it is OpenAPI 3.1, its schemas are JSON Schema"
is "$(jq -r '.paths | keys[]' "$document" | sort)" \
    "$(grep -oh '\.path = "[^"]*"' "$top"/server/app/*.c | cut -d'"' -f2 | sort -u)" "every route of the tables is there"
is "$(jq -r '.paths[][] | select(.requestBody) | select([.requestBody.content[].schema] | any(. == null)) | .operationId' "$document")" "" \
    "every body has a schema"

# ---- what the daemon takes
declare -A strange members
mapfile -t schemas < <(cut -d' ' -f3 <<<"$closed" | sort -u)
while IFS=$'\t' read -r schema body names; do
    strange[$schema]=$body members[$schema]=$names
done < <(look bodies "${schemas[@]}")
while read -r method path schema; do
    path=$(sed "s/{case}/$(id 1)/; s/{citizen}/$(id 2)/; s/{[a-z]*}/x/g" <<<"$path")
    caller=$admin
    [[ $path != *cases* && $path != *citizens* && $path != *what-if* ]] || caller=$token
    [[ $path != */who ]] || caller=$token_lea
    answer=$(as=$caller api "${method^^}" "$path" "${strange[$schema]}" -H 'If-Match: "1"')
    listed=$(jq -r '[.detail, .errors[]?.detail] | map(select(. != null) | capture("allowed: (?<list>[a-z_, ]+)$").list)
        | first // "" | split(", ") | sort | join(", ")' <<<"$answer")
    [[ $answer != *'the parameters of GET'* ]] || listed=${members[$schema]}
    is "$listed" "${members[$schema]}" "$method $path: the members of $schema are those the daemon takes"
done <<<"$closed"

# ---- what was asked and answered: people, teams, tokens, rule sets, reports
call() { api "$@" >/dev/null; }
as=nobody call POST /v1/sessions '{"login":"admin","password":"a long enough password"}'
as=$admin
call GET /v1/me
call POST /v1/staff '{"staff":"anna","name":"Anna A","role":"leader","password":"a long enough password"}'
call GET /v1/staff
call PATCH /v1/staff/anna '{"name":"Anna B"}'
call POST /v1/teams '{"team":"employment/north","name":"Nord"}'
call POST /v1/teams/employment%2Fnorth/members '{"staff":"anna","from":"2026-01-01"}'
call PATCH /v1/teams/employment%2Fnorth/members/anna '{"to":"2099-01-01"}'
call PATCH /v1/teams/employment%2Fnorth '{"telephone":"33661010"}'
call GET /v1/teams
call POST /v1/tokens '{"name":"reader","scopes":["read:all"],"expires_at":"'"$(date -u -d '+30 days' +%FT%TZ)"'"}'
anna=$(session anna)
as=$anna call POST /v1/tokens/2/approvals '{}'
call GET /v1/tokens
call DELETE /v1/tokens/2
call GET /v1/sessions
call GET /v1/acts
session anna >/dev/null
call DELETE "/v1/sessions/$(api GET '/v1/sessions?staff=anna' | jq '.items[0].id')"
call GET /v1/rulesets
call GET /v1/rulesets/base
call GET '/v1/rulesets/diff?from=base&to=lab-2020'
period='{"id":"own","valid_from":"2099-01-01","note":"our own","rules":{"R1.1":{"red":4}}}'
call POST /v1/rulesets "$period"
call PUT /v1/rulesets/own "$period" -H 'If-Match: "1"'
call POST /v1/rulesets/own/discard '' -H 'If-Match: "2"'
call POST /v1/rulesets "${period/own/other}"
call POST /v1/rulesets/other/check
call POST /v1/rulesets/other/preview
call POST /v1/rulesets/other/publish '' -H 'If-Match: "1"'
as=$token
call POST /v1/cases "{\"case\":\"$(id 1)\",\"external_ref\":\"r1\",\"events\":[{\"event_id\":\"$(id 1 1)\",\"kind\":\"case_opened\",\"occurred_at\":\"2026-01-05T10:00:00+01:00\",
    \"unit\":\"employment/north\"},{\"event_id\":\"$(id 1 2)\",\"kind\":\"next_step_set\",\"occurred_at\":\"2026-01-05T10:00:00+01:00\",\"party\":\"citizen\",\"due\":\"2026-02-01\",\"note\":\"call\"},
    {\"event_id\":\"$(id 1 3)\",\"kind\":\"activity\",\"occurred_at\":\"2026-01-06T10:00:00+01:00\",\"staff\":\"anna\",\"code\":\"letter\"},
    {\"event_id\":\"$(id 1 4)\",\"kind\":\"activity\",\"occurred_at\":\"2026-01-07T10:00:00+01:00\",\"staff\":\"bo\",\"code\":\"call\"},
    {\"event_id\":\"$(id 1 5)\",\"kind\":\"caseworker_assigned\",\"occurred_at\":\"2026-01-07T10:00:00+01:00\",\"staff\":\"anna\",\"role\":\"primary\"}]}" -H 'Prefer: wait=5'
call POST "/v1/cases/$(id 1)/events/$(id 1 3)/voids" "{\"event_id\":\"$(id 1 6)\",\"because\":\"typing_error\",\"if_version\":2}" -H 'Prefer: wait=5'
for path in /readyz "/v1/cases?counts=true" "/v1/cases/$(id 1)" "/v1/cases/$(id 1)/events" "/v1/cases/$(id 1)/course" \
    "/v1/cases?as_of=2026-03-01" "/v1/cases/$(id 1)?as_of=2026-03-01" "/v1/cases/$(id 1)/course?known_at=2026-03-01T00:00:00Z" /v1/feed /v1/reports/handover \
    /v1/reports/dfg /v1/catalogues /v1/kinds /v1/rules /v1/deadlines /v1/export /v1/export/spans /v1/reports/trend; do
    call GET "$path"
done
as=$anna call GET "/v1/cases/$(id 1)/events"
as=$anna call POST /v1/who '{"cpr":"610101-0101","reason":"the citizen is on the phone"}'
as=$anna call GET /v1/deadlines.ics
call POST /v1/cases/search '{"name":"Anna","status":"open","limit":5}'
call POST /v1/what-if '{"period":'"$period"',"from":"2026-01-01"}'
as=$admin call DELETE /v1/sessions/current

# ---- and all that record.t does
SPOR_IT_CLUSTER=$it_cluster "$here/record.t" >"$it_dir/record.tap" 2>&1 || true
ok "$(! grep -q '^not ok' "$it_dir/record.tap" && grep -q '^ok' "$it_dir/record.tap"; echo $?)" "record.t passes while it is recorded"
seen=$(look check "$SPOR_IT_REQUESTS" "$it_dir/values") || true
note "$(wc -l <"$SPOR_IT_REQUESTS") requests"
is "$(sed '$d' <<<"$seen")" "" "requests and answers are as described"
unseen=$(jq -r '.paths[][] | .operationId' "$document" | sort | comm -23 - <(tail -1 <<<"$seen" | tr ' ' '\n' | sort))
is "$unseen" "$(printf '%s\n' healthz metrics metrics_remote)" "every operation with JSON was seen to succeed"

# ---- what another validator says
if /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
    other=$("$here/json_schema.py" "$document" "$it_dir/values") || true
    is "$(sed '$d' <<<"$other")" "" "python3-jsonschema finds nothing wrong either"
    is "${other##*$'\n'}" "$(jq '[.paths | .. | objects | select(has("schema"))] + (.components.schemas | keys) | length' "$document") schemas, $(wc -l <"$it_dir/values") values" \
        "in all schemas and values"
    jq -nc '["planted ", {"$ref": "#/components/schemas/problem"}, {"status": "404"}]' >>"$it_dir/values"
    other=$("$here/json_schema.py" "$document" "$it_dir/values") || true
    is "$(grep -o "^planted .*" <<<"$other" | grep -c "'404' is not of type 'integer'")" 1 "but does in a value that is wrong"
    jq '.components.schemas.problem.type = "objekt"' "$document" >"$it_dir/planted.json"
    other=$("$here/json_schema.py" "$it_dir/planted.json" "$it_dir/values") || true
    is "$(grep -c "^problem: 'objekt'" <<<"$other")" 1 "and in a schema that is none"
else
    for why in schemas all values none; do
        ok 0 "another validator: $why # SKIP python3-jsonschema is not installed"
    done
fi
