#!/bin/bash
# The keys of CPR numbers: a daemon with a lost or another key does not start; a new key while writing goes on, with one
# daemon that has the new key and one that has it not, interrupted and gone on with; no number gets two citizens, nobody
# opens the own case; a key that is not used any more may go, another may not; a sealed value opens in its own row only.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 63
cluster --fsync off
daemon keys --assessor off
file=$it_dir/data/keys
owner=$(owner_uri keys)
number() { printf '7105%02d-%04d' "$(($1 % 28 + 1))" "$((1000 + $1))"; }
id() { printf '00000000-0000-4000-8000-%012d' "$1"; }
# import N CASE: opens a case for the citizen with the N-th number; the status of its line.
import() {
    local answer
    answer=$(api POST /v1/events "$(
        printf '{"case":"%s","cpr":"%s"}\n' "$(id "$2")" "$(number "$1")"
        printf '{"case":"%s","event_id":"%s","kind":"case_opened","occurred_at":"2026-02-01T10:00:00+01:00"}' "$(id "$2")" "$(id $(($2 + 500000)))"
    )" -H 'Content-Type: application/x-ndjson')
    [ "$(status)" = 200 ] && sed -n 's/.*"status":\([0-9]*\).*/\1/p' <<<"$answer" || status
}
citizens() { sql "$owner" "select count(*), count(distinct i.x) from citizen, unnest(cpr_indexes) i(x) where key_of_index(i.x) = ${1:-1}"; }
keys() { out=$("$spord" keys --database "$(daemon_uri "${keys_of:-keys}")" --data-dir "$it_dir/data" "$@" 2>&1); }
# A daemon that should not start: its exit code and what it says, in one line.
refused() {
    local code=0
    out=$(timeout 60 "$spord" run --database "$(daemon_uri keys)" --data-dir "${1:-$it_dir/data}" --listen 127.0.0.1:0 --assessor off 2>&1) || code=$?
    got="$code $(grep -c '^spord run: ' <<<"$out")"
}
says() { ok "$([[ $out == *"$1"* ]]; echo $?)" "$2"; }

# ---- lost, and another
is "$(cut -d' ' -f1 "$file" | tr '\n' ' ')" "1 " "a new instance has one key"
is "$(sql "$owner" "select number, length(fingerprint), retired_at is null from crypt_key")" "1|32|t" "of which the database has a fingerprint"
hex=$(cut -d' ' -f2 "$file")
is "$(sql "$owner" "select count(*) from crypt_key where fingerprint = '\\x$hex'")" 0 "that is not the key"
is "$(import 1 1) $(citizens)" "201 1|1" "a CPR number under it"
daemon_stop
mv "$file" "$it_dir/saved"
refused
is "$got" "2 1" "without its key file the daemon does not start"
says "the key file $file is gone" "says that the file is gone"
ok "$([ ! -e "$file" ]; echo $?)" "and makes no new one"
mkdir "$it_dir/elsewhere"
refused "$it_dir/elsewhere"
is "$got" "2 1" "nor does one with a new data directory"
printf '1 %064d\n' 7 >"$it_dir/elsewhere/keys"
chmod 600 "$it_dir/elsewhere/keys"
refused "$it_dir/elsewhere"
is "$got" "2 1" "nor with another key of this number"
says "is not the key 1 of this database" "which it says"
mv "$it_dir/saved" "$file"
daemon_start
is "$(import 1 1) $(citizens)" "200 1|1" "with its file it does, and knows who is there"

# ---- a new key, while a daemon runs that has it not
sql "$owner" "insert into team (team) values ('employment/north')"
login lea leader employment/north
as=$(admin_token) api PATCH /v1/staff/lea "{\"cpr\":\"$(number 2)\"}" >/dev/null
is "$(status)" 200 "the leader's own number"
as=$token_lea
is "$(as=$token import 2 2) $(as=$token import 3 3)" "201 201" "a case of hers, and another"
seen() { api GET "/v1/cases/$(id "$1")" >/dev/null; status; }
is "$(seen 2) $(seen 3)" "404 200" "nobody opens the own case"
unset as
as=$token_lea api POST /v1/citizens "{\"citizen\":\"$(id 900)\",\"cpr\":\"$(number 9)\"}" >/dev/null
is "$(status)" 201 "a citizen is told of, whose case is not opened yet"
keys rotate
ok $? "a new key"
says "key 2 is made" "of the next number"
says "sealed anew under key 2: 5;" "seals what there is"
is "$(sql "$owner" "select string_agg(distinct cpr_key::text, ' ') from (select cpr_key from citizen union all select cpr_key from citizen_told union all select cpr_key from staff) x where cpr_key is not null")" 2 "all of it"
is "$(citizens 1) $(citizens 2)" "3|3 3|3" "hashes are there under both"

