#!/bin/bash
# spord migrate: from nothing, again, two at once, with a file that changed, on a newer database, without the daemon's
# role, without the rights of an owner.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 11
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
