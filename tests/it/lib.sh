# Shared by the tests here (sourced): TAP, a private PostgreSQL, a database with the schema.
# shellcheck shell=bash
#
#   plan 12 | skip_all WHY       ok CONDITION-STATUS NAME … is GOT WANTED NAME      note TEXT
#   cluster                      starts a private cluster (SPOR_IT_CLUSTER: one that runs already), stopped at exit;
#                                SPOR_IT_LIKE: as a copy of that one, which does not run
#   database NAME                an empty database with the schema; owner_uri, daemon_uri, super_uri NAME
#   applied NAME FILE…           further migrations of it, as spord migrate leaves them
#   sql URI STATEMENT…           psql, unaligned, stops at the first error
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

it_tests=0
PATH=$(pg_bin):$PATH # psql itself: what Debian has in its place looks for a cluster first, and takes five times as long
it_dir=$(mktemp -d /tmp/spor-it-XXXXXX)
it_cluster=''
it_at_exit=()

it_exit() {
    local status=$? i
    for ((i = ${#it_at_exit[@]} - 1; i >= 0; i--)); do
        ${it_at_exit[i]} >&2 || true
    done
    if [ -n "$it_cluster" ] && [ -z "${SPOR_IT_CLUSTER:-}" ]; then
        "$top/scripts/cluster" remove --dir "$it_cluster" || true
    fi
    [ -n "${SPOR_IT_KEEP:-}" ] || rm -rf "$it_dir"
    exit "$status"
}
trap it_exit EXIT

plan() { echo "1..$1"; }
skip_all() {
    echo "1..0 # SKIP $*"
    exit 0
}
note() { printf '# %s\n' "$@"; }

ok() {
    it_tests=$((it_tests + 1))
    if [ "$1" = 0 ]; then
        echo "ok $it_tests - $2"
    else
        echo "not ok $it_tests - $2"
    fi
}

is() {
    if [ "$1" = "$2" ]; then
        ok 0 "$3"
    else
        ok 1 "$3"
        printf '%s\n' "got:    $1" "wanted: $2" | sed 's/^/# /'
    fi
}

cluster() {
    it_cluster=${SPOR_IT_CLUSTER:-$it_dir/cluster}
    "$top/scripts/cluster" start --dir "$it_cluster" ${SPOR_IT_LIKE:+--like "$SPOR_IT_LIKE"} "$@" >&2
    it_uri=$("$top/scripts/cluster" uri --dir "$it_cluster" --role ROLE NAME)
    it_uri=${it_uri%NAME}
}

super_uri() { echo "${it_uri/ROLE/postgres}$1"; }
owner_uri() { echo "${it_uri/ROLE/spor_owner}$1"; }
daemon_uri() { echo "${it_uri/ROLE/spord}$1"; }

sql() {
    local uri=$1 statement args=()
    shift
    for statement in "$@"; do
        args+=(-c "$statement")
    done
    PGOPTIONS='-c client_min_messages=warning' psql -X -q -A -t -v ON_ERROR_STOP=1 "$uri" "${args[@]}"
}

database() {
    local file
    sql "$(super_uri postgres)" "drop database if exists \"$1\" (force)"
    "$top/scripts/cluster" createdb --dir "$it_cluster" "$1" >&2
    for file in "$top"/schema/*.sql; do
        psql -X -q -v ON_ERROR_STOP=1 -1 "$(owner_uri "$1")" -f "$file" >&2
    done
}

applied() {
    local uri file name
    uri=$(owner_uri "$1")
    shift
    sql "$uri" "create table if not exists migration (number int primary key, name text not null, sha256 text not null,
        applied_at timestamptz not null default now())" "grant select on migration to spord"
    for file in "$@"; do
        name=${file##*/}
        psql -X -q -v ON_ERROR_STOP=1 -1 "$uri" -f "$file" >&2
        sql "$uri" "insert into migration (number, name, sha256) values ($((10#${name%%_*})), '$name', '$(sha256sum "$file" | cut -d' ' -f1)')"
    done
}

# ---- a daemon ------------------------------------------------------------------------------------------------------
#   daemon NAME [settings …]     makes database NAME with an administrator, a token (import, read:all, report:exact) and
#                                starts spord on it; sets url, ca, token; daemon_start, daemon_stop [signal] afterwards
#   api METHOD PATH [BODY [curl arguments …]]   the body of the answer; its status in $it_dir/status, its head in
#                                $it_dir/head; as $as (a token), by default the instance's token
spord=${SPORD:-$top/build/spord}
daemon_pid=''

daemon_start() {
    "$spord" run --database "$(daemon_uri "$it_database")" --listen "127.0.0.1:$port" --data-dir "$it_dir/data" \
        "${it_settings[@]}" 2>>"$it_dir/spord.log" &
    daemon_pid=$!
    wait_until 20 curl -sf --cacert "$ca" "$url/readyz" || {
        tail -5 "$it_dir/spord.log" >&2
        die "spord did not start"
    }
}

daemon_stop() {
    [ -n "$daemon_pid" ] || return 0
    kill "-${1:-TERM}" "$daemon_pid" 2>/dev/null || true
    daemon_status=0
    wait "$daemon_pid" 2>/dev/null || daemon_status=$?
    daemon_pid=''
}

daemon() {
    it_database=$1
    shift
    it_settings=("$@")
    sql "$(super_uri postgres)" "drop database if exists \"$it_database\" (force)"
    "$top/scripts/cluster" createdb --dir "$it_cluster" "$it_database" >&2
    mkdir -p "$it_dir/data"
    printf 'a long enough password\n' >"$it_dir/password"
    "$spord" migrate --owner-database "$(owner_uri "$it_database")" >/dev/null
    token=$("$spord" bootstrap --owner-database "$(owner_uri "$it_database")" --data-dir "$it_dir/data" --admin admin \
        --password-file "$it_dir/password" --token it --scopes import,read:all,report:exact |
        sed -n 's/.*"token": *"\([^"]*\)".*/\1/p')
    [ -n "$token" ] || die "spord bootstrap gave no token"
    port=$(free_port)
    url=https://127.0.0.1:$port ca=$it_dir/data/ca.pem
    it_at_exit+=("daemon_stop KILL")
    daemon_start
}

api() {
    local method=$1 path=$2 body=${3:-}
    shift "$(($# < 3 ? $# : 3))"
    [[ $* == *Content-Type:* ]] || set -- -H 'Content-Type: application/json' "$@"
    [ -z "$body" ] || set -- --data-binary "$body" "$@"
    set -- -s --cacert "$ca" -X "$method" -H "Authorization: Bearer ${as:-$token}" -D "$it_dir/head" \
        -w '%{stderr}%{http_code}' "$@" "$url$path"
    if [ -z "${SPOR_IT_REQUESTS:-}" ]; then
        curl "$@" 2>"$it_dir/status"
        return
    fi
    # every request with its answer, a line of JSON each
    curl "$@" 2>"$it_dir/status" | tee "$it_dir/api.answer"
    case $body in
    @*) cp "${body#@}" "$it_dir/api.body" ;;
    *) printf '%s' "$body" >"$it_dir/api.body" ;;
    esac
    jq -c -n --arg method "$method" --arg path "$path" --arg status "$(status)" --rawfile body "$it_dir/api.body" \
        --rawfile answer "$it_dir/api.answer" '$ARGS.named' >>"$SPOR_IT_REQUESTS"
}
status() { echo "$(<"$it_dir/status")"; }
header() { sed -n "s/^$1: *\(.*\)\r\$/\1/Ip" "$it_dir/head"; }

# login NAME ROLE [TEAM]: makes the person with the password of the administrator, and sets token_NAME.
login() {
    sql "$(owner_uri "$it_database")" "insert into staff (staff, name, role, password) select '$1', '$1',
        array_position(array['caseworker', 'leader', 'auditor', 'administrator'], '$2'), password from staff where staff = 'admin'"
    [ -z "${3:-}" ] || sql "$(owner_uri "$it_database")" "select change_member((select id from staff where staff = '$1'),
        (select id from team where team = '$3'), '2026-01-01', 'infinity')" >/dev/null
    printf -v "token_$1" '%s' "$(session "$1")"
}
session() {
    curl -s --cacert "$ca" -H 'Content-Type: application/json' --data-binary \
        "{\"login\":\"$1\",\"password\":\"a long enough password\"}" "$url/v1/sessions" | sed -n 's/.*"token": *"\([^"]*\)".*/\1/p'
}
admin_token() {
    [ -s "$it_dir/admin" ] || session admin >"$it_dir/admin"
    cat "$it_dir/admin"
}
