#!/bin/bash
# scripts/install with a machine that is not this one: nothing is installed there, and apt-get, sudo and id are what a test
# puts in their place. sudo that asks for a password is used where somebody is at a terminal to answer; elsewhere one line
# says what to type. And scripts/tap: what was skipped is counted and named, for the last lines of scripts/test.
. "$(dirname "$0")/../../scripts/lib.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0
is() { # GOT WANTED NAME
    n=$((n + 1))
    [ "$1" = "$2" ] && echo "ok $n - $3" || {
        echo "not ok $n - $3"
        printf '%s\n' "got:    $1" "wanted: $2" | sed 's/^/# /'
    }
}
set +e

mkdir "$work/bin"
plant() { cat >"$work/bin/$1" && chmod +x "$work/bin/$1"; }
install() { PATH=$work/bin:$PATH "$top/scripts/install" "$@"; }
calls() {
    cat "$work/calls" 2>/dev/null
    rm -f "$work/calls"
}
export WORK=$work
plant dpkg-query <<'S'
#!/bin/bash
exit 1
S
plant apt-cache <<'S'
#!/bin/bash
[ "$1" != show ] || [[ $2 != libllhttp-dev ]]
S
plant apt-get <<'S'
#!/bin/bash
echo "apt-get $*" >>"$WORK/calls"
S
plant id <<'S'
#!/bin/bash
echo 1000
S
# asks for a password, unless it is told not to ask
plant sudo <<'S'
#!/bin/bash
case $1 in
-n) exit 1 ;;
-p)
    printf '%s' "$2" >/dev/tty
    read -r -s answer </dev/tty
    echo "asked, got $answer" >>"$WORK/calls"
    [ "$answer" = secret ] || exit 1
    ;;
*)
    echo "sudo $1" >>"$WORK/calls"
    exec "$@"
    ;;
esac
S

# at_terminal ANSWER COMMAND: the command at a terminal at which somebody answers what is asked
at_terminal() {
    mkfifo "$work/keys"
    { while [ ! -s "$work/screen" ] || ! grep -q 'password' "$work/screen"; do sleep 0.05; done && echo "$1"; } >"$work/keys" &
    PATH=$work/bin:$PATH script -qefc "$2" "$work/screen" <"$work/keys" >/dev/null 2>&1
    local status=$?
    wait
    rm -f "$work/keys"
    return $status
}
at_terminal secret "$top/scripts/install build"
is "$?" 0 "at a terminal it installs"
called=$(calls)
is "$(head -1 <<<"$called")" "asked, got secret" "after sudo has asked for the password"
is "$(sed -n '2,5p' <<<"$called" | cut -d' ' -f1,2 | tr '\n' ,)" "sudo apt-get,apt-get update,sudo env,apt-get install," "first update, then install"
is "$(tail -1 <<<"$called" | tr ' ' '\n' | grep -cx -e gcc -e libpq-dev -e node-llhttp) $(tail -1 <<<"$called" | grep -c llhttp-dev)" "3 0" \
    "what is missing, of alternatives the one there is"
rm -f "$work/screen"
at_terminal wrong "$top/scripts/install build"
is "$?" 1 "with a wrong password it does not"
is "$(calls)" "asked, got wrong" "nothing is installed"
is "$(grep -c 'apt-get update && apt-get install .*gcc' "$work/screen")" 1 "and what to type is said"
install build </dev/null >"$work/out" 2>&1
is "$? $(calls)" "1 " "where nobody can answer it does not ask"
is "$(tail -1 "$work/out" | grep -c '^ *apt-get update && apt-get install .*gcc')" 1 "and the line to type begins with apt-get update"
rm "$work/bin/sudo"
plant sudo <<'S'
#!/bin/bash
[ "$1" != -n ] || exit 0
echo "sudo $1" >>"$WORK/calls"
exec "$@"
S
install build </dev/null >"$work/out" 2>&1
is "$? $(calls | cut -d' ' -f1,2 | tr '\n' ,)" "0 sudo apt-get,apt-get update,sudo env,apt-get install," "sudo that asks for nothing is used everywhere"

# ---- skips
printf '%s\n' '#!/bin/bash' 'echo 1..3' 'echo ok 1 - yes' 'echo "ok 2 # SKIP no thing"' 'echo "not ok 3 - unit # SKIP"' >"$work/some.t"
printf '%s\n' '#!/bin/bash' 'echo "1..0 # SKIP no event logs"' >"$work/all.t"
chmod +x "$work/some.t" "$work/all.t"
is "$(SPOR_COUNTS=$work/counts "$top/scripts/tap" "$work/some.t" "$work/all.t" | tail -1)" "1 passed, 0 failed, 3 skipped" "skipped tests are counted"
is "$(sed "s#$work/##" "$work/counts" | sort | tr '\n' ,)" "1 0 3,SKIPPED: all.t: no event logs,SKIPPED: some.t: no thing,SKIPPED: some.t: unit," \
    "and named"
mkdir "$work/none" "$work/tree"
for program in bash dirname; do ln -s "$(command -v "$program")" "$work/none/"; done
is "$(SPOR_COUNTS=$work/checks PATH=$work/none "$top/scripts/check-tools" "$work/tree" shell 2>&1; tr '\n' , <"$work/checks")" \
    "SKIPPED: shellcheck is not installed
0 0 1,SKIPPED: shellcheck is not installed," "so is a check whose program is missing"
echo "1..$n"
