#!/bin/bash
# What the daemon's role may not do, tried as that role: events, the access log and terms are insert-only, rights are
# not deleted, and there is no DDL.
. "$(dirname "$0")/lib.sh"

plan 18
cluster --fsync off
database roles
sql "$(owner_uri roles)" "select access_log_partitions(spor_today(), 2); insert into staff (staff) values ('anna');
    insert into event (case_id, seq, kind, day, occurred_at, recorded_at, recorded_by, fields, has_note, event_id, feed_no)
    values (1, 1, 1, spor_today(), now(), now(), 1, 0, false, gen_random_uuid(), 1)" >/dev/null
db=$(daemon_uri roles)
refused() {
    local out
    out=$(sql "$db" "$1" 2>&1) && out="it was done"
    ok "$([[ $out == *'permission denied'* || $out == *'must be owner'* ]]; echo $?)" "${2:-$1}"
}
refused "update event set kind = 2"
refused "delete from event"
refused "truncate event"
refused "update feed set type = 2"
refused "delete from feed"
refused "delete from access"
refused "update term set text = 'x'"
refused "delete from term"
refused "update note set text = 'x'"
refused "update access_log set staff = 2"
refused "delete from access_log"
refused "select * from access_log"
refused "delete from staff"
refused "create table x (i int)"
refused "alter table event disable trigger all"
sql "$db" "insert into access_log (staff, route, rows, status) values (1, 'GET /v1/cases', 3, 200)"
is "$(sql "$(owner_uri roles)" "select count(*), min(tableoid::regclass::text) from access_log where route = 'GET /v1/cases'")" \
    "1|access_log_$(sql "$db" "select to_char(spor_now() at time zone 'UTC', 'YYYY_MM')")" "a row in the access log lies in the partition of its month"
is "$(sql "$db" "select count(*) from event")" 1 "it may read events"
is "$(sql "$db" "select string_agg(act || ' ' || staff, ', ') from act_log")" "staff_made 0" "of the access log it reads acts alone"
