#!/bin/bash
# The commands of spord as who installs it meets them: help and version, and bootstrap, which is done once.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 29
run() { out=$("$spord" "$@" 2>"$it_dir/said") && done=0 || done=$?; said=$(<"$it_dir/said"); }
says() { # says NAME EXIT-CODE TEXT: the last run ended so and complained so
    ok "$([ "$done" = "$2" ] && [[ $said == *"$3"* ]]; echo $?)" "$1"
    [ "$done" = "$2" ] && [[ $said == *"$3"* ]] || note "$done: $said"
}

# ---- help and version ----
run
says "no command" 2 "there are: run, migrate, bootstrap, rebuild, keys, help, version"
run fly
says "an unknown one" 2 "fly: no such command; there are: run, migrate, bootstrap, rebuild, keys, help, version"
for flag in help -h --help; do
    run $flag
    is "$done $(grep -cE '^  (run|migrate|bootstrap|rebuild|help|version) ' <<<"$out")" "0 6" "$flag lists them all"
done
for command in run migrate bootstrap rebuild help version; do
    run $command -h
    is "$done $(grep -cE '^  (run|migrate|bootstrap|rebuild|help|version) ' <<<"$out") $(head -n 1 <<<"$out")" \
        "0 1 usage: spord $command [--setting value …]" "$command -h is about itself"
done
SPORD_NO_SUCH_SETTING=1 run run --help
is "$done" 0 "help needs no right settings"
version=$(sed -n 's/^## \([0-9.]*\).*/\1/p' "$top/CHANGELOG.md" | head -n 1)
for flag in version --version; do
    run $flag
    is "$done $out" "0 spord $version, schema $(find "$top/schema" -name '*.sql' | wc -l)" "spord $flag is that of CHANGELOG.md"
done
spor=${SPOR:-$top/build/spor}
is "$([ ! -x "$spor" ] || "$spor" --version)" "spor $version" "so is spor's"
run migrate --check
says "what is no setting" 2 "--check: no such setting"

# ---- bootstrap ----
cluster --fsync off
"$top/scripts/cluster" createdb --dir "$it_cluster" once >&2
owner=(--owner-database "$(owner_uri once)")
count() { sql "$(owner_uri once)" "select (select count(*) from staff where role = 4),
    (select count(*) from token where ended_at is null), (select count(*) from access_log where route = 'bootstrap')"; }
run migrate "${owner[@]}"
printf 'a long enough password\n' >"$it_dir/password"
printf 'another long enough password\n' >"$it_dir/second"
boot() { run bootstrap "${owner[@]}" "$@"; }
boot
says "bootstrap without a wish" 2 "such as --admin admin --password-file FILE"
boot --admin admin --password-file "$it_dir/nowhere"
says "a file that is not there" 2 "--password-file: cannot open"
boot --token it --scopes import --admin admin --password-file "$it_dir/password"
is "$done $(sed 's/"spor_[^"]*"/"…"/; s/"token":"[^"]*"/"token":"…"/' <<<"$out")" '0 {"admin":"admin","token":"…"}' "the first administrator, and a token"
is "$(count)" "1|1|2" "are there, and in the access log"
boot --admin chief --password-file "$it_dir/second"
says "a second time" 5 "there is an administrator already"
boot --admin admin --password-file "$it_dir/second" --token fresh --scopes import
says "also for the same log-in" 5 "--again gives the one of --admin the new password"
boot --token it --scopes import
says "a token of the same name" 5 "there is a token of that name"
is "$(count)" "1|1|2" "of all that nothing was done"
before=$(sql "$(owner_uri once)" "select password from staff where staff = 'admin'")
sql "$(owner_uri once)" "insert into session (token_sha256, staff, expires_at) select '\\x00', id, 'infinity' from staff where staff = 'admin'"
boot --again --admin admin --password-file "$it_dir/second" --token it --scopes import
is "$done $(count)" "0 1|1|6" "--again: nobody new, one token; password, session and both tokens leave their trace"
is "$(sql "$(owner_uri once)" "select count(*) from staff where staff = 'admin' and password = '$before'")|$(sql "$(owner_uri once)" \
    "select count(*) from session where ended_at is null")" "0|0" "the password is another, and no session goes on"
boot --token more --scopes import,metrics
is "$done $(count)" "0 1|2|7" "a further token of another name"

"$top/scripts/cluster" createdb --dir "$it_cluster" twice >&2
owner=(--owner-database "$(owner_uri twice)")
run migrate "${owner[@]}"
for name in one two; do
    "$spord" bootstrap --admin "$name" "${owner[@]}" --password-file - <"$it_dir/password" >/dev/null 2>&1 &
done
wait
is "$(sql "$(owner_uri twice)" "select count(*) from staff where role = 4")" 1 "of two at once, with the password from the input, one is done"
run migrate --owner-database "host=$(cat "$it_cluster/cluster.base") port=5432 user=stranger dbname=once"
says "a user of the system who has not that role is told what to do" 6 "run this as that user"
