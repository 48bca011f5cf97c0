# Shared by the tests here (sourced): TAP, a private PostgreSQL, a database with the schema.
# shellcheck shell=bash
#
#   plan 12 | skip_all WHY       ok CONDITION-STATUS NAME … is GOT WANTED NAME      note TEXT
#   cluster                      starts a private cluster (SPOR_IT_CLUSTER: one that runs already), stopped at exit
#   database NAME                an empty database with the schema; owner_uri, daemon_uri, super_uri NAME
#   sql URI STATEMENT…           psql, unaligned, stops at the first error
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

it_tests=0
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
    rm -rf "$it_dir"
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
    "$top/scripts/cluster" start --dir "$it_cluster" "$@" >&2
}

super_uri() { "$top/scripts/cluster" uri --dir "$it_cluster" --role postgres "$1"; }
owner_uri() { "$top/scripts/cluster" uri --dir "$it_cluster" --role spor_owner "$1"; }
daemon_uri() { "$top/scripts/cluster" uri --dir "$it_cluster" --role spord "$1"; }

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
