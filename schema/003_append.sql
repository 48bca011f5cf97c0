-- append_units(): the only way events come into the database. One call is one transaction of the daemon's writer:
-- all units that waited, each unit the events of one case, all or none. What belongs to a unit or an event is one
-- place in parallel arrays (binary from C). A case stands in a call at most once.
--
-- Whatever could raise an error is checked before, in C or in the statements here; so a bad unit gets a status and
-- harms no other. What is left (two daemons opening cases for one citizen in one instant) raises class 23, and the
-- daemon repeats the units one by one.
--
-- Order of the answers: may the caller see the case, is the event there, same caller, same content, version, then
-- what is wrong with new events.
--
-- Shape of the statements: no self-joins of CTEs, look-ups by LATERAL … OFFSET 0, so that a plan cached on an empty
-- table is the right one on a full one. A statement costs more to begin and to end than an event costs in it, so what
-- most calls do not need (repeats, new cases, rights, headers, notes) is asked only where a unit needs it, the rows
-- found under the lock are kept, and the answer is arrays. What every call does unnests one array and takes the others
-- by place, because an unnest of many makes a row store of each; and it orders rows before array_agg, because each
-- ordered array_agg is a sort of its own. An array may be null where all its values are.

-- The citizen behind the header of an imported case: found by CPR number, or made; what is missing is filled in, what
-- is there is not changed. Returns the citizen's id.
create function fill_citizen(of_course bigint, new_uuid uuid, its_name text, its_born date, is_protected bool, its_cpr bytea,
                             its_cpr_key smallint, its_cpr_index bytea, writer int) returns bigint
language plpgsql as $$
declare
    found_id bigint;
    was      citizen;
begin
    if of_course is not null then
        select citizen into found_id from course where case_id = of_course;
    end if;
    if found_id is null and its_cpr_index is not null then
        select id into found_id from citizen where cpr_index = its_cpr_index;
    end if;
    if found_id is null then
        insert into citizen (citizen, name, born, protected, cpr, cpr_key, cpr_index, created_by)
        values (new_uuid, its_name, its_born, coalesce(is_protected, false), its_cpr, its_cpr_key, its_cpr_index, writer)
        on conflict do nothing returning id into found_id;
        if found_id is null then -- another writer was faster, or the identifier is used: look again
            select id into found_id from citizen where cpr_index = its_cpr_index or citizen = new_uuid
            order by (cpr_index is not distinct from its_cpr_index) desc limit 1;
        end if;
        return found_id;
    end if;
    select * into was from citizen where id = found_id for no key update;
    if (was.name is null and its_name is not null) or (was.born is null and its_born is not null)
       or (was.cpr is null and its_cpr is not null
           and not exists (select from citizen where cpr_index = its_cpr_index)) then
        update citizen set name = coalesce(name, its_name), born = coalesce(born, its_born),
               cpr = case when cpr is null then its_cpr else cpr end,
               cpr_key = case when cpr is null then its_cpr_key else cpr_key end,
               cpr_index = case when cpr is null then its_cpr_index else cpr_index end
        where id = found_id;
    end if;
    return found_id;
end $$;

-- The case of a citizen that stands in the way of another one: of one that is open after a unit (null: that does not
-- change), of one that the unit opens on a day.
create function other_case(of_citizen bigint, but_not bigint, is_open_then bool, opens bool, open_day date,
                           out other_case uuid, out other_open bool) returns setof record
language sql stable as $$
    select y.case_uuid, y.is_open from course y left join case_head k on k.case_id = y.case_id
    where y.citizen = of_citizen and y.case_id is distinct from but_not and is_open_then is not null
      and ((y.is_open and is_open_then)
           or (opens and not y.is_open and open_day between lower(k.open_days) and y.closed_on + 28))
    order by y.is_open desc, y.closed_on desc limit 1
$$;

