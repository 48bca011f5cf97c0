# Shared by the scripts here (sourced, not run): messages, the user PostgreSQL runs as, ports, waiting.
# shellcheck shell=bash

set -euo pipefail

# shellcheck disable=SC2034 # used by the scripts that source this
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }
die() {
    say "${0##*/}: $*"
    exit 1
}

# need_value "$@": fails unless the option $1 is followed by a value.
need_value() { [ $# -ge 2 ] && [ -n "$2" ] || die "$1 needs a value"; }

# PostgreSQL refuses to run as root, so root hands it to the user postgres (else to whoever called sudo, else nobody).
pg_user() {
    if [ "$(id -u)" != 0 ]; then
        id -un
    elif id -u postgres >/dev/null 2>&1; then
        echo postgres
    else
        echo "${SUDO_USER:-nobody}"
    fi
}

# as_pg COMMAND...: as that user, from a folder it may enter.
as_pg() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u "$(pg_user)" -- "$@")
    else
        (cd / && "$@")
    fi
}

# The folder of the newest PostgreSQL from 15 on.
pg_bin() {
    local dir best=
    for dir in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V); do
        [ -x "$dir/initdb" ] && [ "$(basename "$(dirname "$dir")")" -ge 15 ] && best=$dir
    done
    if [ -z "$best" ] && command -v initdb >/dev/null; then
        best=$(dirname "$(readlink -f "$(command -v initdb)")")
    fi
    [ -n "$best" ] || die "no PostgreSQL 15 or later; scripts/install says what to install"
    echo "$best"
}

# A TCP port of 127.0.0.1 that nobody listens on. Another program may take it before we do; callers then try again.
free_port() {
    local port
    for _ in $(seq 100); do
        port=$((20000 + RANDOM % 12000)) # below the range from which the kernel gives out ports for connections
        if ! (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    die "no free port"
}

# wait_until SECONDS COMMAND...: until the command succeeds; false when time is up.
wait_until() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.05
    done
}

# Percent-encodes for a connection URI.
uri_encode() {
    local text=$1 out='' i c
    for ((i = 0; i < ${#text}; i++)); do
        c=${text:i:1}
        case $c in
        [a-zA-Z0-9._~-]) out+=$c ;;
        *) out+=$(printf '%s' "$c" | od -An -tx1 | tr -d '\n' | tr ' ' '%' | tr a-f A-F) ;;
        esac
    done
    printf '%s\n' "$out"
}