old_url=$url
port_new=$(free_port)
"$spord" run --database "$(daemon_uri keys)" --listen "127.0.0.1:$port_new" --data-dir "$it_dir/data" --assessor off 2>>"$it_dir/new.log" &
new_pid=$!
it_at_exit+=("kill -KILL $new_pid")
new_url=https://127.0.0.1:$port_new
wait_until 20 curl -sf --cacert "$ca" "$new_url/readyz" || die "the second spord did not start"
old() { url=$old_url "$@"; }
new() { url=$new_url "$@"; }
apart() { # with files of its own, beside others
    local it_dir=$it_dir
    it_dir=$(mktemp -d "$it_dir/XXXX")
    "$@"
}
is "$(old import 3 13) $(new import 3 13)" "409 409" "who is there is found by both daemons"
is "$(old import 4 4) $(new import 4 14)" "201 409" "whom the old one wrote is found by the new one"
is "$(new import 5 5) $(old import 5 15)" "201 409" "and the other way round"
for n in {20..39}; do
    apart old import "$n" "$n" >"$it_dir/o$n" &
    pids+=($!)
    apart new import "$n" "$((n + 100))" >"$it_dir/n$n" &
    pids+=($!)
    ((n % 4 < 3)) || wait "${pids[@]}" # as many as may come of one caller
done
is "$(cat "$it_dir"/[on][23][0-9] | grep -c 201)" 20 "of two cases for one number at the same time one is opened"
is "$(citizens 1) $(sql "$owner" "select count(*) from citizen where cpr is not null")" "25|25 25" "and there is one citizen"

# ---- when the old key may go
keys retire 1 && done=0 || done=$?
is "$done" 5 "the old key is still needed"
says "key 1 is still needed" "which is said"
keys retire 2 && done=0 || done=$?
is "$done" 2 "and the newest seals"
keys rotate
says "going on with key 2" "the rotation goes on"
is "$(sql "$owner" "select count(*) from citizen where cpr_key <> 2; select count(*) from crypt_key")" $'0\n2' "with what was written meanwhile, and makes no third key"
keys retire 1
ok $? "now it may go"
is "$(sql "$owner" "select count(*) from citizen_cpr where key_of_index(cpr_index) = 1")" 0 "and its hashes are gone"
as=$token_lea new api POST /v1/cases "{\"case\":\"$(id 901)\",\"citizen\":\"$(id 900)\",\"events\":[{\"event_id\":\"$(id 902)\",\"kind\":\"case_opened\",\"occurred_at\":\"2026-02-01T10:00:00+01:00\",\"unit\":\"employment/north\"}]}" >/dev/null
is "$(status) $(new import 9 903)" "201 409" "who was told of under the key before has the case now"
is "$(old import 50 50) $(new import 50 50)" "503 201" "a daemon without the new key writes no number"
is "$(old import 50 51) $(new import 50 51)" "503 409" "nor says that one is not there"
is "$(old api POST "/v1/cases/$(id 4)/events" "{\"events\":[{\"event_id\":\"$(id 777)\",\"kind\":\"wishes_recorded\",\"occurred_at\":\"2026-02-02T10:00:00+01:00\"}]}" >/dev/null; status)" 201 "but goes on with everything else"
as=$token_lea
is "$(new seen 2) $(new seen 3) $(old seen 2)" "404 200 404" "nobody opens the own case"
unset as
kill "$new_pid"
daemon_stop
cp "$file" "$it_dir/both"
grep -v '^2 ' "$it_dir/both" >"$file"
refused
is "$got" "2 1" "without a key that is in use no daemon starts"
says "lacks key 2" "and says which"
grep -v '^1 ' "$it_dir/both" >"$file"
daemon_start
ok $? "without the one that is not it does"
is "$(import 3 3) $(import 3 16)" "200 409" "and knows everybody"

