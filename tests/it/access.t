#!/bin/bash
# Rights of cases: refresh_access() against a naive recomputation, on random staff, teams, cases and days; what ends
# is ended at once, nothing is deleted, planned cover comes by itself.
. "$(dirname "$0")/lib.sh"

plan 15
cluster --fsync off
database access
db=$(owner_uri access)

sql "$db" "
select setseed(0.42);
insert into staff (staff, role) select 's' || i, case when i % 10 = 0 then 2 else 1 end from generate_series(1, 200) i;
insert into term (text) select 'employment/t' || i from generate_series(1, 12) i;
insert into team (team) select 'employment/t' || i from generate_series(1, 8) i;
insert into citizen (citizen, protected, created_by) select gen_random_uuid(), random() < 0.1, 1 from generate_series(1, 300);
insert into course (case_uuid, citizen, opening_unit, opened_by)
    select gen_random_uuid(), case when i <= 300 then i end, case when random() < 0.6 then 1 + floor(random() * 12)::int end,
           1 + floor(random() * 200)::int from generate_series(1, 500) i;
insert into case_head select case_id, 1, 1, '{[2026-01-01,infinity)}', now() from course;
"

# The same rules written down again, day by day and person by person.
sql "$db" "
create function naive_team(c bigint, d date) returns int language plpgsql as \$\$
declare t int; p int;
begin
    select staff into p from holder where case_id = c and role = 1 and from_day <= d and d < to_day;
    if p is null then select staff into p from holder where case_id = c and role = 6 and from_day <= d and d < to_day; end if;
    select team into t from member where staff = p and from_day <= d and d < to_day order by from_day desc, team limit 1;
    if t is null then select team.id into t from course join term on term.id = opening_unit join team on team.team = term.text where case_id = c; end if;
    if t is null then select team into t from member where staff = (select opened_by from course where case_id = c)
                      and from_day <= d and d < to_day order by from_day desc, team limit 1; end if;
    return t;
end \$\$;
create function naive(d date) returns table (principal bigint, case_id bigint) language plpgsql as \$\$
#variable_conflict use_column
declare c record; h record; t int; has bool;
begin
    for c in select o.case_id, coalesce(z.protected, false) as protected from course o left join citizen z on z.id = o.citizen loop
        has := false;
        for h in select * from holder where case_id = c.case_id and from_day <= d and d < to_day loop
            if h.role = 1 then has := true; end if;
            if h.role = 1 or (h.role between 2 and 5 and not c.protected) then
                principal := h.staff::bigint * 4; case_id := c.case_id; return next;
            end if;
        end loop;
        t := naive_team(c.case_id, d);
        case_id := c.case_id;
        if t is null then principal := 3; return next;
        else
            principal := t * 4::bigint + 1; return next;
            if not has and not c.protected then principal := t * 4::bigint + 2; return next; end if;
        end if;
    end loop;
end \$\$;
create function differences(d date) returns bigint language sql as \$\$
    with is_there as (select distinct principal, case_id from access where from_day <= d and d < to_day),
         should as (select distinct * from naive(d))
    select count(*) from ((select * from is_there except select * from should)
                          union all (select * from should except select * from is_there)) x
\$\$;
-- another random state of the world: who holds what from today on, who belongs where
create function shuffle() returns void language plpgsql as \$\$
declare t date := spor_today();
begin
    delete from member; delete from holder;
    insert into member (staff, team, from_day, to_day)
        select 1 + floor(random() * 200)::int, 1 + floor(random() * 8)::int, t - floor(random() * 20)::int + 5,
               case when random() < 0.7 then 'infinity'::date else t + floor(random() * 30)::int + 6 end
        from generate_series(1, 230) on conflict do nothing;
    insert into holder (case_id, staff, role, from_day, to_day)
        select c.case_id, 1 + floor(random() * 200)::int, case when random() < 0.8 then 1 else 6 end, t - floor(random() * 9)::int, 'infinity'
        from course c where random() < 0.9;
    insert into holder (case_id, staff, role, from_day, to_day)
        select c.case_id, 1 + floor(random() * 200)::int, 2 + floor(random() * 4)::int, t + floor(random() * 12)::int - 3,
               case when random() < 0.5 then 'infinity'::date else t + floor(random() * 25)::int + 9 end
        from course c, generate_series(1, 2) where random() < 0.6 on conflict do nothing;
end \$\$;
create function differences_ahead() returns bigint language sql as
    \$\$ select sum(differences(spor_today() + n)) from unnest(array[0, 1, 2, 5, 6, 9, 11, 20, 34, 60]) n \$\$;
"
is "$(sql "$db" "select shuffle(), refresh_access(array(select case_id from course)); select differences_ahead()" | tail -1)" 0 \
    "access equals the naive recomputation, today and on days to come"
ok "$([ "$(sql "$db" "select count(*) from access")" -gt 900 ]; echo $?)" "there were rows to compare"
for round in 1 2 3; do
    sql "$db" "create temp table before as select * from access; select shuffle(), refresh_access(array(select case_id from course));
        select count(*) from before b where not exists (select from access a where a.principal = b.principal
            and a.case_id = b.case_id and a.from_day = b.from_day)" >"$it_dir/gone"
    is "$(tail -1 "$it_dir/gone")" 0 "round $round: no row is deleted"
    is "$(sql "$db" "select differences_ahead()")" 0 "round $round: another world, the same equality"
done
is "$(sql "$db" "select count(*) from access a join access b on a.principal = b.principal and a.case_id = b.case_id
    and a.from_day < b.from_day and b.from_day < b.to_day and b.from_day < a.to_day")" 0 "no two rows of a right overlap"

sql "$db" "insert into staff (staff, role) values ('new', 1); update holder set staff = 201 where role = 1 and case_id < 40;
    select refresh_access(array(select case_id from course));
    select change_member(201, 3, spor_today(), 'infinity'), change_member(201, 5, spor_today() + 4, spor_today() + 9),
    change_protected(7, true), change_protected(8, true), create_team('employment/t9', 'nine')" >/dev/null
is "$(sql "$db" "select differences_ahead()")" 0 "changes of members, protection and teams keep it"
is "$(sql "$db" "select count(*) from feed where type = 4")" "$(sql "$db" "select no from feed_head")" "each left a record in the feed"
out=$(sql "$db" "select change_member(201, 3, spor_today() + 1, 'infinity')"  2>&1 || true)
ok "$([[ $out == *'already a member'* ]]; echo $?)" "overlapping membership is refused"

sql "$db" "delete from holder; delete from member;
    insert into holder values (1, 11, 1, spor_today(), 'infinity'), (1, 12, 3, spor_today() + 3, spor_today() + 5);
    select refresh_access('{1}')" >/dev/null
who() { sql "$db" "select string_agg((principal / 4)::text, ',' order by principal) from access where case_id = 1
    and principal % 4 = 0 and from_day <= spor_today() + $1 and spor_today() + $1 < to_day"; }
is "$(who 0) $(who 3) $(who 5)" "11 11,12 11" "planned cover begins and ends by its days"
sql "$db" "delete from holder; insert into holder values (1, 13, 1, spor_today(), 'infinity'); select refresh_access('{1}')" >/dev/null
is "$(who 0) $(who 3)" "13 13" "who loses a case loses it at once, planned cover too"

is "$(grep -rnE '\b(from|join) access\b' "$top/server" "$top"/schema/00[3-9]*.sql | grep -v 'access_' || true)" "" \
    "no statement reads the table but through the access predicate"
