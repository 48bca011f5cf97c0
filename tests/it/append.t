#!/bin/bash
# append_units() rule by rule: order of the answers, units all or none, refs, open days, versions, citizens with one
# open case, the feed; and that no plan scans the events, neither on empty tables nor on full ones.
. "$(dirname "$0")/lib.sh"

plan 48
cluster --fsync off
database append
db="$(owner_uri append)?options=-c%20enable_seqscan%3Doff%20-c%20jit%3Doff"
psql -X -q -v ON_ERROR_STOP=1 "$db" -f "$(dirname "$0")/append.sql"
sql "$db" "
insert into staff (staff, role, active) values ('anna', 1, true), ('bo', 1, true), ('gone', 1, false), ('token:in1', 0, true), ('token:in2', 0, true);
insert into token (token_sha256, name, staff, scopes, expires_at) values ('\x01', 'a', 4, 1, 'infinity'), ('\x02', 'b', 5, 1, 'infinity');
insert into citizen (citizen, created_by) select id('f' || i), 1 from generate_series(1, 6) i;
"
check() { is "$(sql "$db" "select append($1)")" "$2" "$3"; }
open() { sql "$db" "select append('{$1}', '{$1a}', '{1}', array[spor_today() - $2], '{16}', flags => 13 $3)" >/dev/null; }

# ---- opening, repeating
check "'{c1}', '{a1,a2}', '{1,17}', array[spor_today() - 100, spor_today() - 90], '{16,0}', flags => 13" "0: 1 2" "a new case with two events"
check "'{c1}', '{a1,a2}', '{1,17}', array[spor_today() - 100, spor_today() - 90], '{16,0}', flags => 13" "1: 1! 2!" "the same again: all was there"
check "'{c1}', '{a2,a3}', '{17,17}', array[spor_today() - 90, spor_today()]" "0: 2! 3" "what is there keeps its answer, the rest is appended"
check "'{c1}', '{a2}', '{18}', array[spor_today() - 90]" "4@1: 2!" "other content"
check "'{c1}', '{a2,a4}', '{17,17}', array[spor_today() - 91, spor_today()]" "4@1: 2! 0" "another day, and nothing of the unit is appended"
check "'{c1}', '{a2}', '{17}', array[spor_today() - 91], '{5}'" "1: 2!" "a moment that the server sets is not compared"
check "'{c1}', '{a2}', '{17}', array[spor_today() - 90], writer => 2" "3@1: 2!" "the same event by somebody else"
check "'{c1}', '{a2}', '{18}', array[spor_today() - 90], writer => 2" "3@1: 2!" "another caller is told before other content"
check "'{c1}', '{b1}', writer => 4, flags => 6" "0: 4" "an import appends"
check "'{c1}', '{b1}', writer => 5, flags => 6" "1: 4!" "all imports count as one caller"
check "'{c1}', '{n1}', notes => '{text}'" "0: 5" "with a note"
check "'{c1}', '{n1}', notes => '{text}'" "1: 5!" "the same note"
check "'{c1}', '{n1}', notes => '{other}'" "4@1: 5!" "another note"
check "'{c1}', '{n1}'" "4@1: 5!" "no note"
is "$(sql "$db" "select note_sha256 = sha256(salt || convert_to(text, 'UTF8')) from event join note using (case_id, seq)")" t "the event holds the hash of salt and text"

# ---- who sees the case
check "'{c9}', '{z1}'" "2: 0" "no such case"
check "'{c1}', '{z1}', flags => 0" "2: 0" "a case that the writer does not see"
check "'{c1}', '{a2}', '{18}', flags => 0" "2: 2!" "invisible comes before everything else"
check "'{c1}', '{z1}', flags => 0, principals => '{8,4}'" "0: 6" "seen through a principal"
check "'{c1}', '{z2}', flags => 0, principals => '{3,7,16}'" "0: 7" "all leaders see a case without a team"
open c2 50 ", citizens => '{f1}'"
check "'{c2}', '{z1}', own => 1, flags => 0, principals => '{4}'" "2: 0" "nobody writes on their own case"

# ---- versions
check "'{c1}', '{v1}', version => 1" "0: 8" "the right version"
check "'{c1}', '{v2}', version => 2" "5: 0" "another version"
check "'{c1}', '{v1}', version => 7" "1: 8!" "a repeat is found before the version is looked at"
check "'{c1}', '{v2}', last_seq => 7" "6: 0" "other events came meanwhile"
check "'{c1}', '{v2}', checks => '{16}', version => 1" "0: 9" "a control event …"
is "$(sql "$db" "select version, seq from case_head where case_id = 1")" "2|9" "… counts in the version"

# ---- refs, days, staff
check "'{c1}', '{r1}', refs => '{99}'" "7@1: 0" "ref names nothing"
check "'{c1}', '{r1}', refs => '{a2}', ref_kinds => 2" "8@1: 0" "ref names an event of another kind"
check "'{c1}', '{r1,r2}', refs => '{a2,r1}', places => '{0,1}'" "0: 10 11" "a ref to what is there and to the same unit"
is "$(sql "$db" "select string_agg(ref::text, ' ' order by seq) from event where case_id = 1 and ref is not null")" "2 10" "stored as seq"
check "'{c2}', '{r1}', refs => '{a2}'" "7@1: 0" "ref names an event of another case"
check "'{c1}', '{d1}', days => array[spor_today() - 101]" "9@1: 0" "before the opening"
check "'{c1}', '{d1}', days => array[spor_today() - 101], checks => '{2}'" "0: 12" "kinds that may lie before the opening"
check "'{c1}', '{s1}', '{9}', staffs => '{3}', checks => '{9}'" "10@1: 0" "a person who is not active"

