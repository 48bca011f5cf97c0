#!/bin/bash
# The way to the database: over TCP with TLS whose certificate is checked, with passwords (scram); anything less is
# refused at the start of every command, before a connection is made. And the client, which speaks HTTPS only.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"
command -v openssl >/dev/null || skip_all "no openssl"

plan 31
cluster --fsync off
"$top/scripts/cluster" createdb --dir "$it_cluster" far >&2
base=$(cat "$it_cluster/cluster.base")

# ---- a server with a certificate of our own authority, for the name db.test ----
authority() { # authority NAME: NAME.ca.pem and its key
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$1" -keyout "$it_dir/$1.key" -out "$it_dir/$1.ca.pem" 2>/dev/null
}
authority right
authority wrong
openssl req -newkey rsa:2048 -nodes -subj /CN=db.test -keyout "$it_dir/server.key" -out "$it_dir/server.csr" 2>/dev/null
openssl x509 -req -days 2 -in "$it_dir/server.csr" -CA "$it_dir/right.ca.pem" -CAkey "$it_dir/right.key" -set_serial 1 \
    -extfile <(echo subjectAltName=DNS:db.test) -out "$it_dir/server.pem" 2>/dev/null
# shellcheck disable=SC2016 # the inner shell's
for file in server.key server.pem; do
    as_pg sh -c 'umask 077 && cat >"$0"' "$base/data/$file" <"$it_dir/$file"
done
pgport=$(free_port)
sql "$(super_uri postgres)" "alter system set ssl = on" "alter system set ssl_cert_file = 'server.pem'" \
    "alter system set ssl_key_file = 'server.key'" "alter system set listen_addresses = '127.0.0.1'" \
    "alter system set port = $pgport" "alter system set log_connections = on" "alter role spord password 'one'" \
    "alter role spor_owner password 'two'"
# shellcheck disable=SC2016 # the inner shell's
echo "host all all 127.0.0.1/32 scram-sha-256" | as_pg sh -c 'cat >>"$0"' "$base/data/pg_hba.conf"
as_pg "$(pg_bin)/pg_ctl" restart -s -w -t 60 -D "$base/data" -l "$base/log"
it_uri=${it_uri/:5432/:$pgport}
(
    umask 077
    for host in db.test 127.0.0.1 other.test; do
        printf "$host:*:*:%s\n" spord:one spor_owner:two
    done >"$it_dir/pass"
)
far() { # far ROLE SSLMODE [CA [HOST]]
    echo "host=${4:-db.test} hostaddr=127.0.0.1 port=$pgport dbname=far user=$1 passfile=$it_dir/pass sslmode=$2" \
        "sslrootcert=$it_dir/${3:-right}.ca.pem"
}
seen() { as_pg grep -c 'connection received: host=127.0.0.1' "$base/log" || true; }
run() { # run COMMAND [arguments …]: out, done
    out=$(timeout 60 "$spord" "$@" 2>&1 </dev/null) && done=0 || done=$?
}
says() { # says NAME EXIT-CODE TEXT: the last run ended so and said so
    ok "$([ "$done" = "$2" ] && [[ $out == *"$3"* ]]; echo $?)" "$1"
    [ "$done" = "$2" ] && [[ $out == *"$3"* ]] || note "$done: $out"
}
printf 'a long enough password\n' >"$it_dir/password"
bootstrap=(--admin admin --password-file "$it_dir/password")
port=$(free_port)
url=https://127.0.0.1:$port ca=$it_dir/data/ca.pem
listen=(--listen "127.0.0.1:$port" --data-dir "$it_dir/data")
mkdir -p "$it_dir/data"

# ---- refused before a connection is made, in every command and every form ----
before=$(seen)
for sslmode in disable prefer require verify-ca; do
    run run --database "$(far spord $sslmode)" "${listen[@]}"
    says "run with sslmode=$sslmode" 2 "sslmode=$sslmode: only sslmode=verify-full"
