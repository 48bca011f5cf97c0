#!/bin/bash
# Small files and times that once went wrong, from the file to the terminal: tests/faults, the nights on which the clock
# changes, names that would steer a terminal, and what is said to people who do something for the first time.
. "$(dirname "$0")/lib.sh"

spor=${SPOR:-$top/build/spor}
faults=$top/tests/faults
port=$(free_port)
dir=$it_dir/local
sp() { "$spor" "$@"; }
take() { jq -c "$1" "$it_dir/answer"; }
# import FILE …: its JSON in "answer", what is said in "why"
import() { sp import "$@" --json >"$it_dir/answer" 2>"$it_dir/why"; }

set +e # exit codes are what is tested here
plan 49
environment=$("$top/scripts/local" up --dir "$dir" --port "$port" --fsync off 2>"$it_dir/up.log") || { cat "$it_dir/up.log" >&2; exit 1; }
down() { "$top/scripts/local" down --dir "$dir" >/dev/null; }
it_at_exit+=(down)
eval "$environment"
export HOME=$it_dir/home LANG=C.UTF-8
mkdir -p "$HOME"
unset XDG_CONFIG_HOME SPOR_LANG LC_ALL

# ---- files ----
import "$faults/a01_gz_zero_padding.xes.gz"
is "$? $(take '[.cases,.events,.duplicates,.error]')" '0 [1,2,0,null]' 'zeros behind a packed file are padding'
{ cat "$faults/a01_gz_zero_padding.xes.gz"; echo x; } >"$it_dir/tail.xes.gz"
import "$it_dir/tail.xes.gz"
is "$? $(take '[.cases,.error.detail]')" '2 [0,"the packed file is damaged: bytes follow behind its end"]' '… other bytes are an error'
is "$(sql "$SPOR_DB" 'select count(*) from event')" 4 '… before anything is loaded'
import "$faults/a01_gz_zero_padding.xes.gz"
is "$? $(take '[.cases,.events,.duplicates]')" '0 [1,2,2]' 'again: as many were there as the file has, openings and closings not counted'
is "$(sp import "$faults/a01_gz_zero_padding.xes.gz" | head -1)" 'Already there: all 2 events' '… and that is said first'
is "$(sp import "$faults/a01_gz_zero_padding.xes.gz" --lang da | head -1)" 'Fandtes allerede: alle 2 hændelser' '… in Danish, too'
printf '<log><trace><string key="concept:name" value="L"/>%s</trace></log>' \
    '<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2024-03-01T10:00:00Z"/></event>' >"$it_dir/short.xes"
sed 's|</trace>|<event><string key="concept:name" value="b"/><date key="time:timestamp" value="2024-03-02T10:00:00Z"/></event>&|' "$it_dir/short.xes" >"$it_dir/longer.xes"
import "$it_dir/short.xes" --source L --open
import "$it_dir/longer.xes" --source L --open
is "$(take '[.events,.duplicates]')" '[2,1]' 'a longer edition of a log: one of its two events was there'
is "$(sp import "$it_dir/longer.xes" --source L --open --dry-run | grep -c Already)" 0 'a dry run asks nobody what is there'

import "$faults/a07_utf8bom_says_latin1.xes"
is "$? $(sql "$SPOR_DB" "select count(*) from staff where staff = 'Åse'")" '0 1' 'a byte order mark counts more than what the file declares'
is "$(sql "$SPOR_DB" "select text from term where text like '%bom'")" 'Møde ÆØÅ bom' '… no letter becomes another'
import "$faults/a10_timestamps.xes"
is "$? $(take '[.cases,.rejected_cases]')" '2 [13,12]' 'every xs:dateTime is read, nothing else'
is "$(take '[.problems[].line]')" '[4,5,6,7,8,14,15,17,18,20,21,22]' '… and what is refused is listed with its lines'
is "$(sql "$SPOR_DB" "select to_char(e.occurred_at, 'YYYY-MM-DD HH24:MI') from event e join course c using (case_id) where external_ref in ('TS06', 'TS07') and e.seq = 2 order by 1" | paste -sd ' ')" \
    '2024-03-01 10:00 2024-03-02 00:00' '… 24:00 is the next midnight, blanks fall away'
import "$faults/a15_nanos.xes"
is "$(sql "$SPOR_DB" "select t.text from event e join course c using (case_id) join term t on t.id = e.activity where external_ref = 'NANO' order by e.seq" | paste -sd ' ')" 'na 1 na 2' \
    'the whole fraction of a second tells the order'
