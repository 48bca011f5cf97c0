#!/bin/bash
# RUNNING.md, word by word: its blocks marked sh are run in their order, on a private PostgreSQL with peer authentication.
# Only where things lie is another place, root's tools stand in for what a test may not do (users, systemd), and what is
# asked at a terminal comes from files.
. "$(dirname "$0")/lib.sh"
spor=${SPOR:-$top/build/spor}
[ -x "$spord" ] && [ -x "$spor" ] || skip_all "not built"
command -v openssl >/dev/null || skip_all "no openssl"

plan 40
cluster --fsync off
base=$(cat "$it_cluster/cluster.base")
sql "$(super_uri postgres)" "drop role spor_owner" "drop role spord" # they are made as the page says
port=$(free_port)
root=$it_dir/machine
mkdir -p "$root/root" "$root/etc/systemd/system" "$root/usr/local/bin"
printf 'a long enough password\n' >"$it_dir/password"
printf '{"name":"Test Borger","cpr":"6101800000","born":"1980-01-01"}' >"$it_dir/person"
export HOME=$root/root LANG=C.UTF-8 SPOR_CA=$it_dir/ca.pem
unset XDG_CONFIG_HOME SPOR_URL SPOR_TOKEN

# ---- what stands in for the machine ----
moved() { # the page's places, as they are here
    sed -e "s#\(^\|[ <>=]\)/\(etc\|var/lib\|root\|usr/local\)/#\1$root/\2/#g; s#build/spord#$spord#; s#build/spor\b#$spor#" \
        -e "s#/var/run/postgresql#$base#g; s#0\.0\.0\.0:8443#127.0.0.1:$port#; s#https://spor\.kommune\.example:8443#https://127.0.0.1:$port#" "$@"
}
adduser() { :; }
install() {
    local words=()
    while [ $# -gt 0 ]; do
        case $1 in
        -o | -g) shift 2 ;;
        *) words+=("$1") && shift ;;
        esac
    done
    command install "${words[@]}"
}
runuser() { # everybody is mapped to the three roles; who runs a command is who stands in its settings
    local user=$2
    shift 3
    PGHOST=$base PGPORT=5432 PGUSER=$user "$@"
}
spord() { "$root/usr/local/bin/spord" "$@" <"$it_dir/password"; }
spor() {
    case "$1 ${2:-} ${3:-}" in
    login* | 'admin staff add') set -- "$@" --password-file "$it_dir/password" ;;
    'case open'*) set -- "$@" --person-file "$it_dir/person" ;;
    esac
    "$spor" "$@"
}
unit() { moved "$root/etc/systemd/system/spord.service" | sed -n "s/^$1=//p"; }
systemctl() {
    case $1 in
    daemon-reload) ;;
    start | enable)
        read -r -a words <<<"$(unit ExecStart)"
        "${words[@]}" 2>>"$it_dir/spord.log" &
        daemon_pid=$!
        ;;
    reload) MAINPID=$daemon_pid && eval "$(unit ExecReload)" ;;
    stop) daemon_stop ;;
    esac
}
it_at_exit+=("daemon_stop KILL")
certificate() { # certificate SERIAL: of our own authority
    [ -s "$it_dir/ca.pem" ] || openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ours -keyout "$it_dir/ca.key" -out "$it_dir/ca.pem" 2>/dev/null
    openssl req -newkey rsa:2048 -nodes -subj /CN=spor -keyout "$root/etc/spor/key.pem" -out "$it_dir/csr" 2>/dev/null
    openssl x509 -req -days 2 -in "$it_dir/csr" -CA "$it_dir/ca.pem" -CAkey "$it_dir/ca.key" -set_serial "$1" \
        -extfile <(echo subjectAltName=IP:127.0.0.1) -out "$root/etc/spor/certificate.pem" 2>/dev/null
}
serial() { openssl s_client -connect "127.0.0.1:$port" </dev/null 2>/dev/null | openssl x509 -noout -serial; }
serves() { [ "$(serial)" = "serial=$1" ]; }
ready() { curl -sf --cacert "$it_dir/ca.pem" "https://127.0.0.1:$port/readyz"; }
blocks=$(grep -c '^```sh' "$top/RUNNING.md")
doing=''
failed() { [ -z "$doing" ] || { echo "failed: $doing" && cat "$it_dir/complaints"; }; }
it_at_exit+=(failed)
block() { # block TEXT: runs the next block, which has this text; what it says is in $it_dir/out
    n=$((n + 1))
    awk -v n="$n" '/^```/ {on = /^```sh/ && ++at == n; next} on' "$top/RUNNING.md" | moved >"$it_dir/block"
    grep -qF -- "$1" "$it_dir/block" || die "block $n of RUNNING.md has no $1"
    doing="block $n of RUNNING.md, $1"
    # shellcheck disable=SC1091 # made here
    . "$it_dir/block" >"$it_dir/out" 2>"$it_dir/complaints" # ends the test where a command fails
    doing=''
    cat "$it_dir/complaints" >&2
    ok 0 "block $n: $1"
}
said() { grep -qF -- "$1" "$it_dir/out" "$it_dir/complaints"; }
n=0
cd "$top"
command install -m 755 "$spord" "$root/usr/local/bin/"