# ---- closing, one open case for a citizen, 28 days
sql "$db" "select append('{c2}', '{k1}', '{2}', array[spor_today() - 50], '{16}', flags => 12, is_open => false, closed => spor_today() - 28)" >/dev/null
check "'{c2}', '{k2}'" "9@1: 0" "on a closed case"
check "'{c2}', '{k2}', checks => '{3}'" "0: 3" "kinds that may lie after the closing"
check "'{c3}', '{o1}', '{1}', array[spor_today()], '{16}', flags => 13, citizens => '{f1}'" "12: 0" "within 28 days of the last closing"
is "$(sql "$db" "select other = id('c2') from answer where ord = 0 order by n desc limit 1")" t "the answer names the case to reopen"
sql "$db" "update course set closed_on = closed_on - 1 where case_uuid = id('c2')"
check "'{c3}', '{o1}', '{1}', array[spor_today()], '{16}', flags => 13, citizens => '{f1}'" "0: 1" "after 29 days"
check "'{c4}', '{o2}', '{1}', array[spor_today()], '{16}', flags => 13, citizens => '{f1}'" "11: 0" "a citizen has one open case"
check "'{c4}', '{o2}', '{1}', array[spor_today()], '{16}', flags => 13, citizens => '{f99}'" "13: 0" "no such citizen"
check "'{c3}', '{o3}', '{1}', array[spor_today()], '{16}', flags => 13" "14: 0" "the case exists by now"
check "'{c3}', '{o1}', '{1}', array[spor_today()], '{16}', flags => 13, citizens => '{f2}'" "15: 1!" "the same case for another citizen"
check "'{c5,c1,c6}', '{p1,p2,p3,p4}', '{1,17,17,1}', array[spor_today(), spor_today(), spor_today(), spor_today()], '{16,0,0,16}',
    refs => '{null,null,99,null}', units => '{1,1,2,3}', flags => 13" "0: 1 2  14: 0  0: 1" "a bad unit harms no other in its call"

is "$(sql "$db" "select bool_and(n = no) from (select no, row_number() over (order by no) n from feed) x") $(sql "$db" "
    select count(*) from case_head h where h.seq <> (select count(*) from event e where e.case_id = h.case_id)
    or h.seq <> (select max(seq) from event e where e.case_id = h.case_id)") $(sql "$db" "
    select count(*) from event e join feed f on f.no = e.feed_no and f.case_id = e.case_id and f.seq = e.seq") $(sql "$db" "
    select count(*) from event")" "t 0 $(sql "$db" "select count(*) from event") $(sql "$db" "select count(*) from event")" \
    "no gap in the feed or in a seq, and every event has its record"
is "$(sql "$db" "update case_head set last_recorded_at = spor_now() + interval '1 hour' where case_id = 1;
    select append('{c1}', '{t1}'); select recorded_at = last_recorded_at from event join case_head using (case_id) where event_id = id('t1')" | tail -1)" t \
    "recorded_at never falls behind the last one of the case"

# ---- plans: one session appends to empty tables, then to full ones
database plans
db="$(owner_uri plans)?options=-c%20enable_seqscan%3Doff%20-c%20jit%3Doff"
psql -X -q -v ON_ERROR_STOP=1 "$db" -f "$(dirname "$0")/append.sql"
scans=$(psql -X -q -A -t -v ON_ERROR_STOP=1 "$db" <<'SQL' | tail -1
insert into staff (staff) values ('anna');
select append(array['c' || i], array['a' || i], '{1}', array[spor_today() - 9], '{16}', flags => 13) from generate_series(1, 8) i;
select append(array['c' || i], array['b' || i], refs => array['a' || i]) from generate_series(1, 8) i;
insert into course (case_uuid) select gen_random_uuid() from generate_series(1, 20000);
insert into case_head select case_id, 10, 1, '{[2026-01-01,infinity)}', now() from course where case_id > 8;
insert into event (case_id, seq, kind, day, occurred_at, recorded_at, recorded_by, fields, has_note, event_id, feed_no)
    select case_id, s, 17, spor_today(), now(), now(), 1, 0, false, gen_random_uuid(), case_id * 100 + s
    from case_head, generate_series(1, 10) s where case_id > 8;
select pg_stat_force_next_flush();
create temp table before as select relname, seq_scan from pg_stat_user_tables;
select append(array['c' || i], array['d' || i], refs => array['a' || i]) from generate_series(1, 8) i;
select append(array['x' || i], array['e' || i], '{1}', array[spor_today() - 9], '{16}', flags => 13) from generate_series(1, 8) i;
select pg_stat_force_next_flush();
select coalesce(string_agg(relname || ' ' || s.seq_scan - b.seq_scan, ', '), 'none')
from pg_stat_user_tables s join before b using (relname)
where s.seq_scan > b.seq_scan and relname in ('event', 'course', 'case_head', 'access', 'feed', 'note', 'holder');
SQL
)
is "$scans" none "no statement of an append scans a whole table, with plans made on empty ones"
