#!/bin/bash
# Texts that people and other systems give: one table says how long they are, and readers, filters, openapi.json and the
# database keep to it; values are judged alike by every route; a name is found however it is spelled; whatever is kept can
# be asked for, paged through and changed.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

cluster --fsync off
daemon texts
db=$(owner_uri texts)
login lea leader

n=0
id() { printf '%08d-0000-4000-8000-00000000%04d' "$1" "${2:-0}"; }
post() { # post WHAT WANTED-STATUS PATH BODY [curl arguments …]
    local what=$1 wanted=$2
    shift 2
    answer=$(api POST "$@")
    is "$(status)" "$wanted" "$what"
    [ "$(status)" = "$wanted" ] || note "$answer"
}
repeat() { printf "%0.s$1" $(seq "$2"); }
encoded() { jq -rn --arg text "$1" '$text | @uri'; }
bulk() { api POST /v1/events "$1" -H 'Content-Type: application/x-ndjson'; }
opened() { echo "{\"case\":\"$(id "$1")\",\"event_id\":\"$(id "$1" 1)\",\"kind\":\"case_opened\",\"occurred_at\":\"2026-01-05T10:00:00Z\"}"; }
# An activity in a case of its own, of a person, with a name.
activity() {
    jq -cn --arg case "$(id "$1")" --arg event "$(id "$1" 2)" --arg staff "$2" --arg code "$3" '{$case, event_id: $event,
        kind: "activity", occurred_at: "2026-01-05T11:00:00Z", $code, $staff}'
}
plan 102

# ---- one table
declare -A most
while IFS=, read -r _ name max lines; do
    most[$name]=$max
done < <(sed -n 's/^ *T(\([A-Z_]*\), *\([a-z_]*\), *\([0-9]*\), *\([A-Z_]*\)).*/\1,\2,\3,\4/p' "$top/server/core/text_table.h")
ok "$([ ${#most[@]} -ge 12 ]; echo $?)" "the table has its fields"

checks() { # what the database checks of a column
    sql "$db" "select pg_get_constraintdef(c.oid) from pg_constraint c where c.conrelid = '$1'::regclass and c.contype = 'c'
        and pg_get_constraintdef(c.oid) ~ 'char_length\\($2\\)'" | grep -o '[0-9][0-9]*)' | tr -d ')' | tail -1
}
while read -r field table column; do
    is "$(checks "$table" "$column")" "${most[$field]}" "$table.$column: as many characters as $field may have"
done <<'END'
staff staff staff
staff_name staff name
team team team
team_name team name
external_ref course external_ref
citizen_name citizen name
token_name token name
note note text
END
is "$(checks term text)" "${most[activity]}" "term.text: the longest of unit, batch and activity"
ok "$((most[unit] <= most[activity] && most[batch] <= most[activity] ? 0 : 1))" "which is that of an activity"

document=$it_dir/openapi.json
as=nobody api GET /v1/openapi.json >"$document"
while read -r field where; do
    is "$(jq -r "$where.maxLength" "$document")" "${most[$field]}" "openapi.json says so of $where"
done <<'END'
staff .components.schemas.staff_new.properties.staff
staff_name .components.schemas.staff_new.properties.name
staff_name .components.schemas.staff_changes.properties.name
team .components.schemas.team_new.properties.team
team_name .components.schemas.team_new.properties.name
token_name .components.schemas.token_new.properties.name
citizen_name .components.schemas.case_header.properties.name
citizen_name .components.schemas.citizen_new.properties.name
citizen_name .components.schemas.case_search.properties.name
external_ref .components.schemas.case_header.properties.external_ref
external_ref .components.schemas.case_new.properties.external_ref
note .components.schemas.Event_meeting.properties.note
staff .components.schemas.Event_activity.properties.staff
unit .components.schemas.Event_case_opened.properties.unit
batch .components.schemas.Event_caseworker_assigned.properties.batch
activity .components.schemas.Event_activity.properties.code
external_ref (.paths["/v1/cases"].get.parameters[]|select(.name=="external_ref").schema)
staff (.paths["/v1/cases"].get.parameters[]|select(.name=="primary").schema)
team (.paths["/v1/cases"].get.parameters[]|select(.name=="team").schema)
unit (.paths["/v1/cases"].get.parameters[]|select(.name=="unit").schema)
END