# ---- the page ----
block scripts/roles.sql
is "$(sql "$(super_uri postgres)" "select pg_encoding_to_char(encoding), pg_get_userbyid(datdba), has_database_privilege('spord', oid, 'connect'),
    coalesce(datacl::text, '') ~ '[{,]=' from pg_database where datname = 'spor'")" "UTF8|spor_owner|t|f" "the database, its owner, and who may connect"
block certificate.pem
certificate 17
block bootstrap
ok "$(said '{"admin":"admin"}'; echo $?)" "the first administrator is there"
out=$(spord bootstrap --config "$root/etc/spor/owner.conf" --admin other --password-file - 2>&1) && done=0 || done=$?
is "$done" 5 "and there is no second first one"
block "systemctl enable --now spord"
wait_until 20 ready && done=0 || done=1
ok "$done" "the daemon is ready over TLS with the certificate of the settings"
is "$(sql "$(super_uri postgres)" "select string_agg(distinct usename, ' ') from pg_stat_activity where datname = 'spor'")" spord "it has no connection of the owner"
block spor-keys-backup
is "$(stat -c %a "$root/root/spor-keys-backup" "$root/var/lib/spor/keys" | tr '\n' ' ')" "600 600 " "the keys are for their owner alone"
block "spor admin team add"
is "$(grep -cE '^(admin|anna|lone|plan) ' "$it_dir/out")" 4 "four people"
block "spor case open"
ok "$(said 'Test Borger'; echo $?)" "the first case, with its citizen"
certificate 18
systemctl reload spord
wait_until 10 serves 12 && done=0 || done=1
ok "$done" "a renewed certificate is served after a reload"
block "pg_dump -Fc spor >"
is "$(stat -c %a "$root/root/spor.dump")" 600 "the dump is for root alone"
spor case open --unit employment/north --anonymous --to anna >/dev/null 2>&1 || true
rm "$root/var/lib/spor/keys"
block pg_restore
ok "$(said '1 cases, '; echo $?)" "what was dumped is there …"
ok "$(said '; 0 differ'; echo $?)" "… and its assessment is what its events say"
is "$(sql "$(super_uri postgres)" "select pg_get_userbyid(datdba), has_database_privilege('spord', oid, 'connect'), datacl::text ~ '[{,]='
    from pg_database where datname = 'spor'")" "spor_owner|t|f" "the restored database has its owner and rights"
wait_until 20 ready && done=0 || done=1
ok "$done" "the daemon is ready again"
ok "$(spor cases | grep -q 'Test Borger'; echo $?)" "the session and the case are there"
block spor-before.dump
wait_until 20 ready && done=0 || done=1
ok "$done" "the daemon is ready after the upgrade"
# ---- the upgrade once more, from what the first program left behind: its schema, its data, its keys ----
systemctl stop spord
sql "$(super_uri postgres)" "drop database spor (force)" "create database spor owner spor_owner template template0 encoding 'UTF8' locale 'C.UTF-8'" \
    "revoke all on database spor from public" "grant connect on database spor to spord"
