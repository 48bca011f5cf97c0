#!/bin/bash
# Guessing passwords: many guesses at once are counted before they are checked, one address locks nobody behind it out,
# an attacked account stays open to its owner's device and session, nobody's guesses keep others waiting. And what is
# asked of a new password, wherever one is set.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

plan 44
cluster --fsync off
daemon passwords
good='a long enough password'
login anna caseworker
login bodil caseworker
login carl leader
nice_of() { awk -F ') ' '{split($2, f, " "); print f[17]}' "$@" 2>/dev/null; } # man 5 proc
is "$(nice_of "/proc/$daemon_pid/stat") $(nice_of /proc/"$daemon_pid"/task/*/stat | sort -u | paste -sd ' ')" "0 0 10" \
    "passwords are worked out in threads that yield to the loop"

# guesses FILE: a log-in for each line (LOGIN PASSWORD), all at once; how often each status came, "5x401 61x429"
guesses() {
    local name password
    while read -r name password; do
        printf 'url = "%s/v1/sessions"\noutput = "/dev/null"\nwrite-out = "%%{http_code}\\n"\n' "$url"
        printf 'header = "Content-Type: application/json"\ncacert = "%s"\n' "$ca"
        printf 'data = "{\\"login\\":\\"%s\\",\\"password\\":\\"%s\\"}"\nnext\n' "$name" "$password"
    done <"$1" | sed '$d' >"$it_dir/curl"
    curl -s -Z --parallel-immediate --parallel-max 200 -K "$it_dir/curl" 2>"$it_dir/progress" | sort | uniq -c | awk '{printf "%s%sx%s", n++ ? " " : "", $1, $2}'
}
say() { # say LOGIN PASSWORD [curl arguments]: the status; the answer in $it_dir/answer
    local name=$1 password=$2
    shift 2
    curl -s -o "$it_dir/answer" -D "$it_dir/head" -w '%{http_code}' --cacert "$ca" -H 'Content-Type: application/json' \
        "$@" --data-binary "{\"login\":\"$name\",\"password\":\"$password\"${device:+,\"device\":\"$device\"}}" "$url/v1/sessions"
}
repeat() { for ((i = 0; i < $1; i++)); do echo "$2 $3$i"; done; }
wants() { # wants STATUS METHOD PATH BODY: what
    local wanted=$1
    shift
    answer=$(api "$@")
    is "$(status)" "$wanted" "$1 $2 $3: $wanted"
    [ "$(status)" = "$wanted" ] || note "$answer"
}

# ---- sixty-six at once
is "$(say anna "$good")" 201 "anna logs in"
mark=$(jq -r .device "$it_dir/answer")
ok "$(header set-cookie | grep -q '^__Host-spor-device=.*; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=15552000$'; echo $?)" \
    "… and her device gets its mark"
repeat 66 anna wrong-guess >"$it_dir/lines"
is "$(guesses "$it_dir/lines")" "5x401 61x429" "of 66 guesses at once 5 are checked"
is "$(say anna "$good")" 429 "then even the right one waits"
ok "$([ "$(header retry-after)" -gt 800 ]; echo $?)" "… a quarter of an hour"

# ---- the owner
is "$(device=$mark say anna "$good")" 201 "but not from her device, in the same house"
is "$(say anna "$good" -H "Cookie: x=1; __Host-spor-device=$mark")" 201 "… also where a browser shows the mark"
is "$(device=${mark%?}$([ "${mark: -1}" = A ] && echo E || echo A) say anna "$good")" 429 "a forged mark is none"
is "$(device=$mark say bodil "$good")" 201 "a mark is of no use, and no harm, with another account"
is "$(as=$token_anna api GET /v1/me | jq -r .staff)" anna "and a session that is there goes on"
is "$(say anna "$good" --interface 127.0.0.2)" 201 "another address has its own count"
for n in 2 3 4 5 6; do
    for _ in 1 2 3 4 5 6; do say anna wrong-guess --interface "127.0.1.$n"; done
    echo