# ---- characters, from the first to the last: stored, found, refused one further
letter=😀
admin=$(session admin)
field() { repeat "$letter" "$((most[$1] + ${2:-0}))"; }
for more in 0 1; do
    staff=$(field staff "$more") team=$(field team "$more") ref=$(field external_ref "$more") unit=social/$(repeat å $((most[unit] - 7 + more)))
    wanted=$((more ? 400 : 201))
    as=$admin post "staff of ${most[staff]} + $more characters" $wanted /v1/staff "{\"staff\":\"$staff\"}"
    as=$admin post "a person's name" $wanted /v1/staff "{\"staff\":\"p$more\",\"name\":\"$(field staff_name "$more")\"}"
    as=$admin post "a team" $wanted /v1/teams "{\"team\":\"$team\"}"
    as=$admin post "a team's name" $wanted /v1/teams "{\"team\":\"t$more\",\"name\":\"$(field team_name "$more")\"}"
    as=$admin post "a token's name" $wanted /v1/tokens "{\"name\":\"$(field token_name "$more")\",\"scopes\":[\"metrics\"]}"
    n=$((n + 1))
    as=$token_lea post "external_ref, unit, note" $wanted /v1/cases "{\"case\":\"$(id $n)\",\"external_ref\":\"$ref\",\"events\":[{
        \"event_id\":\"$(id $n 1)\",\"kind\":\"case_opened\",\"occurred_at\":\"2026-01-05T10:00:00Z\",\"unit\":\"$unit\",
        \"note\":\"$(field note "$more")\"}]}"
    n=$((n + 1))
    answer=$(bulk "$(activity $n "$staff" "$(field activity "$more")")")
    ok "$([[ $answer == *"\"status\":$((more ? 400 : 404))"* ]]; echo $?)" "staff and activity of an event" # 404: judged before it is looked for
    answer=$(bulk "{\"case\":\"$(id $n)\",\"name\":\"$(field citizen_name "$more")\"}
$(opened $n)")
    ok "$([[ $answer == *"\"status\":$wanted"* ]]; echo $?)" "a citizen's name"
    for filter in "team=$(encoded "$team")" "primary=$(encoded "$staff")" "external_ref=$(encoded "$ref")" "unit=$(encoded "$unit")"; do
        answer=$(api GET "/v1/cases?$filter")
        is "$(status)" $((more ? 400 : 200)) "and as a filter: ${filter%%=*}"
        [[ $filter != external_ref=* ]] || [ $more = 1 ] || ok "$([[ $answer == *"$(id 1)"* ]]; echo $?)" "it is found"
    done
done
answer=$(api POST /v1/cases/search "{\"name\":\"$(field citizen_name)\"}")
ok "$([[ $answer == *"$(id 2)"* ]]; echo $?)" "the longest name is found"