applied spor "$top"/schema/00[1-7]_*.sql
psql -X -q -v ON_ERROR_STOP=1 -1 "$(super_uri spor)" -f "$top/tests/it/schema_7.sql" >"$it_dir/psql"
sed -n 's/^-- \(1 [0-9a-f]*\)$/\1/p' "$top/tests/it/schema_7.sql" >"$root/var/lib/spor/keys"
recorded="select count(*), md5(string_agg(concat_ws(' ', case_id, seq, event_id, kind, occurred_at, recorded_at, feed_no), ',' order by feed_no)) from event"
before=$(sql "$(owner_uri spor)" "set timezone = 'UTC'" "$recorded")
is "${before%|*}" 256 "a database of schema 7, with its events"
: >"$it_dir/spord.log"
systemctl start spord
wait "$daemon_pid" && done=0 || done=$?
daemon_pid=''
last=$(find "$top/schema" -name '*.sql' | wc -l)
is "$done $(sed -n '/^spord run: /p' "$it_dir/spord.log")" \
    "5 spord run: the schema of the database is at 7, this program wants $last: run spord migrate" "the new program does not start, and says what to do"
ok "$(unit RestartPreventExitStatus | grep -qw "$done"; echo $?)" "which systemd does not try again"
out=$(runuser -u spord -- spord keys --config "$root/etc/spor/spord.conf" 2>&1) && done=0 || done=$?
is "$done ${out##*: }" "5 run spord migrate" "spord keys says the same"
n=$((n - 1))
block spor-before.dump
ok "$(said 'applied 008_disclosure.sql'; echo $?)" "the page's steps bring it up"
wait_until 20 ready && done=0 || done=1
ok "$done" "and the daemon is ready"
is "$(sql "$(owner_uri spor)" "set timezone = 'UTC'" "$recorded")" "$before" "each event is there as it was"
settled() { runuser -u spord -- spord rebuild --check --config "$root/etc/spor/spord.conf" >"$it_dir/out" 2>"$it_dir/complaints" && grep -q '; 0 differ .* 0 pending, 0 failed' "$it_dir/complaints"; }
wait_until 30 settled && done=0 || done=1
ok "$done" "its facts and spans are those that the new program works out"
[ "$done" = 0 ] || note "$(cat "$it_dir/out" "$it_dir/complaints")"
SPOR_TOKEN=$(runuser -u spor_owner -- spord bootstrap --config "$root/etc/spor/owner.conf" --token export --scopes read:all | sed -n 's/.*"token": *"\([^"]*\)".*/\1/p')
is "$(SPOR_TOKEN=$SPOR_TOKEN spor export | jq -r 'select(.kind) | .event_id' | wc -l)" 256 "and it gives all of them out"
runuser -u spord -- spord keys reseal --config "$root/etc/spor/spord.conf" >"$it_dir/out" 2>&1 && done=0 || done=$?
is "$done $(sql "$(owner_uri spor)" "select count(*), count(*) filter (where octet_length(cpr) = 38 and cardinality(cpr_indexes) > 0) from citizen where cpr is not null")" \
    "0 12|12" "the CPR numbers open under the old key, and are bound to their rows"
is "$n" "$blocks" "these were all blocks"
systemctl stop spord
is "$daemon_status" 0 "the daemon ended well"
if command -v systemd-analyze >/dev/null; then
    moved scripts/spord.service >"$it_dir/spord.service"
    out=$(systemd-analyze verify "$it_dir/spord.service" 2>&1 | grep spord.service || true)
    is "$out" "" "systemd finds nothing wrong with the unit"
else
    ok 0 "systemd finds nothing wrong with the unit # SKIP no systemd-analyze"
fi