import "$faults/a17_staff.xes"
is "$? $(take '[.problems[] | select(.detail | test("CPR")) | .line]')" '2 [3,7,9]' 'a CPR number is refused as resource, name of a trace and activity'
is "$(take '[.problems[] | select(.line == 7) | .case]')" '[null]' '… nothing that is made of it is shown'
is "$(sql "$SPOR_DB" "select count(*) from staff where staff ~ '[0-9]{10}'") $(sql "$SPOR_DB" "select count(*) from course where external_ref ~ '^[0-9]{10}'") $(grep -c '[0-9]\{10\}' "$it_dir/answer" "$it_dir/why" | grep -vc ':0')" \
    '0 0 0' '… or kept'
import "$faults/a18_long.xes"
is "$? $(take '[.cases, .problems[].detail]')" '2 [2,"concept:name of the trace: is longer than 200 characters"]' 'a name that is too long is told, not dropped'
long=$(sql "$SPOR_DB" "select external_ref from course where external_ref like 'åååå%'")
is "$(sp case show "$long" --json | jq -r .external_ref)" "$long" '… what is not is found by it'
import "$faults/a32_nd_blank_lines.ndjson"
is "$? $(take '[.cases,.events,.rejected]')" '0 [1,2,0]' 'lines of white space are empty'
import "$faults/a42_nd_interleaved.ndjson"
is "$? $(take '[.cases,.events]')" '0 [2,4]' 'two cases whose lines alternate are two'
import "$faults/a42_nd_interleaved.ndjson"
is "$(take '[.cases,.events,.duplicates]')" '[2,4,4]' '… also the second time'

# ---- damage and other forms, as JSON ----
printf '<log>\n<event/>\n<trace/>\n<trace>%s</trace>\n<trace><event></trace></log>' "$(grep -o '<string.*</event>' "$it_dir/short.xes")" >"$it_dir/damaged.xes"
import "$it_dir/damaged.xes"
is "$? $(take '[.cases,.error.line]')" '2 [1,5]' 'a damaged file: what stood before is loaded, and the answer has the error with its line'
is "$(take '[.problems[] | [.kind,.line,.events]]')" '[["event_without_case",2,1],["empty_case",3,0]]' '… and what belongs to no case, with kind and line'
grep -q '^spor: line 2: an event outside of any case' "$it_dir/why" && grep -q '^spor: line 5: malformed XML: mismatched tag' "$it_dir/why"
ok $? '… which is said, too'
sp import "$it_dir/damaged.xes" --lang da >/dev/null 2>"$it_dir/why"
grep -q '^spor: linje 5: ugyldig XML: ' "$it_dir/why"
ok $? '… in Danish'
printf 'case;activity\n1;a\n' >"$it_dir/log.csv"
import "$it_dir/log.csv"
is "$? $(take .error.code) $(grep -c 'neither XES, .*nor NDJSON.*CSV' "$it_dir/why")" '2 "invalid" 1' 'a CSV is told that it is neither'
sp import "$it_dir/log.csv" --lang da 2>"$it_dir/why"
grep -q 'hverken XES, .* eller NDJSON.*CSV' "$it_dir/why"
ok $? '… in Danish'

# ---- the clock on the wall ----
printf '%s\n' '{"case":"clock","kind":"case_opened","occurred_at":"2024-01-01T10:00:00Z"}' >"$it_dir/clock"
import "$it_dir/clock"
at() { # at TIME: the instant it is stored as
    sp log event meeting clock --code job_meeting --outcome held --at "$1" --json 2>"$it_dir/why" | jq -r '.events[0].occurred_at'
}
is "$(at '2024-03-31 03:30')" 2024-03-31T01:30:00.000000Z 'after the clock went forward'
is "$(at '2024-03-31 00:30')" 2024-03-30T23:30:00.000000Z '… before'
is "$(at '2024-03-31 02:30')$(cat "$it_dir/why")" 'spor: --at: on 2024-03-31 the clock goes from 02:00 to 03:00; there is no 02:30' '… a time that is not there is refused'
is "$(at '2024-10-27 01:30') $(at '2024-10-27 03:30')" '2024-10-26T23:30:00.000000Z 2024-10-27T02:30:00.000000Z' 'before and after it went back'
is "$(at '2024-10-27 02:30') $(at '2024-10-27 02:30+01:00')" '2024-10-27T00:30:00.000000Z 2024-10-27T01:30:00.000000Z' '… a time that comes twice is the first, or what the offset says'
is "$(sp case show clock --all | sed -n 's/^ *[0-9]*  \(2024-[0-9-]* [^ ]*\) .*/\1/p' | paste -sd ' ')" \
    '2024-01-01 11:00 2024-03-31 03:30 2024-03-31 00:30 2024-10-27 01:30 2024-10-27 03:30 2024-10-27 02:30+02:00 2024-10-27 02:30+01:00' \
    '… and so they are shown'