done
is "$(grep -c . <<<"$out")" 1 "it is one line"
run migrate --owner-database "$(far spor_owner require)"
says "migrate" 2 "setting owner_database: the database is reached over TCP"
run bootstrap --owner-database "$(far spor_owner require)" "${bootstrap[@]}"
says "bootstrap" 2 "setting owner_database: the database is reached over TCP"
run rebuild --check --database "$(far spord require)"
says "rebuild" 2 "setting database: the database is reached over TCP"
run run --database "postgresql://spord:one@127.0.0.1:$pgport/far?sslmode=require" "${listen[@]}"
says "a URI" 2 "sslmode=require"
ok "$([[ $out != *one@* ]]; echo $?)" "whose password is not told"
PGHOST=127.0.0.1 PGPORT=$pgport run migrate --owner-database "user=spor_owner dbname=far"
says "a host of the environment" 2 "sslmode=prefer"
PGSSLMODE=require run run --database "host=$base,127.0.0.1 user=spord dbname=far" "${listen[@]}"
says "several hosts, of which one is a socket" 2 "sslmode=require"
printf '[far]\nhost=127.0.0.1\nport=%s\nuser=spord\ndbname=far\n' "$pgport" >"$it_dir/services"
PGSERVICEFILE=$it_dir/services run rebuild --database service=far
says "a service" 2 "sslmode=prefer"
SPORD_OWNER_DATABASE=$(far spor_owner require) run migrate
says "a setting of the environment" 2 "sslmode=require"
printf 'database = %s\n' "$(far spord require)" >"$it_dir/spord.conf"
run run --config "$it_dir/spord.conf" "${listen[@]}"
says "a setting of the file" 2 "sslmode=require"
run run --database far "${listen[@]}"
says "what is no connection" 2 "a connection as libpq reads it is expected"
is "$(seen)" "$before" "the server saw none of them"

# ---- verified ----
run migrate --owner-database "$(far spor_owner verify-full wrong)"
says "an authority that is not the server's" 6 "certificate verify failed"
run migrate --owner-database "$(far spor_owner verify-full right other.test)"
says "another name than the certificate's" 6 "does not match host name"
run migrate --owner-database "$(far spor_owner verify-full)"
says "migrate, verified" 0 "applied 001_core.sql"
run bootstrap --owner-database "$(far spor_owner verify-full)" "${bootstrap[@]}"
says "bootstrap, verified" 0 '{"admin":"admin"}'
run rebuild --check --database "$(far spord verify-full)"
says "rebuild, verified" 0 "0 differ"
start() { # start CONNINFO [settings …]
    "$spord" run --database "$@" "${listen[@]}" 2>"$it_dir/spord.log" &
    daemon_pid=$!
}
it_at_exit+=("daemon_stop KILL")
ready() { curl -sf --cacert "$ca" "$url/readyz"; }
start "$(far spord verify-full)"
wait_until 20 ready && done=0 || done=1
ok "$done" "the daemon is ready"
is "$(sql "$(super_uri postgres)" "select count(*) > 3, bool_and(s.ssl and a.client_addr is not null) from pg_stat_activity a
    join pg_stat_ssl s using (pid) where a.usename = 'spord'")" "t|t" "all its connections are TLS over TCP"
ok "$(! grep -q insecure_database "$it_dir/spord.log"; echo $?)" "and nothing is said about them"
daemon_stop
is "$daemon_status" 0 "it ended well"
start "$(far spord verify-full wrong)"
said() { grep -q '"waiting_for_database".*certificate verify failed' "$it_dir/spord.log"; }
wait_until 20 said && done=0 || done=1
is "$done $(curl -s --cacert "$ca" -o /dev/null -w '%{http_code}' "$url/readyz")" "0 000" "the daemon before a server it cannot trust does not begin to serve"
daemon_stop
start "host=127.0.0.1 port=$pgport dbname=far user=spord passfile=$it_dir/pass sslmode=disable" --insecure-database on --log-level error
wait_until 20 ready && done=0 || done=1
ok "$done" "a test may do without"
is "$(grep -c '"level":"error","event":"insecure_database","setting":"database","sslmode":"disable"' "$it_dir/spord.log")" 1 \
    "which is an error in the log"

# ---- the client ----
if [ -x "${SPOR:-$top/build/spor}" ]; then
    export XDG_CONFIG_HOME=$it_dir/config
    client() { out=$("${SPOR:-$top/build/spor}" "$@" 2>&1 </dev/null) && done=0 || done=$?; }
    SPOR_URL=http://127.0.0.1:$port SPOR_TOKEN=x client me
    says "the client does not speak HTTP" 2 "must begin with https://"
    SPOR_CA=$it_dir/wrong.ca.pem SPOR_URL=$url SPOR_TOKEN=x client me
    says "nor with a server it cannot trust" 3 "is not trusted"
else
    ok 0 "the client does not speak HTTP # SKIP no spor is built"
    ok 0 "nor with a server it cannot trust # SKIP no spor is built"
fi
daemon_stop
