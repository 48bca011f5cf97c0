#!/bin/bash
# What is visible by any route is what is visible by GET: 200 people on 500 cases. And the numbers of a list are the
# rows of its pages, for random filters. SPOR_QUICK: fewer
# people, cases and filters.
. "$(dirname "$0")/lib.sh"
[ -x "$spord" ] || skip_all "no spord is built"

people=200 cases=500 some=(s1 s12 s24 s37 s41 s60 s77) filters=40
if [ -n "${SPOR_QUICK:-}" ]; then
    people=12 cases=200 some=(s12 s37 s60) filters=12
fi
plan 16
cluster --fsync off
daemon visible
db=$(owner_uri visible)

# ---- people and teams; sessions made in the database, so that 200 passwords need not be worked out
sql "$db" "
select setseed(0.17);
insert into team (team) select 'employment/t' || i from generate_series(1, 8) i;
insert into staff (staff, role) select 's' || i, case when i % 12 = 0 then 2 when i % 37 = 0 then 3 when i % 41 = 0 then 4 else 1 end
    from generate_series(1, 200) i;
insert into member (staff, team, from_day)
    select p.id, t.id, '2020-01-01' from staff p join team t on t.id = 1 + p.id % 8 where p.staff like 's%';
insert into session (token_sha256, staff, created_at, last_seen_at, expires_at)
    select sha256(convert_to(rpad(staff, 43, 'x'), 'UTF8')), id, spor_now(), spor_now(), spor_now() + interval '1 hour'
    from staff where staff like 's%';
"
key() { printf '%-43s' "$1" | tr ' ' x; }

# ---- 500 cases by import: assigned to somebody, covered by others, handed over, protected; a fifth without a primary
awk -v cases="$cases" 'BEGIN {
    srand(4711)
    for (i = 1; i <= cases; i++) {
        id = sprintf("%08d-0000-4000-8000-000000000000", i)
        if (rand() < 0.6)
            printf "{\"case\":\"%s\",\"name\":\"Person Nummer%d\",\"born\":\"19%02d-05-01\",\"external_ref\":\"ref %d\"%s}\n",
                id, i, 50 + i % 50, i, rand() < 0.15 ? ",\"protected\":true" : ""
        n = 0
        ev(id, "case_opened", "2026-01-05", rand() < 0.7 ? ",\"unit\":\"employment/t" 1 + int(rand() * 10) "\"" : "")
        if (rand() < 0.8) {
            ev(id, "caseworker_assigned", "2026-01-06", ",\"role\":\"primary\",\"staff\":\"s" 1 + int(rand() * 200) "\"")
            if (rand() < 0.3)
                ev(id, "caseworker_assigned", "2026-02-06", ",\"role\":\"primary\",\"staff\":\"s" 200 - int(rand() * 199) "\"")
            if (rand() < 0.3)
                ev(id, "caseworker_assigned", "2026-03-06", ",\"role\":\"coordinator\",\"staff\":\"s" 1 + int(rand() * 200) "\"")
        }
        ev(id, "classified", "2026-01-07", ",\"code\":\"" (i % 2 ? "sick_pay" : "cash_job_ready") "\"")
        if (rand() < 0.5)
            ev(id, "next_step_set", "2026-04-07", ",\"party\":\"citizen\",\"due\":\"2026-0" 5 + int(rand() * 4) "-01\"")
    }
}
function ev(id, kind, day, rest) {
    n++
    printf "{\"case\":\"%s\",\"event_id\":\"%s%04d\",\"kind\":\"%s\",\"occurred_at\":\"%sT10:00:%02d+01:00\"%s}\n",
        id, substr(id, 1, 32), n, kind, day, n, rest
}' >"$it_dir/cases.ndjson"
api POST /v1/events @"$it_dir/cases.ndjson" -H 'Content-Type: application/x-ndjson' -H 'Prefer: wait=10' >"$it_dir/answer"
is "$(status)" 200 "the cases are there"
made=$(grep -o '"status":201' "$it_dir/answer" | wc -l)
ok "$([ "$made" -gt $((cases * 9 / 10)) ]; echo $?)" "$made of $cases were accepted (a random assignment may be illegal)"
wait_until 60 test "$(sql "$db" 'select count(*) from case_facts')" -ge "$made"

