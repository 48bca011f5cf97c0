#!/bin/bash
# The demo and scripts/local as a newcomer meets them: without procps, after an upgrade, with half of the data gone, with a
# port that cannot be had, ended by a signal; nothing ends without a word and nothing is left behind. SPOR_QUICK: fewer ports
# are tried and the demo starts once less.
. "$(dirname "$0")/lib.sh"
[ -x "$top/build/spord" ] || skip_all "no spord is built"

set +e
unset SPORD
# the path of a machine without procps: no kill, ps, pkill
programs=$(mktemp -d)
chmod 755 "$programs" # for the user PostgreSQL runs as, too
path=$PATH
restore() { PATH=$path && rm -rf "$programs"; }
it_at_exit+=(restore)
# what lies outside of our folder, also where we are ended early
leave_nothing() { for dir in "$it_dir/old" "$long/demo"; do "$top/scripts/local" down --dir "$dir" 2>/dev/null; done; }
it_at_exit+=(leave_nothing)
find /usr/local/bin /usr/bin /bin /usr/sbin /sbin -maxdepth 1 ! -type d | awk -F / '!seen[$NF]++' | xargs -d '\n' ln -st "$programs" 2>/dev/null
for program in kill ps pkill pgrep top free uptime w watch sysctl slabtop pidof pidwait pmap pwdx skill snice tload vmstat; do
    rm -f "$programs/$program"
done
PATH=$(pg_bin):$programs
# Where PostgreSQL's user cannot enter, or the socket's path would be too long, its data lies elsewhere.
long=$it_dir/$(printf 'a-folder-with-a-long-name-%.0s' 1 2 3 4)
local_() { "$top/scripts/local" "$1" --dir "$dir" "${@:2}" >"$it_dir/out" 2>"$it_dir/said"; }
alive() { # alive TEXT: processes whose command line has it
    TEXT=$1 perl -e 'for (</proc/[0-9]*/cmdline>) {
        open my $in, "<", $_ or next;
        local $/;
        $_ = <$in> // "";
        tr/\0/ /;
        print "$_\n" if index($_, $ENV{TEXT}) >= 0;
    }'
}
for_nothing() { [ -z "$(alive "$1")" ]; }

# A cluster that is there when a script begins costs less than one that it makes.
ready_made() { "$top/scripts/cluster" start --dir "$1" --fsync off ${SPOR_IT_LIKE:+--like "$SPOR_IT_LIKE"}; }

# ---- ports: one line that names --port
taken=$(free_port)
perl -MIO::Socket::INET -e 'my $l = IO::Socket::INET->new(LocalAddr => "127.0.0.1:$ARGV[0]", Listen => 1, ReuseAddr => 1) or die; print "x\n"; close STDOUT; sleep 600' "$taken" >"$it_dir/listens" &
listener=$!
it_at_exit+=("kill $listener")
wait_until 10 test -s "$it_dir/listens"
dir=$it_dir/none
ports=("$taken" 70000 0 abc 08 -1)
[ -z "${SPOR_QUICK:-}" ] || ports=("${ports[@]:0:2}")
for port in "${ports[@]}"; do
    "$top/scripts/demo" --dir "$dir" --port "$port" >"$it_dir/said" 2>&1
    is "$? $(wc -l <"$it_dir/said") $(grep -c -- "--port" "$it_dir/said")" "1 1 1" "demo --port $port"
    [ "$port" = "$taken" ] || continue
    local_ up --port "$port"
    is "$? $(wc -l <"$it_dir/said") $(grep -c -- "--port" "$it_dir/said")" "1 1 1" "local up --port $port"
done
ok "$([ ! -e "$dir" ]; echo $?)" "nothing was made"

# ---- the demo, ended while it loads
dir=$long/demo
port=$(free_port)
demo() { # demo OUT: starts it
    "$top/scripts/demo" --dir "$dir" --port "$port" --citizens 10 >"$1" 2>"$it_dir/demo.err" &
    demo=$!
}
demo "$it_dir/demo.out"
wait_until 600 grep -q 'loading a municipality' "$it_dir/demo.err"
kill -TERM "$demo"
wait "$demo"
is $? 143 "SIGTERM while it loads"
wait_until 10 for_nothing "$dir"
is "$(alive "$dir")" "" "nothing runs on"

