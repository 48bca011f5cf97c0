#!/bin/bash
# The pieces of docker-compose.yml by hand, as there is no engine for containers here: what makes the secrets, the database as its
# image makes it (a first server on the socket only, then the true one), its question after its health, setup and daemon with
# the settings they are given. SPOR_SECRETS and SPOR_ROLES say where things lie that have a fixed place in a container.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"
command -v openssl >/dev/null || skip_all "no openssl"

plan 20
yml=$top/docker-compose.yml
base=$(mktemp -d /var/tmp/spor-XXXXXX)
secrets=$base/secrets
drop() {
    as_pg "$bin/pg_ctl" stop -s -m immediate -D "$base/data" 2>/dev/null
    rm -rf "$base"
}
bin=$(pg_bin)
it_at_exit+=(drop "daemon_stop KILL")
chmod 711 "$base"
mkdir -p "$secrets/db" "$secrets/daemon" "$secrets/owner" "$it_dir/data"
make_secrets() { SPOR_SECRETS=$secrets "$top/scripts/compose-setup" "$secrets" "$(id -u "$(pg_user)")" "$(id -u)" "$(id -u)"; }
all_secrets() { find "$secrets" -type f -exec sha256sum {} + | sort; }

# ---- secrets ----
make_secrets
is "$(find "$secrets" -type f -printf '%P %m\n' | sort | tr '\n' ',')" "daemon/ca.pem 400,daemon/pgpass 400,daemon/spord.conf 400,db/ca.pem 400,db/postgres 400,db/server.key 400,db/server.pem 400,db/spor_owner 400,db/spord 400,owner/ca.pem 400,owner/pgpass 400,owner/spord.conf 400," \
    "the secrets are for their users alone, and the authority's key is gone"
before=$(all_secrets)
make_secrets
is "$(all_secrets)" "$before" "made again, they are the same"
ok "$(! grep -rq "$(<"$secrets/db/spor_owner")" "$secrets/daemon"; echo $?)" "the daemon gets nothing of the owner"
is "$(grep -hv '^ *#' "$yml" "$top/scripts/compose-roles" | grep -ci trust || true)" 0 "nobody is trusted"

# ---- the database, as the image makes it ----
initdb_args=$(sed -n 's/.*POSTGRES_INITDB_ARGS: //p' "$yml")
[ "$(id -u)" != 0 ] || chown "$(pg_user)" "$base"
# shellcheck disable=SC2086 # several arguments
as_pg "$bin/initdb" -N -D "$base/data" -U postgres --pwfile="$secrets/db/postgres" $initdb_args >"$it_dir/initdb.log" 2>&1 || die "initdb failed"
settings=$(sed -n '/command: postgres/,/environment:/p' "$yml" | tr '\n' ' ' | sed 's/.*command: postgres//; s/environment:.*//' | sed "s#/run/spor#$secrets/db#g")
cp "$top/scripts/compose-roles" "$top/scripts/roles.sql" "$base/" && chmod 755 "$base/compose-roles" && chmod 644 "$base/roles.sql"
pgport=$(free_port)
serve() { as_pg "$bin/pg_ctl" start -s -w -D "$base/data" -l "$base/log" -o "$settings -c unix_socket_directories='$base' -c fsync=off -p $pgport $*"; }
health=$(sed -n '/^ *test: /,/interval:/p' "$yml" | tr '\n' ' ' | sed 's/.*test: //; s/interval:.*//; s/\$\$/$/g' | sed "s#/run/spor#$secrets/db#g")
healthy() { PGHOSTADDR=127.0.0.1 PGPORT=$pgport sh -c "$health" >"$it_dir/health" 2>&1; }
serve -c "listen_addresses=''"
as_pg env PGHOST="$base" PGPORT="$pgport" PGDATA="$base/data" PGPASSWORD="$(<"$secrets/db/postgres")" SPOR_SECRETS="$secrets/db" \
    SPOR_ROLES="$base/roles.sql" PATH="$PATH" "$base/compose-roles" && done=0 || done=1
ok "$done" "the roles are made by the first server"
healthy && done=0 || done=1
is "$done" 1 "which is not taken for the true one"
as_pg "$bin/pg_ctl" stop -s -w -m fast -D "$base/data"
serve -c listen_addresses=127.0.0.1
healthy && done=0 || done=1
ok "$done" "the true one is healthy"
[ "$done" = 0 ] || note "$(<"$it_dir/health")"
is "$(as_pg grep -cv '^ *\(#\|$\)' "$base/data/pg_hba.conf") $(as_pg grep -ci trust "$base/data/pg_hba.conf")" "2 0" "it has two ways in, neither trusts"
ask() { PGPASSWORD=$1 psql -X -q -At -c "$3" "host=${4:-db} hostaddr=127.0.0.1 port=$pgport user=$2 dbname=spor sslmode=${5:-verify-full} sslrootcert=$secrets/db/ca.pem" 2>&1 || true; }
is "$(ask "$(<"$secrets/db/spord")" spord 'select current_user')" spord "the daemon's password lets its role in"
ok "$(ask wrong spord 'select 1' | grep -q 'password authentication failed'; echo $?)" "another does not"
ok "$(ask "$(<"$secrets/db/spord")" spor_owner 'select 1' | grep -q 'password authentication failed'; echo $?)" "nor the daemon's for the owner"
ok "$(ask "$(<"$secrets/db/spord")" spord 'select 1' db disable | grep -q 'no pg_hba.conf entry'; echo $?)" "nor any without TLS"
ok "$(ask "$(<"$secrets/db/postgres")" postgres 'select 1' | grep -q 'no pg_hba.conf entry'; echo $?)" "nor the superuser over TCP"
is "$(ask "$(<"$secrets/db/spord")" spord "select count(*) from pg_authid where rolname like 'spor%' and rolpassword like 'SCRAM%'" | grep -c denied)" 1 \
    "the daemon's role cannot read the passwords"

# ---- setup and daemon ----
export PGHOSTADDR=127.0.0.1 PGPORT=$pgport
"$spord" migrate --config "$secrets/owner/spord.conf" >"$it_dir/out" 2>&1 && done=0 || done=$?
ok "$done" "setup: migrate"
"$spord" migrate --config "$secrets/owner/spord.conf" >"$it_dir/out" 2>&1 && done=0 || done=$?
is "$done$(<"$it_dir/out")" 0 "again, without a word"
"$spord" bootstrap --config "$secrets/owner/spord.conf" --admin admin --password-file - <<<'a long enough password' >"$it_dir/out" 2>&1 && done=0 || done=$?
ok "$done" "setup: bootstrap"
port=$(free_port)
SPORD_CONFIG=$secrets/daemon/spord.conf SPORD_DATA_DIR=$it_dir/data SPORD_LISTEN=127.0.0.1:$port "$spord" run 2>"$it_dir/spord.log" &
daemon_pid=$!
wait_until 20 curl -sf --cacert "$it_dir/data/ca.pem" "https://127.0.0.1:$port/readyz" && done=0 || done=1
ok "$done" "the daemon is ready"
is "$(curl -s --cacert "$it_dir/data/ca.pem" -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' --data \
    '{"login":"admin","password":"a long enough password"}' "https://127.0.0.1:$port/v1/sessions")" 201 "the administrator logs in"
if command -v docker-compose >/dev/null; then
    docker-compose -f "$yml" config -q >"$it_dir/out" 2>&1 && done=0 || done=$?
    ok "$done" "docker-compose can read the file"
else
    ok 0 "docker-compose can read the file # SKIP no docker-compose"
fi