-- Flags of a unit (u_flags): 1 it opens a new case, 2 the writer is an import (all imports count as one caller),
-- 4 the writer sees all cases, 8 it changes rights or state (u_is_open … o_to hold the new ones, and the days of its
-- events were checked), 16 it has a header (u_name … u_cpr_index; u_citizen is then the identifier of a new citizen).
-- Checks of an event (e_checks): low two bits on which days it may lie: 0 checked already, 1 while the case was open,
-- 2 also before the opening, 3 also after a closing; 4 the server set occurred_at; 8 `staff` must be active;
-- 16 control event.
--
-- Answers with arrays, for each unit: s_status,
--   0 recorded    1 all was there already    2 no such case, or not visible    3 an event_id was used by another caller
--   4 … with other content    5 the case has moved on (version)    6 its events have moved on (seq)
--   7 ref names no event of the case    8 ref names an event of the wrong kind    9 the case was not open that day
--   10 staff is not active    11 the citizen has an open case (other)    12 the citizen's last case was closed less
--   than 28 days ago (other)    13 no such citizen    14 the case exists by now: load it    15 content of the case differs
-- s_problem, the event that a status 3, 4, 7 … 10 is about (counted over all events of the call; null where no unit has
-- one), last seq and version of the case before the unit, recorded_at, s_other; and for each event: a_seq, and the same
-- in a_there where it was there already, else 0. The new events have the feed numbers from first_feed on.
create function append_units(
    u_case uuid[], u_flags int[], u_writer int[], u_own bigint[], u_principals_from int[], u_principals_to int[],
    principals bigint[], u_version int[], u_seq int[], u_external_ref text[], u_citizen uuid[], u_open_day date[],
    u_is_open bool[], u_closed_on date[], u_opening_unit int[], u_opened_by int[],
    h_unit int[], h_staff int[], h_role smallint[], h_from date[], h_to date[], o_unit int[], o_from date[], o_to date[],
    u_name text[], u_born date[], u_protected bool[], u_cpr bytea[], u_cpr_key smallint[], u_cpr_index bytea[],
    e_unit int[], e_nth int[], e_checks int[], e_ref_kinds bigint[], e_ref_id uuid[], e_ref_ord int[], e_note text[], e_salt bytea[],
    e_hash bytea[], e_id uuid[], e_kind smallint[], e_day date[], e_occurred_at timestamptz[], e_staff int[],
    e_role smallint[], e_place int[], e_administration smallint[], e_code smallint[], e_also bigint[], e_outcome smallint[],
    e_party smallint[], e_channel smallint[], e_due date[], e_starts_at timestamptz[], e_score smallint[],
    e_scale smallint[], e_hours smallint[], e_batch int[], e_activity int[], e_because smallint[], e_marks smallint[],
    e_fields int[],
    out s_status int[], out s_problem int[], out s_head int[], out s_version int[], out s_time timestamptz[], out s_other uuid[],
    out a_seq int[], out a_there int[], out first_feed bigint)
language plpgsql as $$
#variable_conflict use_column
declare
    n         int := cardinality(u_case);
    flag      int;
    any_flags int := 0;
    all_flags int := -1;
    s_ord     int[];         -- of the cases that were found: their units
    s_case    bigint[];      -- of the unit
    s_open    datemultirange[];
    s_days    datemultirange[];
    a_ref     int[];         -- seq of the event its ref names if that is stored, 0
    a_problem int[];
    a_new     int[];         -- number among the new events; null: all are new
    any_moved bool;          -- some unit asks for another version or seq
    any_there bool;
    any_problem bool;
    any_note  bool;
    any_redaction bool;
    moved     bigint[];
    n_new     int := cardinality(e_unit);
    last_feed bigint;
    k         int;
