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

# skipped WHAT: says that something was left out, and leaves it to scripts/test to count and to name again.
skipped() {
    say "SKIPPED: $*"
    [ -z "${SPOR_COUNTS:-}" ] || printf '0 0 1\nSKIPPED: %s\n' "$*" >>"$SPOR_COUNTS"
}

# No script ends without a word: where a command fails that nobody looks at, this says which.
unlooked_for() {
    local status=$1
    # 141: the reader of a pipe has gone; without -e nothing ends
    [[ $- == *e* && $status != 141 ]] || return 0
    say "${0##*/}: stopped at line $2 (exit code $status): $3"
}
set -o errtrace
trap 'unlooked_for "$?" "$LINENO" "$BASH_COMMAND"' ERR

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

# A TCP port of 127.0.0.1 that is this script's until it ends, from below the range from which the kernel gives out ports
# for connections. A process keeps it bound, so that nobody else gets it, and does not listen, so that a daemon of ours
# (which reuses addresses) may, also when it starts again.
free_port() {
    perl -MSocket -MPOSIX -e '
        for (1 .. 1000) {
            my $port = 20000 + int rand 12000;
            socket my $socket, PF_INET, SOCK_STREAM, 0 or die "socket: $!\n";
            bind $socket, pack_sockaddr_in($port, INADDR_LOOPBACK) or next;
            setsockopt $socket, SOL_SOCKET, SO_REUSEADDR, 1 or die "setsockopt: $!\n";
            defined(my $keeper = fork) or die "fork: $!\n";
            if ($keeper) { print "$port\n"; exit }
            my $kept = fileno $socket;
            $_ == $kept or POSIX::close($_) for 0 .. 255;
            sleep 1 while kill 0, $ARGV[0];
            exit;
        }
        die "no free port\n"' $$
}

# usable_port PORT: fails with one line unless a daemon may listen there.
usable_port() {
    [[ $1 =~ ^[1-9][0-9]{0,4}$ && $1 -le 65535 ]] || die "--port $1: a port is a number from 1 to 65535"
    local why
    why=$(perl -MSocket -e '
        socket my $socket, PF_INET, SOCK_STREAM, 0 or die "$!\n";
        setsockopt $socket, SOL_SOCKET, SO_REUSEADDR, 1 or die "$!\n";
        bind $socket, pack_sockaddr_in($ARGV[0], INADDR_LOOPBACK) and listen $socket, 1 or print "$!\n"' "$1") &&
        [ -z "$why" ] || die "port $1 cannot be had (${why:-no perl}); --port P takes another"
}

# wait_until SECONDS COMMAND...: until the command succeeds; false when time is up. Asks less often after a second, as what
# takes long needs the processor.
wait_until() {
    local end=$((SECONDS + $1)) asked=0
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        asked=$((asked + 1))
        [ $asked -lt 20 ] && sleep 0.05 || sleep 0.25
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
