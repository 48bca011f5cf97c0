#!/bin/bash
# spord migrate: from nothing, again, two at once, with a file that changed, on a newer database, without the daemon's
# role, without the rights of an owner.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 19
cluster --fsync off
"$top/scripts/cluster" createdb --dir "$it_cluster" migrate >&2
owner=$(owner_uri migrate)
files=$(find "$top/schema" -name '*.sql' | wc -l)
run() { out=$("$spord" migrate --owner-database "$1" 2>&1); }

run "$owner" && done=0 || done=$?
is "$done $(grep -c '^applied' <<<"$out")" "0 $files" "an empty database gets all migrations"
is "$(sql "$owner" "select count(*), count(distinct sha256) from migration")" "$files|$files" "each with its checksum"
is "$(sql "$owner" "select string_agg(name, ' ' order by number) from rule_set")" "base lab-2020 lab-2024 sick-2025 reform-2026" \
    "the shipped rule sets are there"
run "$owner" && done=0 || done=$?
is "$done $out" "0 " "a second time changes nothing"

# An update of the program brings a rule set that was not there before.
pack() { sql "$owner" "delete from rule_set where name = 'reform-2026'" "$@"; }
published() { # published NAME VALID-FROM RULES
    sql "$owner" "insert into rule_set (name, valid_from, source, published_at)
        values ('$1', '$2', '{\"id\":\"$1\",\"valid_from\":\"$2\",\"rules\":$3}', spor_now())"
}
pack
run "$owner" && done=0 || done=$?
is "$done $(sql "$owner" "select count(*), count(feed_no) from rule_set")" "0 5|0" "a new shipped rule set, with nothing to assess"
pack "insert into course (case_uuid) values (gen_random_uuid())"
run "$owner" && done=0 || done=$?
is "$done $(sql "$owner" "select f.type from rule_set k join feed f on f.no = k.feed_no where k.name = 'reform-2026'")" "0 5" \
    "with cases the feed says that they are to be assessed"
pack
published reform-2026 2027-01-01 '{}'
run "$owner" && done=0 || done=$?
is "$done $(sql "$owner" "select string_agg(name, ' ' order by number) from rule_set where name like 'reform%'")" \
    "0 reform-2026 reform-2026-shipped" "one whose name the municipality has used"
run "$owner" && done=0 || done=$?
is "$done $(sql "$owner" "select count(*) from rule_set")" "0 6" "once"
sql "$owner" "delete from rule_set where name = 'base'"
published tight 2001-01-01 '{"R7.1":{"groups":{"cash_job_ready":{"amber_days":78}}}}'
run "$owner" && done=0 || done=$?
ok "$([ "$done" != 0 ] && [[ $out == *'do not go together'*/rules/R7.1/groups/cash_job_ready/red_days* ]]; echo $?)" \
    "one that does not fit is refused"
is "$(sql "$owner" "select count(*) from rule_set where name = 'base'")" 0 "and not put there"
sql "$owner" "delete from rule_set where name = 'tight'"
run "$owner" && done=0 || done=$?
is "$done $(sql "$owner" "select count(*) from rule_set where name = 'base'")" "0 1" "until it fits"

sql "$owner" "update migration set sha256 = 'x' where number = 2"
run "$owner" && done=0 || done=$?
ok "$([ "$done" != 0 ] && [[ $out == *002_access.sql*'other content'* ]]; echo $?)" "a changed file is refused by name"
sql "$owner" "update migration set sha256 = '$(sha256sum "$top/schema/002_access.sql" | cut -d' ' -f1)' where number = 2"
run "$owner" && done=0 || done=$?
is "$done" 0 "the checksum is that of the file"
sql "$owner" "insert into migration (number, name, sha256) values (900, 'later.sql', 'x')"
run "$owner" && done=0 || done=$?
ok "$([ "$done" != 0 ] && [[ $out == *'newer than this program'* ]]; echo $?)" "a newer database is refused"
run "$(daemon_uri migrate)" && done=0 || done=$?
ok "$([ "$done" != 0 ] && [[ $out == *'permission denied'* ]]; echo $?)" "the daemon's role may not migrate"
run "postgresql://spor_owner@/migrate?host=/nowhere" && done=0 || done=$?
ok "$([ "$done" != 0 ] && [[ $out == *'connect to the database as its owner'* ]]; echo $?)" "no database: says so"

"$top/scripts/cluster" createdb --dir "$it_cluster" twice >&2
"$spord" migrate --owner-database "$(owner_uri twice)" >"$it_dir/one" 2>&1 &
one=$!
"$spord" migrate --owner-database "$(owner_uri twice)" >"$it_dir/two" 2>&1 && done=0 || done=$?
wait "$one" || done=1
is "$done $(cat "$it_dir/one" "$it_dir/two" | grep -c '^applied')" "0 $files" "two at once wait for each other"

"$top/scripts/cluster" createdb --dir "$it_cluster" roleless >&2
sql "$(super_uri postgres)" "alter role spord rename to somebody"
run "$(owner_uri roleless)" && done=0 || done=$?
sql "$(super_uri postgres)" "alter role somebody rename to spord"
ok "$([ "$done" != 0 ] && [[ $out == *'create role spord'* ]]; echo $?)" "without the daemon's role it says what to do"

# As PostgreSQL makes databases on a machine without a language.
sql "$(super_uri postgres)" "create database ascii owner spor_owner template template0 encoding 'SQL_ASCII' locale 'C'"
run "$(owner_uri ascii)" && done=0 || done=$?
ok "$([ "$done" = 2 ] && [[ $out == *'must be UTF8'* ]]; echo $?)" "a database that cannot hold every letter is refused"