done >"$it_dir/many"
is "$(grep -o 401 "$it_dir/many" | wc -l)" 20 "from many addresses: 25 wrong guesses in all, 5 of them above"
is "$(say anna "$good" --interface 127.0.0.9)" 429 "then every strange device waits"
is "$(device=$mark say anna "$good" --interface 127.0.0.9)" 201 "and the owner's own does not"

# ---- one address, all accounts
for n in {1..24}; do echo "person$n wrong-guess"; done >"$it_dir/lines"
is "$(guesses "$it_dir/lines")" 24x401 "one address guesses at two dozen accounts"
is "$(say carl "$good")" 201 "nobody behind it is locked out"
is "$(say person1 wrong-guess; say person1 wrong-guess)" 401429 "but it gets fewer guesses at each"

# ---- the queue: a hundred guesses at once, and people who log in meanwhile
for n in {1..100}; do echo "nobody$n wrong-guess"; done >"$it_dir/lines"
(guesses "$it_dir/lines" >"$it_dir/flood") &
flood=$!
wait_until 20 bash -c "curl -sf --cacert '$ca' '$url/metrics' | grep -q '^spor_passwords_waiting [1-9]'"
elsewhere=$(say bodil "$good" --interface 127.0.0.3)
left=$(curl -sf --cacert "$ca" "$url/metrics" | sed -n 's/^spor_passwords_waiting //p')
same_house=$(say carl "$good")
wait "$flood"
is "$elsewhere" 201 "who comes from elsewhere gets in"
ok "$([ "$left" -gt 30 ]; echo $?)" "… before the guesses that were there first ($left still waited)"
is "$same_house" 201 "who comes from the same address gets in, too"
is "$(<"$it_dir/flood")" 100x401 "and each guess is answered"
is "$(curl -sf --cacert "$ca" "$url/metrics" | sed -n 's/^spor_passwords_waiting //p')" 0 "nothing waits any more"

# ---- a wrong old password counts, too
as=$token_bodil
for n in 1 2 3 4 5; do
    wants 403 PATCH /v1/staff/bodil "{\"password\":\"an even longer one\",\"old_password\":\"wrong-guess$n\"}"
done
wants 429 PATCH /v1/staff/bodil "{\"password\":\"an even longer one\",\"old_password\":\"$good\"}"
wants 200 GET /v1/me ''
is "$(say bodil "$good")" 201 "which keeps nobody from logging in"

# ---- what is asked of a new one
as=$(admin_token)
wants 400 POST /v1/staff '{"staff":"dorte","role":"caseworker","password":"elevenchars"}'
ok "$([[ $answer == *'"pointer":"/password"'*'12 to 128'* || $answer == *'12 to 128'*'"pointer":"/password"'* ]]; echo $?)" "… says what is asked"
wants 400 POST /v1/staff '{"staff":"dorte","role":"caseworker","password":"Sommer2026!!"}'
wants 400 POST /v1/staff '{"staff":"dorte","role":"caseworker","password":"it is Dorte herself"}'
wants 400 PATCH /v1/staff/carl '{"password":"PasswordPassword1"}'
wants 400 PATCH /v1/staff/carl '{"password":"an even longer one","old_password":"is not asked"}'
echo 'adminadmin2026' >"$it_dir/common"
ok "$(! "$spord" bootstrap --owner-database "$(owner_uri passwords)" --data-dir "$it_dir/data" --admin second \
    --password-file "$it_dir/common" >/dev/null 2>"$it_dir/err"; echo $?)" "bootstrap asks the same"
ok "$(grep -q 'many people use this password' "$it_dir/err"; echo $?)" "… and says so"

# ---- a long one, of any characters, is taken whole
long=$(printf 'å  🚲%.0s' {1..32})
wants 400 POST /v1/staff "{\"staff\":\"dorte\",\"role\":\"caseworker\",\"password\":\"${long}x\"}"
wants 201 POST /v1/staff "{\"staff\":\"dorte\",\"role\":\"caseworker\",\"password\":\"$long\"}"
is "$(say dorte "${long%?}" --interface 127.0.0.7)" 401 "without its 128th character it is another"
is "$(say dorte "${long//  / }" --interface 127.0.0.7)" 401 "and with one space for two"
is "$(say dorte "$long" --interface 127.0.0.7)" 201 "as it was set it opens"