# ---- what is said ----
why() { "$spor" "$@" 2>&1 >/dev/null | head -1; }
is "$(why case show clock --as-of soon)" 'spor: --as-of: a day like 2026-05-01, or +14' 'the flag that was typed is named, with an example'
is "$(why cases --age-over x)" 'spor: --age-over: a number from 0 to 100000 is expected' '… also where the daemon refuses a parameter'
is "$(why cases --age-over x --lang da)" 'spor: --age-over: noget mangler, er ukendt eller ligger uden for det mulige: et tal fra 0 til 100000 ventes' '… in Danish'
is "$(why log switch clock --to a --cover-until 1970-01-01)" 'spor: --cover-until: lies before 1981' '… or a member of an event'
is "$(why log event meeting_booked clock --code job_meeting --starts-at noon)" 'spor: --starts-at: a time like "2026-05-01 09:30" or 09:30' '… as it is typed'
is "$(why log step clock --done 999)" 'spor: --done: the case has no event 999' '… for a number of an event'
is "$(why deadlines --days 0)" 'spor: --days: a whole number from 1 to 92, like --days 14' '… for a number'
sp case show clock --known-at '2001-01-01 12:00' >"$it_dir/shown"
is "$(sed -n 2,9p "$it_dir/shown" | paste -sd '|')" 'on 2001-01-01, as it was known at 2001-01-01 12:00|Nothing was known of the case then.' 'before the case was known, that is said'
is "$(sp case show clock --known-at '2001-01-01 12:00' --lang da | tail -1)" 'Om forløbet vidste man intet på det tidspunkt.' '… in Danish'

# ---- nothing steers a terminal ----
sql "$SPOR_DB" "update staff set name = U&'Evil\\001b[2J\\001b]0;t\\0007\\000aline2 \\009b31m \\202e' where staff = 'admin'" >/dev/null
sql "$SPOR_DB" "update course set external_ref = U&'ref\\009b2J\\202e' where external_ref = 'clock'" >/dev/null
steers() { perl -CSD -ne '$bad ||= /[\x00-\x09\x0b-\x1f\x7f-\x9f\x{61c}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}]/; END { exit !$bad }' "$@"; }
printf 'a\033[2J\302\233' >"$it_dir/steers"
steers "$it_dir/steers"
ok $? 'what is looked for would be found'
case=$(sql "$SPOR_DB" "select case_uuid from course where external_ref like 'ref%'")
{
    sp case show "$case"
    sp cases
    sp case show "$case" --json
    sp case show $'no\e[2Jbody\u009b'
    sp import "$it_dir/"$'\e[2Jno\u009bfile'
    sp frob$'\e[2J'
    sp cases --x$'\e[2J'
    printf '{"case":"\\u001b[2J","kind":"\\u009bdance\\u202e","a\\u001b":1}\n{\e' | sp import - --source x
    sp log event meeting "$case" --code $'\e[2J' --outcome held
} >"$it_dir/shown" 2>&1
! steers "$it_dir/shown" && grep -q 'ref�2J�' "$it_dir/shown"
ok $? 'no control character of a name, a reference, a file or an option is shown'

unset SPOR_TOKEN
sp login admin --password-file "$dir/admin-password" >"$it_dir/shown"
sp me >>"$it_dir/shown"
sp admin staff list >>"$it_dir/shown"
! steers "$it_dir/shown" && [ "$(grep -c '^Logged in as Evil�\[2J�\]0;t� line2 �31m �$' "$it_dir/shown")" = 1 ]
ok $? '… nor of a member of staff, and a line end begins no line'

# ---- for the first time ----
echo 'en lang kode 1' >"$it_dir/password"
sp admin staff add worker --password-file "$it_dir/password" >/dev/null
sp login worker --password-file "$it_dir/password" >/dev/null
sp import "$faults/a15_nanos.xes" >/dev/null 2>"$it_dir/why"
is "$? $(grep -c 'needs a token with the scope import, in SPOR_TOKEN' "$it_dir/why") $(grep -c 'spor admin token add NAME --scopes import$' "$it_dir/why")" '3 1 1' \
    'an import of a caseworker names the token and its scope'
sp import "$faults/a15_nanos.xes" --lang da 2>"$it_dir/why"
grep -q 'kræver en adgangsnøgle med området import, i SPOR_TOKEN' "$it_dir/why"
ok $? '… in Danish'
sp report dfg 2>"$it_dir/why"
sp export 2>>"$it_dir/why"
is "$(grep -c -e '--scopes report:exact$' -e '--scopes read:all$' "$it_dir/why")" 2 '… and so do exports and exact reports'