# ---- by GET, by list, by feed, by search: the same
get() { curl -s --cacert "$ca" -H "Authorization: Bearer $(key "$1")" "$url$2"; }
# The cases of all pages of a list.
walk() {
    local next='' page
    while :; do
        page=$(get "$1" "$2&limit=200${next:+&after=$next}")
        printf '%s\n' "$page" | grep -o '"case":"[^"]*"' | cut -d'"' -f4
        next=$(printf '%s\n' "$page" | grep -o '"next":"[^"]*"' | cut -d'"' -f4)
        [ -n "$next" ] || break
    done
}
sql "$db" "select case_uuid from course order by 1" >"$it_dir/all"
sed "s|.*|url = $url/v1/cases/&\noutput = /dev/null|" "$it_dir/all" >"$it_dir/urls"
by_get() {
    curl -s --no-progress-meter --cacert "$ca" -H "Authorization: Bearer $(key "$1")" --parallel --parallel-max 8 -w '%{http_code} %{url}\n' -K "$it_dir/urls" |
        sed -n "s|^200 .*/||p" | sort
}
# What read:all gets, of which people get what they may see: deadlines, and the cases that a draft changes.
ask() { # ask PERSON PATH [BODY]
    curl -s --cacert "$ca" -H "Authorization: Bearer $(key "$1")" ${3:+-H 'Content-Type: application/json' -d "$3"} "$url$2"
}
cases_in() { grep -o '"case":"[^"]*"' | cut -d'"' -f4 | sort -u || true; }
of_those() { comm -12 "$it_dir/$1" "$it_dir/get"; }
deadlines='/v1/deadlines?days=92&limit=2000'
draft='{"period":{"id":"d","valid_from":"2000-01-01","rules":{"R7.1":{"amber_days":20}}},"from":"2026-02-01"}'
api GET "$deadlines" | tee "$it_dir/answer" | cases_in >"$it_dir/with_deadlines"
ok "$(grep -q '"more":false' "$it_dir/answer" && [ "$(wc -l <"$it_dir/with_deadlines")" -gt $((cases / 5)) ]; echo $?)" \
    "$(wc -l <"$it_dir/with_deadlines") cases have deadlines"
api POST /v1/what-if "$draft" | cases_in >"$it_dir/changed"
ok "$([ "$(wc -l <"$it_dir/changed")" -gt $((cases / 5)) ]; echo $?)" "a draft changes $(wc -l <"$it_dir/changed") cases"
differ_list=0 differ_feed=0 differ_search=0 differ_sort=0 differ_deadlines=0 differ_what_if=0 seen=0
for ((i = 1; i <= people; i++)); do
    by_get "s$i" >"$it_dir/get"
    seen=$((seen + $(wc -l <"$it_dir/get")))
    if [ $((i % 37)) = 0 ] || [ $((i % 41)) = 0 ]; then # auditors and administrators see no case by any route
        [ ! -s "$it_dir/get" ] && [ -z "$(walk "s$i" '/v1/cases?sort=worst')" ] && continue
    fi
    walk "s$i" "/v1/cases?sort=course_start" | sort | cmp -s - "$it_dir/get" || differ_list=$((differ_list + 1))
    walk "s$i" "/v1/cases?sort=worst" | sort | cmp -s - "$it_dir/get" || differ_sort=$((differ_sort + 1))
    get "s$i" "/v1/feed?limit=1000" | grep -o '"case":"[^"]*"' | cut -d'"' -f4 | sort -u | comm -13 "$it_dir/get" - | grep -q . &&
        differ_feed=$((differ_feed + 1))
    ask "s$i" "$deadlines" | cases_in | cmp -s - <(of_those with_deadlines) || differ_deadlines=$((differ_deadlines + 1))
    if [ $((i % 5)) = 0 ]; then
        ask "s$i" /v1/what-if "$draft" | cases_in | cmp -s - <(of_those changed) || differ_what_if=$((differ_what_if + 1))
        curl -s --cacert "$ca" -H "Authorization: Bearer $(key "s$i")" -H 'Content-Type: application/json' \
            -d '{"name":"nummer","limit":200}' "$url/v1/cases/search" | grep -o '"case":"[^"]*"' | cut -d'"' -f4 | sort |
            comm -13 "$it_dir/get" - | grep -q . && differ_search=$((differ_search + 1))
    fi