begin
    foreach flag in array u_flags loop
        any_flags := any_flags | flag;
        all_flags := all_flags & flag;
    end loop;
    if any_flags & 24 <> 0 then
        perform rights_lock(false);
    end if;

    -- Lock in a fixed order, and keep the rows; the next statement sees what was committed before the locks were had.
    select array_agg(h.i), array_agg(h.case_id), array_agg(h.seq), array_agg(h.version), array_agg(h.open_days),
           array_agg(greatest(spor_now(), h.last_recorded_at)), bool_or(h.version <> u_version[h.i] or h.seq <> u_seq[h.i])
    into s_ord, s_case, s_head, s_version, s_open, s_time, any_moved
    from (select h.*
          from (select h.*, u.i::int
                from unnest(u_case) with ordinality u(id, i)
                cross join lateral (select c.case_id from course c where c.case_uuid = u.id offset 0) c
                join case_head h on h.case_id = c.case_id
                order by h.case_id for no key update of h) h
          order by h.i) h;
    s_status := array_fill(0, array[n]);

    -- Where cases are new or unknown: each to its unit's place.
    if s_ord is null or cardinality(s_ord) < n then
        k := coalesce(cardinality(s_ord), 0);
        for i in reverse n .. 1 loop
            if k > 0 and s_ord[k] = i then
                s_case[i] := s_case[k];
                s_head[i] := s_head[k];
                s_version[i] := s_version[k];
                s_open[i] := s_open[k];
                s_time[i] := s_time[k];
                k := k - 1;
            else
                s_case[i] := null;
                s_head[i] := 0;
                s_version[i] := 0;
                s_open[i] := null;
                s_time[i] := spor_now();
                s_status[i] := case when u_flags[i] & 1 <> 0 then 0 else 2 end;
            end if;
        end loop;
    end if;

    -- May the caller see the case?
    if all_flags & 4 = 0 then
        select array_agg(case when u.case_id is null or u.flags & 4 <> 0
                                or (c.citizen is distinct from u.own
                                    and exists (select from access_today a where a.case_id = u.case_id
                                                and a.principal = any(principals[u.pfrom:u.pto]))) then u.status
                              else 2 end order by u.ord)
        into s_status
        from unnest(s_case, s_status, u_flags, u_own, u_principals_from, u_principals_to) with ordinality
             u(case_id, status, flags, own, pfrom, pto, ord)
        left join lateral (select o.citizen from course o where o.case_id = u.case_id offset 0) c on true;
    end if;

    -- Every event: is it there? If it is new, is its ref and its day right? Its number, should all be well.
    select array_agg(x.there), array_agg(x.ref), array_agg(x.seq), array_agg(x.problem),
           bool_or(x.there <> 0), bool_or(x.problem <> 0), bool_or(x.has_note), bool_or(x.kind = 49)
    into a_there, a_ref, a_seq, a_problem, any_there, any_problem, any_note, any_redaction
    from (select coalesce(d.seq, 0) as there, coalesce(r.seq, 0) as ref, s_head[x.unit] + e_nth[x.i] as seq, p.problem,
                 e_note[x.i] is not null as has_note, e_kind[x.i] as kind
          from unnest(e_unit) with ordinality x(unit, i)
          left join lateral (select e.seq from event e where e.case_id = s_case[x.unit] and e.event_id = e_id[x.i] offset 0) d on true
          left join lateral (select e.seq, e.kind from event e
                             where e.case_id = s_case[x.unit] and e.event_id = e_ref_id[x.i] offset 0) r on true
          cross join lateral (select case
                     when d.seq is not null then 0
                     when e_ref_id[x.i] is not null and r.seq is null and coalesce(e_ref_ord[x.i], 0) = 0 then 7
                     when r.seq is not null and (e_ref_kinds[x.i] >> r.kind) & 1 = 0 then 8
                     when e_checks[x.i] & 3 <> 0 and s_case[x.unit] is not null and not (
                              (e_checks[x.i] & 3 = 2 and e_day[x.i] < lower(s_open[x.unit]))
                              or (e_checks[x.i] & 3 = 3 and e_day[x.i] >= lower(s_open[x.unit]))
                              or s_open[x.unit] @> e_day[x.i]) then 9
                     when e_checks[x.i] & 8 <> 0 and not exists (select from staff p where p.id = e_staff[x.i] and p.active) then 10
                     else 0 end as problem) p
          order by x.i) x;

    -- What is there: with the same content, by the same caller?
    if any_there then
        select array_agg(case
                   when x.there = 0 then x.problem
                   when d.recorded_by <> u_writer[x.unit] and not (u_flags[x.unit] & 2 <> 0
                        and exists (select from token t where t.staff = d.recorded_by and t.scopes & 1 <> 0)) then 3
                   when (d.kind, d.staff, d.role, d.unit, d.code, d.also, d.outcome, d.party, d.channel, d.due, d.starts_at,
                         d.ref, d.score, d.scale, d.hours, d.batch, d.activity, d.because, d.marks, d.fields)
                        is distinct from
                        (x.kind, x.staff, x.role, x.place, x.code, x.also, x.outcome, x.party, x.channel, x.due, x.starts_at,
                         nullif(x.ref, 0), x.score, x.scale, x.hours, x.batch, x.activity, x.because, x.marks, x.fields)
                        or (x.checks & 4 = 0 and d.occurred_at <> x.occurred_at) or d.has_note <> (x.note is not null)
                        or (x.note is not null and exists (
                            select from note n where n.case_id = s_case[x.unit] and n.seq = d.seq and n.text <> x.note)) then 4
                   else 0 end order by x.ord),
               bool_or(x.there = 0 and x.problem <> 0)
        into a_problem, any_problem
        from unnest(e_unit, e_checks, a_there, a_ref, a_problem, e_note, e_kind, e_occurred_at, e_staff, e_role, e_place, e_code,
                    e_also, e_outcome, e_party, e_channel, e_due, e_starts_at, e_score, e_scale, e_hours, e_batch, e_activity,
                    e_because, e_marks, e_fields) with ordinality
             x(unit, checks, there, ref, problem, note, kind, occurred_at, staff, role, place, code, also, outcome, party, channel,
               due, starts_at, score, scale, hours, batch, activity, because, marks, fields, ord)
        left join lateral (select e.* from event e where e.case_id = s_case[x.unit] and e.seq = nullif(x.there, 0) offset 0) d on true;
    end if;

    -- Every unit: the first thing that is wrong with it, in the order promised. (A case that is not found is new, or
    -- has its status.)
    if any_there or any_problem or any_moved or any_flags & 25 <> 0 then
        select array_agg(v.status order by v.ord), array_agg(case when v.status in (3, 4, 7, 8, 9, 10) then v.problem end order by v.ord),
               array_agg(v.other order by v.ord)
        into s_status, s_problem, s_other
        from (
            select u.ord, u.other_case as other,
                   case when s_status[u.ord] <> 0 then s_status[u.ord]
                        when u.bad_there is not null then a_problem[u.bad_there]
                        when coalesce(u.n_new, 0) = 0 and s_case[u.ord] is not null and u.n_all > 0 then
                            case when u.differs then 15 else 1 end
                        when u.flags & 1 <> 0 and s_case[u.ord] is not null then 14
                        when u.version is not null and u.version <> s_version[u.ord] then 5
                        when u.seq is not null and u.seq <> s_head[u.ord] then 6
                        when u.bad_new is not null then a_problem[u.bad_new]
                        when u.no_citizen then 13
                        when u.other_case is not null then case when u.other_open then 11 else 12 end
                        else 0 end as status,
                   case when u.bad_there is not null then u.bad_there else u.bad_new end as problem
            from (
                select n.ord, n.flags, n.version, n.seq, e.*, z.other_case, z.other_open,
                       n.citizen is not null and n.flags & 17 = 1 and z.id is null as no_citizen,
                       n.flags & 1 <> 0 and exists (
                           select from course o where o.case_id = s_case[n.ord]
                           and ((n.flags & 16 = 0 and n.citizen is not null and o.citizen is distinct from z.id)
                                or (n.external_ref is not null and o.external_ref is distinct from n.external_ref))) as differs
                from unnest(u_flags, u_version, u_seq, u_citizen, u_open_day, u_external_ref, u_is_open, u_cpr_index) with ordinality
                     n(flags, version, seq, citizen, open_day, external_ref, is_open, cpr_index, ord)
                left join (
                    select x.unit, count(*) as n_all, count(*) filter (where x.there = 0) as n_new,
                           min(x.ord) filter (where x.there <> 0 and x.problem <> 0) as bad_there,
                           min(x.ord) filter (where x.there = 0 and x.problem <> 0) as bad_new
                    from unnest(e_unit, a_there, a_problem) with ordinality x(unit, there, problem, ord) group by x.unit
                ) e on e.unit = n.ord
                -- its citizen, and the citizen's other case that stands in the way of opening or reopening
                left join lateral (
                    select i.id, o.other_case, o.other_open
                    from (select case when n.flags & 16 <> 0 then (select y.id from citizen y where y.cpr_index = n.cpr_index)
                                      when n.flags & 1 <> 0 then (select y.id from citizen y where y.citizen = n.citizen)
                                      when n.is_open then (select y.citizen from course y where y.case_id = s_case[n.ord]) end as id) i
                    left join lateral (
                        select * from other_case(i.id, s_case[n.ord], n.is_open, n.flags & 1 <> 0, n.open_day) offset 0) o on true
                    where n.flags & 25 <> 0
                    offset 0) z on true
            ) u
        ) v;
    end if;

    -- Headers of imported cases, also where all events were there already.
    if any_flags & 16 <> 0 or cardinality(array_remove(u_external_ref, null)) > 0 then
        for i in 1 .. n loop
            if u_flags[i] & 16 <> 0 and s_status[i] <= 1 then
                declare
                    born date := (select z.born from course c join citizen z on z.id = c.citizen where c.case_id = s_case[i]);
                    its bigint := fill_citizen(s_case[i], u_citizen[i], u_name[i], u_born[i], u_protected[i], u_cpr[i], u_cpr_key[i],
                                               u_cpr_index[i], u_writer[i]);
                    had bigint;
                begin
                    if s_case[i] is not null then
                        select c.citizen into had from course c where c.case_id = s_case[i];
                        if had is null and not exists (select from course c where c.citizen = its and c.is_open) then
                            update course c set citizen = its where c.case_id = s_case[i];
                            moved := moved || s_case[i];
                        end if;
                        if born is distinct from (select z.born from course c join citizen z on z.id = c.citizen
                                                  where c.case_id = s_case[i]) then
                            perform feed_append(3::smallint, s_case[i], null);
                        end if;
                    else
                        u_citizen[i] := (select z.citizen from citizen z where z.id = its);
                    end if;
                end;
            end if;
            if s_status[i] <= 1 and s_case[i] is not null and u_external_ref[i] is not null then
                update course c set external_ref = u_external_ref[i] where c.case_id = s_case[i] and c.external_ref is null;
            end if;
        end loop;
    end if;

    -- New cases. Who loses a race (the same case, or a case of the same citizen) is told to load it.
    if any_flags & 1 <> 0 then
        if exists (select from unnest(u_flags, s_status) u(flags, status) where u.flags & 1 <> 0 and u.status = 0) then
            with made as (
                insert into course as c (case_uuid, citizen, external_ref, is_open, closed_on, opening_unit, opened_by)
                select u.id, (select z.id from citizen z where z.citizen = u.citizen), u.external_ref, u.is_open, u.closed_on,
                       u.opening_unit, u.opened_by
                from unnest(u_case, u_flags, s_status, u_citizen, u_external_ref, u_is_open, u_closed_on, u_opening_unit, u_opened_by)
                     u(id, flags, status, citizen, external_ref, is_open, closed_on, opening_unit, opened_by)
                where u.flags & 1 <> 0 and u.status = 0
                on conflict do nothing
                returning c.case_id, c.case_uuid
            )
            select array_agg(coalesce(u.case_id, m.case_id) order by u.ord),
                   array_agg(case when u.status = 0 and u.case_id is null and m.case_id is null then 14 else u.status end order by u.ord)
            into s_case, s_status
            from unnest(u_case, s_case, s_status) with ordinality u(id, case_id, status, ord)
            left join made m on m.case_uuid = u.id;

            insert into case_head as h (case_id, seq, version, open_days, last_recorded_at)
            select u.case_id, 0, 0, '{}', '-infinity' from unnest(s_case, u_flags, s_status, s_head) u(case_id, flags, status, head)
            where u.flags & 1 <> 0 and u.status = 0;
        end if;
    end if;

    -- Rights and state, for units that change them.
    if any_flags & 8 <> 0 then
        if exists (select from unnest(u_flags, s_status) u(flags, status) where u.flags & 8 <> 0 and u.status = 0) then
            select array_agg(d.days order by u.ord) into s_days
            from unnest(u_flags) with ordinality u(flags, ord)
            left join (select o.unit, range_agg(daterange(o.lo, o.hi)) as days
                       from unnest(o_unit, o_from, o_to) o(unit, lo, hi) group by o.unit) d on d.unit = u.ord;

            update course c set is_open = u.is_open, closed_on = u.closed_on, opening_unit = u.opening_unit, opened_by = u.opened_by
            from unnest(s_case, u_flags, s_status, u_is_open, u_closed_on, u_opening_unit, u_opened_by)
                 u(case_id, flags, status, is_open, closed_on, opening_unit, opened_by)
            where c.case_id = u.case_id and u.flags & 9 = 8 and u.status = 0
              and (c.is_open, c.closed_on, c.opening_unit, c.opened_by)
                  is distinct from (u.is_open, u.closed_on, u.opening_unit, u.opened_by);

            delete from holder h using unnest(s_case, u_flags, s_status) u(case_id, flags, status)
            where h.case_id = u.case_id and u.flags & 9 = 8 and u.status = 0;
            insert into holder as h (case_id, staff, role, from_day, to_day)
            select s_case[x.unit], x.staff, x.role, x.lo, x.hi from unnest(h_unit, h_staff, h_role, h_from, h_to) x(unit, staff, role, lo, hi)
            where s_status[x.unit] = 0
            on conflict do nothing;

            moved := moved || array(select u.case_id from unnest(s_case, u_flags, s_status) u(case_id, flags, status)
                                    where u.flags & 8 <> 0 and u.status = 0);
        end if;
    end if;
    if cardinality(moved) > 0 then
        perform refresh_access(moved);
    end if;

    -- The numbers of events in their cases, where not all are new.
    if any_there or 0 <> any(s_status) then
        select array_agg(case when x.there <> 0 then x.there when x.is_new then s_head[x.unit] + x.nth::int else 0 end order by x.ord),
               array_agg(x.nth_new::int order by x.ord), count(*) filter (where x.is_new)
        into a_seq, a_new, n_new
        from (select n.unit, n.there, n.ord, n.there = 0 and s_status[n.unit] = 0 as is_new,
                     count(*) filter (where n.there = 0) over (partition by n.unit order by n.ord) as nth,
                     count(*) filter (where n.there = 0 and s_status[n.unit] = 0) over (order by n.ord) as nth_new
              from unnest(e_unit, a_there) with ordinality n(unit, there, ord)) x;
    end if;
    if n_new = 0 then
        return;
    end if;

    if any_note then
        insert into note as e (case_id, seq, salt, text)
        select s_case[x.unit], x.seq, x.salt, x.note from unnest(e_unit, a_there, a_seq, e_salt, e_note) x(unit, there, seq, salt, note)
        where x.note is not null and x.there = 0 and s_status[x.unit] = 0;
    end if;
    if any_redaction then
        delete from note n using unnest(e_unit, a_there, a_ref, e_kind) x(unit, there, ref, kind)
        where x.kind = 49 and x.there = 0 and s_status[x.unit] = 0 and n.case_id = s_case[x.unit] and n.seq = x.ref;
    end if;

    -- Last, because the row lock of feed_head lasts to the commit: numbers appear in order, without gaps.
    update feed_head f set no = f.no + n_new returning f.no into last_feed;
    first_feed := last_feed - n_new + 1;

    insert into event as e (case_id, seq, kind, day, occurred_at, recorded_at, recorded_by, staff, role, unit,
        administration, code, also, outcome, party, channel, due, starts_at, ref, score, scale, hours, batch, activity,
        because, marks, fields, has_note, event_id, feed_no, note_sha256)
    select s_case[x.unit], a_seq[x.i], e_kind[x.i], e_day[x.i], e_occurred_at[x.i], s_time[x.unit], u_writer[x.unit], e_staff[x.i],
           e_role[x.i], e_place[x.i], e_administration[x.i], e_code[x.i], e_also[x.i], e_outcome[x.i], e_party[x.i],
           e_channel[x.i], e_due[x.i], e_starts_at[x.i],
           case when a_ref[x.i] <> 0 then a_ref[x.i] when e_ref_ord[x.i] > 0 then a_seq[e_ref_ord[x.i]] end,
           e_score[x.i], e_scale[x.i], e_hours[x.i], e_batch[x.i], e_activity[x.i], e_because[x.i], e_marks[x.i], e_fields[x.i],
           e_note[x.i] is not null, e_id[x.i], first_feed - 1 + coalesce(a_new[x.i], x.i), e_hash[x.i]
    from unnest(e_unit) with ordinality x(unit, i)
    where a_there[x.i] = 0 and s_status[x.unit] = 0;

    insert into feed as e (no, type, case_id, seq, kind, day, recorded_at)
    select first_feed - 1 + coalesce(a_new[x.i], x.i), 1, s_case[x.unit], a_seq[x.i], e_kind[x.i], e_day[x.i], s_time[x.unit]
    from unnest(e_unit) with ordinality x(unit, i)
    where a_there[x.i] = 0 and s_status[x.unit] = 0;

    update case_head h set seq = h.seq + u.n, version = h.version + u.n_control, last_recorded_at = s_time[u.unit],
           open_days = coalesce(case when u_flags[u.unit] & 8 <> 0 then s_days[u.unit] end, h.open_days)
    from (select x.unit, count(*)::int as n, (count(*) filter (where e_checks[x.i] & 16 <> 0))::int as n_control
          from unnest(e_unit) with ordinality x(unit, i)
          where a_there[x.i] = 0 and s_status[x.unit] = 0 group by x.unit) u
    where h.case_id = s_case[u.unit];

    perform pg_notify('feed', last_feed::text);
end $$;