# ---- goes on when it starts again, and ended by SIGTERM leaves nothing that runs; where the data lies is true
mkfifo "$it_dir/pipe"
demo "$it_dir/pipe"
cat "$it_dir/pipe" >"$it_dir/demo.out" &
reader=$!
wait_until 600 grep -q 'Ctrl-C ends it' "$it_dir/demo.out"
ok $? "the demo starts without procps"
base=$(sed -n 's/.*, the database in \(.*\)\.$/\1/p' "$it_dir/demo.out")
ok "$([ -f "$base/data/PG_VERSION" ]; echo $?)" "where it says that the database is, it is"
grep -qF "the data stays in $dir, the database in" "$it_dir/demo.out"
ok $? "beside the folder of the rest"
password=$(sed -n 's/.*password of all log-ins but admin.s: //p' "$it_dir/demo.out")
kill -TERM "$demo"
wait_until 60 eval '! kill -0 '"$demo"
ok $? "SIGTERM ends it"
wait "$demo"
is $? 0 "well"
wait_until 5 eval '! kill -0 '"$reader"
ok $? "nobody holds its output open"
wait_until 10 for_nothing "$dir"
is "$(alive "$dir")$(alive "$base")" "" "nothing of it runs"
if [ -z "${SPOR_QUICK:-}" ]; then
    demo "$it_dir/again"
    wait_until 600 grep -q 'Ctrl-C ends it' "$it_dir/again"
    is "$(grep -c 'loading a municipality' "$it_dir/demo.err") $(sed -n 's/.*password of all log-ins but admin.s: //p' "$it_dir/again")" \
        "0 $password" "it starts again with what it loaded and the password of before"
    kill -TERM "$demo"
    wait "$demo"
fi

# ---- one half of the data is gone
mv "$dir" "$dir.kept"
ready_made "$dir" 2>"$it_dir/said"
is "$? $(grep -c "earlier $dir is still there, .* rm -r $base\$" "$it_dir/said")" "0 1" "a database whose folder was removed is named"
local_ down
ok "$([ ! -e "$base" ]; echo $?)" "down takes it along"
rm -rf "$dir"
mv "$dir.kept" "$dir"
local_ up --port "$port"
is "$? $(wc -l <"$it_dir/said") $(grep -c "$base and is gone" "$it_dir/said")" "1 1 1" "a folder whose database was removed says so"
"$top/scripts/demo" --dir "$dir" --port "$port" >"$it_dir/again" 2>&1
is "$? $(grep -c "$base and is gone" "$it_dir/again") $(tail -1 "$it_dir/again" | grep -c 'is gone')" "1 1 1" "and so does the demo, last"
"$top/scripts/demo" --dir "$dir" --remove >"$it_dir/again" 2>&1
is "$? $(cat "$it_dir/again")$([ -e "$dir" ] && echo there)" "0 " "--remove deletes what there is"

# ---- after an upgrade: a database of the schema before the last, with the last one's program
last=$(find "$top/schema" -name '*.sql' | sort | tail -1)
dir=$it_dir/old
ready_made "$dir" 2>/dev/null
"$top/scripts/cluster" createdb --dir "$dir" spor
uri=$("$top/scripts/cluster" uri --dir "$dir" --role spor_owner spor)
sql "$uri" "create table migration (number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())"
for file in "$top"/schema/*.sql; do
    [ "$file" != "$last" ] || continue
    name=${file##*/}
    psql -X -q -v ON_ERROR_STOP=1 -1 "$uri" -f "$file" >/dev/null
    sql "$uri" "insert into migration (number, name, sha256) values (${name%%_*}::int, '$name', '$(sha256sum "$file" | cut -d' ' -f1)')"
done
mkdir -m 700 "$dir/data"
echo 'not used here' >"$dir/token"
port=$(free_port)
local_ up --port "$port" --fsync off
is "$? $(grep -c "applied ${last##*/}" "$it_dir/said")" "0 1" "local up brings an older database to the schema, and says so"
is "$(sql "$uri" "select max(number) from migration")" "$((10#$(basename "$last" | cut -d_ -f1)))" "it is there"
sql "$uri" "insert into migration (number, name, sha256) values (900, 'later.sql', 'x')"
local_ up --port "$port" --fsync off
is $? 0 "a daemon that runs with the same program is left alone"
pid=$(cat "$dir/spord.pid")
mkdir "$it_dir/new"
cp "$top/build/spord" "$it_dir/new/spord"
SPORD=$it_dir/new/spord local_ up --port "$port" --fsync off
is "$? $(wc -l <"$it_dir/said") $(grep -c 'newer than this program' "$it_dir/said")" "1 1 1" "where it cannot, it says why it stopped"
kill -0 "$pid" 2>/dev/null
is $? 1 "the daemon of before runs no more"
sql "$uri" "delete from migration where number = 900"
SPORD=$it_dir/new/spord local_ up --port "$port" --fsync off
is $? 0 "then it starts"
is "$(readlink "/proc/$(cat "$dir/spord.pid")/exe")" "$it_dir/new/spord" "with the new program"
SPORD=$it_dir/new/spord local_ down
is $? 0 "and goes"

# ---- no word is missing
printf '%s\n' ". '$top/scripts/lib.sh'" 'quiet() { false; }' 'quiet' >"$it_dir/silent"
is "$(bash "$it_dir/silent" 2>&1 | head -1)" "silent: stopped at line 2 (exit code 1): false" "a script that nobody thought about says where it ended"
plan "$it_tests"
