#!/bin/bash
# Of several corrections and voids of one event the last recorded one counts (rules 5.1): in the reports over activities,
# in the events of a case, in what is open on it. What was voided is hidden from all but leaders, with its corrections.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 24
cluster --fsync off
daemon reports
sql "$(owner_uri reports)" "insert into team (team) values ('employment/north')"
login lea leader employment/north
login anna caseworker

case=00000001-0000-4000-8000-000000000000
id() { printf '00000001-0000-4000-8000-%012d' "$1"; }
event() { printf '{"case":"%s","event_id":"%s","kind":"%s"%s}\n' "$case" "$(id "$1")" "$2" ",$3"; }
at() { printf '"occurred_at":"2026-03-%sT10:00:00+01:00"' "$1"; }
import() { # import WHAT LINES
    answer=$(api POST /v1/events "$2" -H 'Content-Type: application/x-ndjson')
    is "$(grep -o '"status":[0-9]*,"events' <<<"$answer")" '"status":201,"events' "$1"
    [[ $answer == *'"status":201'* ]] || note "$answer"
}
corrects() { event "$1" corrected "\"ref\":\"$(id "$2")\",\"because\":\"wrong_date\",$3"; }
voids() { event "$1" voided "\"ref\":\"$(id "$2")\",\"because\":\"wrong_date\",$(at 30)"; }
follows() { api GET "/v1/reports/dfg${1:-}" | jq -r '[.edges[] | "\(.from)>\(.to)"] | sort | join(" ")'; }
handovers() { api GET "/v1/reports/handover${1:-}" | jq -r '[.strict.matrix[] | "\(.[0])>\(.[1])"] | sort | join(" ")'; }
events() { as=${1:-$token} api GET "/v1/cases/$case/events?limit=200"; }

import "a log of three activities" "$(event 1 case_opened "$(at 01),\"unit\":\"employment/north\""
    event 2 activity "$(at 02),\"code\":\"a\",\"staff\":\"u1\""
    event 3 activity "$(at 03),\"code\":\"b\",\"staff\":\"u2\""
    event 4 activity "$(at 04),\"code\":\"c\",\"staff\":\"u3\""
    event 5 caseworker_assigned "$(at 05),\"staff\":\"anna\",\"role\":\"primary\""
    event 6 next_step_set "$(at 05),\"party\":\"citizen\",\"due\":\"2026-03-20\",\"note\":\"first\"")"
is "$(follows)" "a>b b>c" "what follows what"
is "$(handovers)" "u1>u2 u2>u3" "who hands over to whom"

import "b is moved behind c, and done by another" "$(corrects 10 3 "$(at 06),\"code\":\"b\",\"staff\":\"u4\"")"
is "$(follows) | $(handovers)" "a>c c>b | u1>u3 u3>u4" "a correction carries the whole content"
corrected=$(date -u +%Y-%m-%dT%H:%M:%S.%6NZ)
is "$(follows '?as_of=2026-03-04') | $(handovers '?as_of=2026-03-05')" "a>c | u1>u3" "up to a day, what happened by then"
import "b is voided" "$(voids 11 3)"
is "$(follows) | $(handovers)" "a>c | u1>u3" "a void takes it away"
is "$(events | jq -c ".items[] | select(.event_id == \"$(id 3)\") | [.voided, .corrected_by]")" '[true,null]' "and the case says so"
is "$(events "$token_anna" | jq -c ".items[] | select(.event_id == \"$(id 3)\" or .event_id == \"$(id 10)\") | [.kind, .code]")" \
    $'["activity",null]\n["corrected",null]' "its content and that of its correction are not shown to the caseworker"
is "$(events "$token_lea" | jq -c ".items[] | select(.event_id == \"$(id 10)\") | .code")" '"b"' "but to the leader"
import "b is corrected after its void" "$(corrects 12 3 "$(at 03),\"code\":\"b\",\"staff\":\"u5\"")"
is "$(follows) | $(handovers)" "a>b b>c | u1>u5 u5>u3" "a correction after a void brings it back"
is "$(events | jq -c ".items[] | select(.event_id == \"$(id 3)\") | [.voided, .corrected_by]")" "[null,\"$(id 12)\"]" \
    "and the case names the correction that counts"
is "$(events "$token_anna" | jq -c ".items[] | select(.event_id == \"$(id 10)\") | .code")" '"b"' "nothing is hidden"

steps() { api GET "/v1/cases/$case/course" | jq -r '[.open_steps[] | "\(.due) \(.party) \(.note)"] | join(", ")'; }
is "$(steps)" "2026-03-20 citizen first" "the open step"
import "it is moved" "$(event 20 next_step_moved "$(at 07),\"ref\":\"$(id 6)\",\"due\":\"2026-04-01\"")"
is "$(steps)" "2026-04-01 citizen first" "is due later"
import "it is voided, and corrected after that" "$(voids 21 6; corrects 22 6 "$(at 05),\"party\":\"caseworker\",\"due\":\"2026-03-25\",\"note\":\"second\"")"
is "$(steps)" "2026-04-01 caseworker second" "it is open with its new content, moved as before"
import "its move is voided" "$(voids 23 20)"
is "$(steps)" "2026-03-25 caseworker second" "and due as corrected"
is "$(follows "?known_at=$corrected") | $(handovers "?known_at=$corrected")" "a>c c>b | u1>u3 u3>u4" "as known before the void, the first correction counts"
is "$(follows '?known_at=2001-01-01T00:00:00Z')" "" "in 2001 nothing was known"
