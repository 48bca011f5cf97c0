#!/bin/bash
# Each check of `make lint` finds a violation that is planted for it, and passes where there is none.
. "$(dirname "$0")/../../scripts/lib.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0

report() { # GOOD NAME
    n=$((n + 1))
    [ "$1" = 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}

# tree: an empty project; plant FILE: its text from standard input
tree() {
    rm -rf "$work/t"
    mkdir -p "$work"/t/server/{base,core,wire,io,store,app} "$work/t/client" "$work/t/scripts"
    cp "$top/.clang-format" "$work/t/"
}
plant() { cat >"$work/t/$1"; }

# finds NAME WANTED COMMAND...: the command fails and says WANTED
finds() {
    local name=$1 wanted=$2 out
    shift 2
    if out=$("$@" 2>&1); then
        report 1 "$name is found"
    else
        grep -qF -- "$wanted" <<<"$out"
        report $? "$name is found" || true
    fi
}
passes() {
    local name=$1
    shift
    "$@" >"$work/out" 2>&1 && report 0 "$name passes" || {
        report 1 "$name passes"
        sed 's/^/# /' "$work/out"
    }
}
set +e

upward() { # FILE INCLUDE...
    tree
    printf '#include %s\n' "${@:2}" | plant "$1"
    finds "$1 with ${*:2}" "$1:" "$top/scripts/check-layers" "$work/t"
}
upward server/base/a.c '"core/b.h"'
upward server/core/a.c '"wire/b.h"'
upward server/core/a.c '<stdio.h>'
upward server/core/a.c '<uv.h>'
upward server/wire/a.c '"core/b.h"'
upward server/wire/a.c '"io/b.h"'
upward server/wire/a.c '<jansson.h>'
upward server/io/a.c '"store/b.h"'
upward server/store/a.c '"app/b.h"'
upward client/a.c '"io/b.h"'
upward client/a.c '"wire/http.h"'
tree
printf '#include "%s"\n' app/a.h store/b.h io/c.h wire/d.h core/e.h base/f.h | plant server/app/a.c
printf '#include "%s"\n' core/a.h base/b.h | plant server/wire/json_a.c
passes 'downward includes: check-layers' "$top/scripts/check-layers" "$work/t"

banned() { # FILE CALL
    tree
    printf 'int f(void)\n{\n    return %s;\n}\n' "$2" | plant "$1"
    finds "$2 in $1" "$1:3:" "$top/scripts/check-banned" "$work/t"
}
banned server/base/a.c 'strcpy(a, b)'
banned server/core/a.c 'sprintf(a, b)'
banned server/core/a.c 'malloc(3)'
banned server/app/a.c 'free (p)'
banned server/wire/a.c 'atoi(a)'
banned server/wire/a.c 'assert(a)'
banned server/io/a.c 'PQexec(a, b)'
banned server/io/a.c 'getaddrinfo(a, b)'
banned server/io/a.c 'uv_default_loop()'
banned server/io/a.c 'uv_spawn(a, b, c)'
banned client/a.c 'execvp(a, b)'
banned client/a.c 'strtok(a, b)'
banned client/a.c 'printf(a)'
banned client/a.c 'fputs(a, stderr)'
tree
plant server/base/mem.c <<'C'
/* malloc( and strcpy( in a comment */
void *f(void)
{
    return malloc(3); // and free(
}
const char *g = "system(";
void h(struct s *s) { s->free(s); my_free(s); }
void i(void) { exit(0); /* allow exit: nobody else is left */ }
C
passes 'what only looks like it: check-banned' "$top/scripts/check-banned" "$work/t"

tree
printf '#define T(D) D("is %%s", "er %%s") D("nobody says that", "ingen siger det")\n' | plant server/wire/detail_table.h
printf 'int f(void)\n{\n    return err_set(e, ERR_INVALID, "is "\n                   "%%s") + err_set(e, ERR_CONFLICT, "has no words");\n}\n' |
    plant server/core/a.c
finds 'an error without its Danish form' 'server/core/a.c: no Danish form of "has no words"' "$top/scripts/check-details" "$work/t"
finds 'a Danish form without its error' 'nobody says "nobody says that"' "$top/scripts/check-details" "$work/t"

asvs() { # NAME SED WANTED: the table with one thing wrong
    tree
    cp "$top/server/THREATS.md" "$work/t/server/"
    sed "$2" "$top/server/ASVS.md" | plant server/ASVS.md
    ln -sfn "$top/tests" "$work/t/tests"
    finds "$1" "$3" "$top/scripts/check-asvs" "$work/t"
}
asvs 'a requirement left out' '/^| 4\.1\.5 /d' '8 rows of chapter 4, wanted are 9'
asvs 'a test that is not there' 's|tests/it/rights\.t|tests/it/nowhere.t|' 'there is no tests/it/nowhere.t'
asvs 'a state without a reason' 's/^| 4\.1\.5 .*/| 4.1.5 | fails closed | met | |/' 'no state, or no reason'
asvs 'no table at all' 'd' 'no rows'

impure() { # NAME TEXT WANTED
    rm -rf "$work/o"
    mkdir "$work/o"
    printf '%s\n' "$2" | gcc -O0 -x c -c - -o "$work/o/a.o"
    finds "$1" "$3" "$top/scripts/check-pure" "$work/o"
}
impure 'a clock in core' '#include <time.h>
long f(void) { return time(0); }' 'calls time'
impure 'stdio in core' '#include <stdio.h>
void f(void) { puts("a"); }' 'calls puts'
impure 'a variable in core' 'int n; int f(void) { return n++; }' 'holds the variable n'
impure 'a static variable in core' 'int f(void) { static int n = 1; return n++; }' 'holds the variable n'
finds 'no objects at all' 'no objects' "$top/scripts/check-pure" "$work/nowhere"
printf '#include <string.h>\nstatic const char *const t[] = {"a"}; unsigned long f(int i) { return strlen(t[i]); }\n' |
    gcc -O0 -fPIE -x c -c - -o "$work/o/a.o"
passes 'a constant table and strlen: check-pure' "$top/scripts/check-pure" "$work/o"

tool() { # TOOL PROGRAM FILE WANTED, the text from standard input
    tree
    plant "$3"
    if command -v "$2" >/dev/null; then
        finds "$1: $3" "$4" "$top/scripts/check-tools" "$work/t" "$1"
        tree
        passes "$1: nothing" "$top/scripts/check-tools" "$work/t" "$1"
    else
        n=$((n + 1))
        echo "ok $n # SKIP $2 is not installed"
    fi
}
tool format clang-format-14 server/base/a.c 'clang-format' <<'C'
int   f( void ){return 1;}
C
tool cppcheck cppcheck server/base/a.c 'a.c' <<'C'
int f(void)
{
    int a[2];
    a[2] = 1;
    return a[2];
}
C
tool analyze clang server/base/a.c 'null' <<'C'
int f(int *p)
{
    if (!p)
        return *p;
    return 0;
}
C
tool shell shellcheck scripts/a 'SC2086' <<'S'
#!/bin/bash
rm $1
S
if command -v docker-compose >/dev/null || docker compose version >/dev/null 2>&1; then
    tool compose true docker-compose.yml compose <<'Y'
services:
  a: [1
Y
else
    n=$((n + 1))
    echo "ok $n # SKIP docker-compose is not installed"
fi
echo "1..$n"