# ---- interrupted anywhere
printf '3 %064d\n' 3 >>"$file" # the file was written, the database not told
daemon_stop
daemon_start
ok $? "a key that the database does not know is as if it were not there"
is "$(import 60 60) $(sql "$owner" "select max(cpr_key) from citizen")" "201 2" "and does not seal"
mkfifo "$it_dir/holds"
psql -X -q "$owner" >/dev/null <"$it_dir/holds" &
exec 7>"$it_dir/holds"
echo "begin; select 1 from citizen where id = (select id from citizen order by id offset 12 limit 1) for update;" >&7
"$spord" keys --database "$(daemon_uri keys)" --data-dir "$it_dir/data" rotate >/dev/null 2>&1 &
rotating=$!
waits() { [ "$(sql "$(super_uri keys)" "select count(*) from pg_stat_activity where application_name = 'spord keys' and wait_event_type = 'Lock'")" = 1 ]; }
wait_until 20 waits
keys rotate && done=0 || done=$?
is "$done" 5 "one at a time"
kill -KILL "$rotating"
wait "$rotating" 2>/dev/null || true
echo "rollback;" >&7
exec 7>&-
is "$(sql "$owner" "select count(*) > 0, count(*) filter (where cpr_key = 3) > 0 from citizen where cpr_key < 3")" "t|f" "killed in the midst of it"
free() { [ "$(sql "$(super_uri keys)" "select count(*) from pg_stat_activity where application_name = 'spord keys'")" = 0 ]; }
wait_until 20 free
is "$(sql "$owner" "select count(*) between 1 and 26 from citizen where cpr_key = 3")" t "some are sealed anew, some not"
is "$(import 3 3) $(import 61 61) $(import 61 62)" "200 201 409" "writing goes on"
keys rotate
ok $? "the next run"
says "going on with key 3" "goes on"
is "$(sql "$owner" "select count(*) filter (where cpr_key <> 3), count(*) from citizen where cpr is not null"; cut -d' ' -f1 "$file" | tr '\n' ' ')" $'0|29\n2 3 ' "to the end, with the key that was in the file"
daemon_stop
daemon_start
keys retire 2
ok $? "and the one before goes"

# ---- a value is of use in its row alone
sql "$owner" "update citizen a set cpr = b.cpr from citizen b where a.id = (select min(id) from citizen) and b.id = (select max(id) from citizen)"
keys rotate && done=0 || done=$?
is "$done" 5 "a value that was put into another row"
says "does not open under key 3: it was changed, or is another row's" "does not open there"
keys retire 3 && done=0 || done=$?
is "$done" 5 "and keeps its key in use"
daemon_stop

# ---- a database of before, whose values name no row and whose keys were not known
"$top/scripts/cluster" createdb --dir "$it_cluster" seven >&2
owner=$(owner_uri seven)
applied seven "$top"/schema/00[1-7]_*.sql
# "6101010101", sealed and hashed by that program with this key
hex=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
sealed=ef0461066cca13c6fb1bce87acef7af60f61499552a797a54bada813dcc709280ed7975ed46f
index=ba735eadf2ec7be56ff252bbc3bcf5cf817bc8f296ba38fdfdabba570c4c67b7
sql "$owner" "insert into staff (staff, cpr_index) values ('it', null), ('anna', '\\x$index'), ('bo', '\\x00$index')" \
    "insert into citizen (citizen, cpr, cpr_key, cpr_index, created_by) values ('$(id 1)', '\\x$sealed', 1, '\\x$index', 1)"
sql "$owner" "insert into course (case_uuid, citizen, opened_by) values ('$(id 1)', 1, 1)"
for schema in "$top"/schema/*.sql; do
    [[ ${schema##*/} =~ ^00[1-7] ]] || applied seven "$schema"
    [[ ${schema##*/} != 010* ]] || sql "$owner" "insert into citizen_told (told_by, handle, protected, cpr, cpr_key, cpr_index)
        values (1, '$(id 2)', false, '\\x$sealed', 1, array['\\x$index'::bytea])"
done
keys_of=seven
printf '1 %064d\n' 7 >"$file"
keys && done=0 || done=$?
is "$done" 2 "a file that does not open what lies in the database"
says "does not open what lies in this database: data_dir belongs to another instance" "is refused"
rm "$file"
keys && done=0 || done=$?
is "$done $([ -e "$file" ] && echo made)" "2 " "and so is none"
printf '1 %s\n' "$hex" >"$file"
chmod 600 "$file"
keys
ok $? "the right one is taken"
says "not bound to their rows yet (spord keys reseal): 2" "and what names no row is counted"
keys reseal && done=0 || done=$?
is "$done $(sql "$owner" "select cpr_key, octet_length(cpr), cpr <> '\\x$sealed' from citizen")" "5 1|38|t" "sealed anew it names its row"
is "$(sql "$owner" "select cpr_key, cpr <> '\\x$sealed', cpr_indexes = (select z.cpr_indexes from citizen z) from citizen_told")" "1|t|t" "and so does what was told and not opened yet"
is "$(sql "$owner" "select string_agg(staff || ' ' || (cpr is not null), ' ' order by staff) from staff")" "anna true bo false it false" \
    "a person's number comes from the citizen who has the same"
says "staff bo is known by a hash alone" "who is no citizen is named"