done
note "$people people see $seen pairs of person and case by GET"
ok "$([ "$seen" -gt $((people * 2)) ]; echo $?)" "there is something to see"
is "$differ_list" 0 "the list is what GET shows"
is "$differ_sort" 0 "in every order"
is "$differ_feed" 0 "the feed shows no other case"
is "$differ_search" 0 "nor does the search"
is "$differ_deadlines" 0 "deadlines are those of the cases that GET shows"
is "$differ_what_if" 0 "so are the cases that a draft changes"

# events, course and another day answer as the case does
differ=0
for person in "${some[@]}"; do
    by_get "$person" >"$it_dir/get"
    for route in /events /course '?as_of=2026-03-01' '/course?known_at=2026-03-01T00:00:00Z'; do
        sed "s|/v1/cases/.*|&$route|" "$it_dir/urls" >"$it_dir/urls2"
        curl -s --no-progress-meter --cacert "$ca" -H "Authorization: Bearer $(key "$person")" --parallel --parallel-max 8 -w '%{http_code} %{url}\n' \
            -K "$it_dir/urls2" | sed -n "s|^200 .*/cases/\(.\{36\}\).*|\1|p" | sort | cmp -s - "$it_dir/get" || differ=$((differ + 1))
    done
done
is "$differ" 0 "events, course and other days are visible where the case is"

# ---- numbers: for random filters the count is the rows of all pages
awk -v filters="$filters" 'BEGIN {
    srand(99)
    for (i = 0; i < filters; i++) {
        q = "counts=true"
        if (rand() < 0.3) q = q "&status=" (rand() < 0.5 ? "open" : "closed")
        if (rand() < 0.3) q = q "&team=employment/t" 1 + int(rand() * 8)
        if (rand() < 0.3) q = q "&target_group=" (rand() < 0.5 ? "sick_pay" : "cash_job_ready")
        if (rand() < 0.4) q = q "&flag=R7.1" (rand() < 0.5 ? "&flag=R5.1" : "")
        if (rand() < 0.3) q = q "&severity=" (rand() < 0.5 ? "amber" : "red")
        if (rand() < 0.2) q = q "&kind=" (rand() < 0.5 ? "codex" : "statutory")
        if (rand() < 0.2) q = q "&age_over=" int(rand() * 400)
        if (rand() < 0.2) q = q "&switches_over=0"
        if (rand() < 0.2) q = q "&next_step_before=2026-07-01"
        if (rand() < 0.2) q = q "&no_contact_since=2026-06-01"
        print q "&sort=" (rand() < 0.5 ? "-next_step_due" : "worst")
    }
}' >"$it_dir/filters"
wrong=0 rows=0
while read -r filter; do
    for person in s12 s24 s5; do
        total=$(get "$person" "/v1/cases?$filter&limit=1" | grep -o '"total":[0-9]*' | cut -d: -f2)
        have=$(walk "$person" "/v1/cases?$filter" | sort -u | wc -l)
        rows=$((rows + have))
        [ "$total" = "$have" ] || wrong=$((wrong + 1))
    done
done <"$it_dir/filters"
note "$rows rows on the pages of $((filters * 3)) lists"
is "$wrong" 0 "the number is that of the rows on all pages"

# codex and law are counted apart, each as its rows are
as=$token
by=$(api GET '/v1/cases?counts=true&limit=1' | jq -c .counts.by_severity)
differ=0
for kind in codex statutory; do
    for least in red amber info; do
        rows=$(api GET "/v1/cases?counts=true&limit=1&kind=$kind&severity=$least" | jq .counts.total)
        [ "$rows" = "$(jq "[.$kind | to_entries[] | select({red: 3, amber: 2, info: 1}[.key] >= {red: 3, amber: 2, info: 1}.$least) | .value] | add" \
            <<<"$by")" ] || differ=$((differ + 1))
    done
done
is "$differ" 0 "cases by severity, codex and law apart, are the rows behind them: $by"
ok "$(jq -e '.codex.red > 0 and .statutory.red > 0' <<<"$by" >/dev/null; echo $?)" "there are some of both"
total=$(api GET '/v1/cases?counts=true&limit=1' | grep -o '"total":[0-9]*' | cut -d: -f2)
is "$total" "$(wc -l <"$it_dir/all")" "read:all sees all"
