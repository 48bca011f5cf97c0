#!/bin/bash
# Real event logs: imported, reported and compared with what an independent reader computed; imported again without effect;
# stored facts and spans equal a rebuild. Skipped, visibly, where the folder of the logs is missing.
. "$(dirname "$0")/lib.sh"
set +e # a command that fails is a test that fails
data=${SPOR_DATA:-$top/../shared/data}
spor=${SPOR:-$top/build/spor}
[ -d "$data/logs" ] || skip_all "no event logs in $data"
if [ ! -x "$spord" ] || [ ! -x "$spor" ]; then
    skip_all "spord or spor is not built"
fi

logs=(running-example.xes roadtraffic100traces.xes receipt.xes.gz BPIC15_1.xes.gz)
[ -z "${SPOR_QUICK:-}" ] || logs=(running-example.xes roadtraffic100traces.xes receipt.xes.gz)
plan $((${#logs[@]} * 12 + 3))
cluster --fsync off

# Half of a median in microseconds is the last digit that both sides write.
same_edges='def rounded: . * 1e7 | round;
    [.[] | [.[0], .[1], .[2], (.[3] | rounded)]] | sort'
counts() { sql "$(super_uri "$it_database")" "select (select count(*) from event), (select count(*) from course),
    (select count(*) from staff), (select no from feed_head), (select md5(string_agg(e::text, '' order by case_id, seq)) from event e)"; }
assessed() { [ "$(sql "$(super_uri "$it_database")" "select at = (select no from feed_head) from assess_cursor where name = 'feed'")" = t ]; }

for log in "${logs[@]}"; do
    name=${log%%.*}
    database=$(tr 'A-Z-' 'a-z_' <<<"$name")
    daemon "$database"
    export SPOR_URL=$url SPOR_CA=$ca SPOR_TOKEN=$token
    summary=$data/expected/$name.json
    full=$it_dir/full.json
    gzip -dc "$data/expected/$name.full.json.gz" >"$full"

    "$spor" import "$data/logs/$log" --json >"$it_dir/import.json"
    is "$(jq -c '[.cases, .events, .rejected, .duplicates]' "$it_dir/import.json")" "$(jq -c '[.cases, .events, 0, 0]' "$summary")" \
        "$name: cases and events"
    before=$(counts)
    "$spor" import "$data/logs/$log" --json >"$it_dir/again.json"
    is "$(counts)" "$before" "$name: imported again, nothing changes"
    is "$(jq .duplicates "$it_dir/again.json")" "$(jq .events "$summary")" "$name: every event of the log was there"
    other=$("$spord" bootstrap --owner-database "$(owner_uri "$database")" --token other --scopes import |
        jq -r .token)
    SPOR_TOKEN=$other "$spor" import "$data/logs/$log" --json >"$it_dir/again.json"
    is "$(sql "$(super_uri "$database")" "select count(*), max(feed_no) from event")" \
        "$(sql "$(super_uri "$database")" "select count(*), (select no from feed_head) from event")" \
        "$name: nor with another token"

    "$spor" report handover --json >"$it_dir/handover.json"
    is "$(jq -c '[.cases, .events, .strict.total, .skip.total]' "$it_dir/handover.json")" \
        "$(jq -c '[.cases, .events, .changes.strict_total, .changes.skip_total]' "$summary")" "$name: totals of handovers"
    for way in strict skip; do
        is "$(jq -c ".$way.matrix | sort" "$it_dir/handover.json" | md5sum)" "$(jq -c ".handover_${way}_nonself | sort" "$full" | md5sum)" \
            "$name: the matrix, $way"
    done
    "$spor" report dfg --json >"$it_dir/dfg.json"
    is "$(jq -c "[.edges[] | [.from, .to, .count, .median_seconds]] | $same_edges" "$it_dir/dfg.json" | md5sum)" \
        "$(jq -c ".dfg | $same_edges" "$full" | md5sum)" "$name: what follows what, with medians"
    is "$(jq -s '[.[0].edges, .[1].dfg] | [(.[0] | sort_by(.from, .to) | map(.mean_seconds)), (.[1] | sort_by(.[0], .[1]) | map(.[4]))]
            | transpose | map((.[0] - .[1]) | fabs) | max < 0.000001' "$it_dir/dfg.json" "$full")" true "$name: the means"

    ok "$(wait_until 60 assessed; echo $?)" "$name: everything is assessed"
    is "$(sql "$(super_uri "$database")" "select count(*) from assess_failed")" 0 "$name: no case failed"
    "$spord" rebuild --database "$(daemon_uri "$database")" --check >/dev/null 2>"$it_dir/rebuild"
    is "$? $(grep -o '^[0-9]* cases\|[0-9]* differ\|[0-9]* pending\|[0-9]* failed' "$it_dir/rebuild" | paste -sd ' ')" \
        "0 $(jq .cases "$summary") cases 0 differ 0 pending 0 failed" "$name: stored facts and spans equal a rebuild"
    daemon_stop TERM
done

# changes of the one who is responsible, as the municipality's own log tells them
daemon assigned
export SPOR_URL=$url SPOR_CA=$ca SPOR_TOKEN=$token
is "$("$spor" import "$data/logs/receipt.xes.gz" --assign-from org:resource --json | jq .changes)" 1208 \
    "receipt: changes of org:resource"
switches() { # of the database, when everything is assessed
    wait_until 60 assessed
    sql "$(super_uri "$it_database")" "select md5(string_agg(concat_ws(' ', c.external_ref, p.staff, switch_1, switch_2, switch_3, switch_4), ','
        order by c.external_ref)) from case_facts f join course c using (case_id) left join staff p on p.id = primary_staff"
}
at_once=$(switches)
daemon_stop TERM

# first without, then with those who are responsible: the second import adds them, also at the instant of the closing
daemon twice
export SPOR_URL=$url SPOR_CA=$ca SPOR_TOKEN=$token
"$spor" import "$data/logs/receipt.xes.gz" --json >/dev/null
is "$("$spor" import "$data/logs/receipt.xes.gz" --assign-from org:resource --json | jq -c '[.changes, .rejected]')" \
    "[1208,0]" "receipt: imported again for those who are responsible"
is "$(switches)" "$at_once" "receipt: the switches are those of one import"