# ---- values are judged alike, in bulk too, and a case that is refused harms no other
answer=$(bulk "{\"case\":\"$(id 11)\",\"external_ref\":\"610190-1234\"}
$(opened 11)
{\"case\":\"$(id 12)\",\"name\":\"Hansen 610190-1234\"}
$(opened 12)
{\"case\":\"$(id 13)\",\"born\":\"2199-01-01\"}
$(opened 13)
{\"case\":\"$(id 14)\",\"cpr\":\"910290-1234\"}
$(opened 14)
{\"case\":\"$(id 15)\",\"name\":\"Åse  Holm\",\"born\":\"1980-02-29\",\"cpr\":\"890280-1234\"}
$(opened 15)")
is "$(jq -r '.cases[] | "\(.status) \(.problem.code // "") \(.problem.pointer // .problem.errors[0].pointer // "")"' <<<"$answer")" "400 personal_data /external_ref
400 personal_data /name
400 invalid /born
400 invalid /cpr
201  " "a header with a CPR number in external_ref or name, a day of birth ahead, an impossible CPR number; one that is fine"
is "$(sql "$db" "select count(*) from course where case_uuid::text like '0000001%'")" 1 "nothing of those is kept"
while IFS='|' read -r what staff code problem; do
    answer=$(bulk "$(activity 15 "$staff" "$code" | sed "s/$(id 15 2)/$(id 15 $((n += 1)))/")")
    is "$(jq -r '.cases[0] | "\(.status) \(.problem.code // "")"' <<<"$answer")" "$problem" "$what"
done <<END
a resource that is a CPR number|6101701234|st a|400 personal_data
an activity that holds one|u|step 0303801234|400 personal_data
ten digits that are none|3102901234|step 2902031234|201 
a resource that is a token|token:it|st a|400 invalid
a resource that means the caller|me|st a|400 invalid
a resource of blanks|$(printf '\u00a0\u3000\u200b')|st a|400 invalid
a resource that turns the writing|$(printf 'a\u202eb')|st a|400 invalid
an activity that steers the terminal|u|$(printf 'a\u009b31m')|400 invalid
END
n=20
as=$token_lea post "a case" 201 /v1/cases "{\"case\":\"$(id 20)\",\"events\":[{\"event_id\":\"$(id 20 1)\",\"kind\":\"case_opened\",\"occurred_at\":\"2026-01-05T10:00:00Z\"}]}"
wishes="{\"event_id\":\"$(id 20 2)\",\"kind\":\"wishes_recorded\",\"occurred_at\":\"2026-01-05T11:00:00Z\",\"note\":\"NOTE\"}"
as=$token_lea post "a note of invisible characters is none" 400 "/v1/cases/$(id 20)/events" "${wishes/NOTE/\\u00a0\\u200b}"
as=$token_lea post "a note with lines is one" 201 "/v1/cases/$(id 20)/events" "${wishes/NOTE/a\\n\\tb}"
post "search by a CPR number of no day" 400 /v1/cases/search '{"cpr":"310290-1234"}'
post "a member of a search may hold no CPR number, as no parameter" 400 /v1/cases/search '{"external_ref":"610190-1234"}'
ok "$([[ $answer == *personal_data* ]]; echo $?)" "and says why"

# ---- names, however they are spelled
while IFS='|' read -r name search wanted; do
    answer=$(api POST /v1/cases/search "{\"name\":\"$search\"}")
    is "$(jq '[.items[].case] | index("'"$(id 15)"'") != null' <<<"$answer")" "$wanted" "$name by $search"
done <<'END'
Åse  Holm|Åse|true
Åse  Holm|A\u030ase|true
Åse  Holm|a\u030aSE h|true
Åse  Holm|åse\u00a0holm|true
Åse  Holm|ÅSE   HOLM|true
Åse  Holm| Åse |true
Åse  Holm|hol|true
Åse  Holm|olm|false
Åse  Holm|Ase|false
END
for name in 'Æble' "O\\\\u0308stergaard" 'Ørsted'; do
    n=$((n + 1))
    answer=$(bulk "{\"case\":\"$(id $n)\",\"name\":\"${name//\\\\/\\}\"}
$(opened $n)")
done
for search in 'æBLE' 'östergaard' 'ØRS' 'ørsted'; do
    is "$(api POST /v1/cases/search "{\"name\":\"$search\"}" | jq '.items | length')" 1 "found by $search"
done
is "$(sql "$db" "select name_key('ÆØÅ É') = name_key(normalize('æøå  é', NFD)), name_key(U&'a\\00ADb'), provolatile
    from pg_proc where proname = 'name_key'")" "t|ab|i" "one immutable function says what two spellings have in common"
is "$(sql "$(daemon_uri texts)" "select count(*) from citizen where position(' ' || name_key('ös') in ' ' || name_key) > 0")" 1 \
    "the daemon reads what is kept of it"

# ---- `me` is a person, nothing else
as=$admin post "a team called as the caller" 201 /v1/teams '{"team":"lea"}'
answer=$(bulk "{\"case\":\"$(id 31)\",\"external_ref\":\"me\"}
$(opened 31 | sed 's/}$/,"unit":"social"}/')
{\"case\":\"$(id 32)\",\"external_ref\":\"lea\"}
$(opened 32)")
answer=$(api GET "/v1/cases?external_ref=me")
is "$(jq -r '.items[].case' <<<"$answer")" "$(id 31)" "external_ref=me is the case of that name"
answer=$(as=$token_lea api GET "/v1/cases?external_ref=me")
is "$(jq -r '.items[].external_ref' <<<"$answer")" me "nor is it the caller's name for lea"
answer=$(as=$token_lea api GET "/v1/cases?team=me")
is "$(jq '.items | length' <<<"$answer")" 0 "nor is team=me"
as=$admin post "nobody may be called so" 400 /v1/staff '{"staff":"me"}'

# ---- HTTP
is "$(curl -s --cacert "$ca" -H "Authorization: Bearer $token" --request-target "https://127.0.0.1:$port/v1/me" "$url" | jq -r .staff)" \
    token:it "an absolute target is served"
post "a body in a coding that nobody knows" 415 /v1/cases/search '{}' -H 'Content-Encoding: gzip'
is "$(header accept-encoding)" identity "and which one is known"
post "the one that changes nothing" 200 /v1/cases/search '{}' -H 'Content-Encoding: identity'

# ---- every page can be followed, everybody can be changed and ended
people=('!000' 'A/B team' 'a%2Fb' '100 %' '..' '.' '...' '~' '?x=1&y' '#1' "$(printf 'Zo\u0308e')" 'søren æ' "$(repeat 😀 "${most[staff]}")" 'a+b' \
    '310290-1234' "it's" '"quoted"' '\back' ';' '*')
bulk "$(for i in "${!people[@]}"; do activity 32 "${people[i]}" "a" | sed "s/$(id 32 2)/$(id 32 $((100 + i)))/"; done)" >/dev/null
after='' seen=0 bad=''
: >"$it_dir/pages"
while [ $seen -lt 200 ]; do
    page=$(api GET "/v1/staff?limit=1${after:+&after=$after}")
    [ "$(status)" = 200 ] || { bad+="after=$after: $(status) "; break; }
    jq -j '.items[].staff, "\u0000"' <<<"$page" >>"$it_dir/pages"
    after=$(jq -r '.next // "" | @uri' <<<"$page")
    seen=$((seen + 1))
    [ -n "$after" ] || break
done
is "$bad" "" "every next can be followed"
is "$(tr '\0\n' '\n ' <"$it_dir/pages" | sort)" "$(sql "$db" "select staff from staff where not is_token" | sort)" "and everybody is on one page"
bad=''
as=$admin
for person in "${people[@]}"; do
    api PATCH "/v1/staff/$(encoded "$person" | sed 's/\./%2E/g')" '{"name":"changed","active":false}' --path-as-is >/dev/null
    [ "$(status)" = 200 ] || bad+="$person: $(status) "
    api POST "/v1/teams/$(encoded "$(field team)")/members" "$(jq -cn --arg staff "$person" '{$staff, from: "2026-01-01"}')" >/dev/null
    [ "$(status)" = 201 ] || bad+="$person: member $(status) "
    api PATCH "/v1/teams/$(encoded "$(field team)")/members/$(encoded "$person")" '{"to":"2026-02-01"}' --path-as-is >/dev/null
    [ "$(status)" = 200 ] || bad+="$person: no member $(status) "
done
is "$bad" "" "everybody can be changed and ended, whatever the identifier is"
is "$(sql "$db" "select count(*) from staff where name = 'changed' and not active")" ${#people[@]} "and is"
bad=''
for i in $(seq 40 60); do
    bulk "$(opened "$i")" >/dev/null
done
unset as
after='' seen=0
while [ $seen -lt 100 ]; do
    page=$(api GET "/v1/cases?limit=1${after:+&after=$after}")
    [ "$(status)" = 200 ] || { bad+="$after: $(status) "; break; }
    after=$(jq -r '.next // ""' <<<"$page")
    [[ $after != *[0-9]* ]] || bad+="digits in $after "
    seen=$((seen + 1))
    [ -n "$after" ] || break
done
is "$bad $seen" " $(sql "$db" "select count(*) from course")" "nor has a cursor of cases anything that looks like a CPR number"
