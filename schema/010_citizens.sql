-- Who may read and change a citizen's record, and what a CPR number that somebody tells gives away: nothing.
--
-- What people tell of a citizen (POST /v1/citizens) is kept as they told it, under the identifier they chose for it, for
-- them alone: a handle. Nobody looks whether the number is known until a case is opened with the handle, so nothing can be
-- learned from it. The opening looks, in its own transaction: it finds the citizen who has the number, or makes one. From
-- then on whoever sees a case of the citizen sees the record, and nobody else does.
--
-- An opening that a case stands in the way of which the caller does not see is refused without a word about that case. It
-- still says that there is one, so it is counted for each person, logged, and beyond a number refused unlooked at.

create table citizen_told (
    told_by   int         not null references staff,
    handle    uuid        not null,            -- of the citizen, too, where one is made of it
    name      text,
    born      date,
    protected bool        not null,
    cpr       bytea,
    cpr_key   smallint,
    cpr_index bytea[],                         -- keyed hashes under all keys
    citizen   bigint      references citizen,  -- who it was: since the first case was opened
    told_at   timestamptz not null default spor_now(), -- kept for a week
    primary key (told_by, handle),
    check ((cpr is null) = (cpr_index is null) and (cpr is null) = (cpr_key is null))
);
create index citizen_told_at on citizen_told (told_at);
grant select, insert, update, delete on citizen_told to spord;

-- Those who were made and never had a case are what their makers told.
insert into citizen_told (told_by, handle, name, born, protected, cpr, cpr_key, cpr_index)
select z.created_by, z.citizen, z.name, z.born, z.protected, z.cpr, z.cpr_key, case when z.cpr is not null then array[z.cpr_index] end
from citizen z where not exists (select from course c where c.citizen = z.id);
delete from citizen z where not exists (select from course c where c.citizen = z.id);

-- A person in two records: who was given the number of another citizen. The number is that one's, and only there; a case of
-- either stands in the way of a case of the other. (Refusing the number would tell that it is known.)
alter table citizen add same_as bigint references citizen;
create index citizen_same_as on citizen (same_as) where same_as is not null;

-- ---- how often ------------------------------------------------------------------------------------------------------

-- What each person did since an hour began that is limited by the hour. Acts: 1 asked who has a case, 2 openings that told,
-- or could have told, of a case that the caller does not see.
create table allowance (
    staff int         not null,
    act   smallint    not null,
    since timestamptz not null,
    n     int         not null,
    primary key (staff, act)
);
grant select, insert, update on allowance to spord;

-- Takes one more; counted before anything is looked at, and under the lock of its row, so that of many at once no more get
-- through than may. Returns the seconds to wait; 0: go on.
create function take_allowance(person int, what int, most int) returns int
language plpgsql as $$
declare
    its allowance;
begin
    insert into allowance as a (staff, act, since, n) values (person, what, spor_now(), 1)
    on conflict (staff, act) do update
    set since = case when a.since > excluded.since - interval '1 hour' then a.since else excluded.since end,
        n = case when a.since > excluded.since - interval '1 hour' then least(a.n, most) + 1 else 1 end
    returning a.* into its;
    return case when its.n <= most then 0
                else greatest(1, ceil(extract(epoch from its.since + interval '1 hour' - spor_now())))::int end;
end $$;

-- The same question without taking one.
create function wait_for_allowance(person int, what int, most int) returns int
language sql stable
return (select coalesce(max(greatest(1, ceil(extract(epoch from a.since + interval '1 hour' - spor_now())))::int), 0)
        from allowance a where a.staff = person and a.act = what and a.n >= most and a.since > spor_now() - interval '1 hour');

-- ---- who ------------------------------------------------------------------------------------------------------------

create function citizen_of_cpr(indexes bytea[]) returns bigint
language sql stable
return (select min(z.id) from citizen z where z.cpr_index = any(indexes));

-- All records of the person who has this number.
create function persons_of_cpr(indexes bytea[]) returns setof bigint
language sql stable rows 1
as $$
    select y.id from citizen y where y.id = citizen_of_cpr(indexes)
    union all
    select y.id from citizen y where y.same_as = citizen_of_cpr(indexes)
$$;

drop function make_citizen(uuid, text, date, bool, bytea, smallint, bytea, bytea[], int, bool, bigint[], bigint);
drop function change_citizen(uuid, bool, text, bool, date, bool, bool, bytea, smallint, bytea, bytea[], int, bool, bigint[], bigint);
drop function sees_citizen(bigint, int, bool, bigint[], bigint);

-- Who sees a case of the citizen, and an import (sees_all); nobody the own record.
create function sees_citizen(of_citizen bigint, sees_all bool, principals bigint[], own bigint) returns bool
language sql stable
return of_citizen <> own and (sees_all
    or exists (select from course c join access_today a on a.case_id = c.case_id
               where c.citizen = of_citizen and a.principal = any(principals)));

-- Status 0 kept, 1 the same was there already, 2 the caller told something else under this identifier.
create function tell_citizen(its_handle uuid, its_name text, its_born date, is_protected bool, its_cpr bytea, its_key smallint,
                             indexes bytea[], person int)
returns int
language plpgsql as $$
declare
    was citizen_told;
begin
    delete from citizen_told where told_at < spor_now() - interval '7 days';
    insert into citizen_told (told_by, handle, name, born, protected, cpr, cpr_key, cpr_index)
    values (person, its_handle, its_name, its_born, is_protected, its_cpr, its_key, indexes)
    on conflict do nothing;
    if found then
        return 0;
    end if;
    select t.* into was from citizen_told t where t.told_by = person and t.handle = its_handle;
    return case when (was.name, was.born, was.protected, was.cpr is null) is not distinct from
                     (its_name, its_born, is_protected, its_cpr is null)
                     and (its_cpr is null or was.cpr_index && indexes) then 1 else 2 end;
end $$;

-- Name and address protection of somebody who may be known: goes on, never off. Returns the cases whose rights change. The
-- caller holds rights_lock(); that it is taken alone here, too, may meet another who does the same, and then one of the two
-- comes again.
create function protect_citizen(of_citizen bigint) returns bigint[]
language plpgsql as $$
begin
    if not exists (select from citizen where id = of_citizen and not protected) then
        return '{}';
    end if;
    perform rights_lock(true);
    update citizen set protected = true where id = of_citizen;
    perform feed_append(4::smallint, null, null);
    return array(select c.case_id from course c where c.citizen = of_citizen order by c.case_id);
end $$;

-- Status 0 changed (or as it was), 1 no such citizen or not visible, 3 only a leader lifts protection. What the caller told
-- and has not opened a case with is changed as freely as it was told. A number is taken as it is told, whether another
-- citizen has it or not (`is_double`: yes; not for the caller). A change of the day of birth puts a record for each case
-- into the feed: the cases are assessed anew.
create function change_citizen(its_uuid uuid, set_name bool, new_name text, set_born bool, new_born date, new_protected bool,
                               set_cpr bool, new_cpr bytea, new_key smallint, indexes bytea[],
                               person int, is_leader bool, sees_all bool, principals bigint[], own bigint)
returns table (status int, citizen uuid, name text, born date, protected bool, is_double bool)
language plpgsql as $$
#variable_conflict use_column
declare
    was   citizen;
    other bigint;
    about bigint;
begin
    return query update citizen_told t
        set name = case when set_name then new_name else t.name end, born = case when set_born then new_born else t.born end,
            protected = coalesce(new_protected, t.protected), cpr = case when set_cpr then new_cpr else t.cpr end,
            cpr_key = case when set_cpr then new_key else t.cpr_key end,
            cpr_index = case when set_cpr then indexes else t.cpr_index end
        where t.told_by = person and t.handle = its_uuid and t.citizen is null
        returning 0, t.handle, t.name, t.born, t.protected, false;
    if found then
        return;
    end if;
    perform rights_lock(true); -- before the row, as everybody who needs both
    select z.* into was from citizen z where z.citizen = its_uuid for no key update;
    if not found or not sees_citizen(was.id, sees_all, principals, own) then
        return query select 1, null::uuid, null::text, null::date, null::bool, false;
        return;
    end if;
    if was.protected and not new_protected and not is_leader then
        return query select 3, null::uuid, null::text, null::date, null::bool, false;
        return;
    end if;
    if set_cpr then
        other := nullif(citizen_of_cpr(indexes), was.id);
    end if;
    update citizen z set name = case when set_name then new_name else z.name end,
                         born = case when set_born then new_born else z.born end,
                         cpr = case when not set_cpr then z.cpr when other is null then new_cpr end,
                         cpr_key = case when not set_cpr then z.cpr_key when other is null then new_key end,
                         cpr_index = case when not set_cpr then z.cpr_index when other is null then indexes[1] end,
                         same_as = case when not set_cpr then z.same_as else other end
    where z.id = was.id and (set_name or set_born or set_cpr);
    if new_protected is not null then
        perform change_protected(was.id, new_protected);
    end if;
    if set_born and was.born is distinct from new_born then
        for about in select c.case_id from course c where c.citizen = was.id order by c.case_id loop
            perform feed_append(3::smallint, about, null);
        end loop;
    end if;
    return query select 0, z.citizen, z.name, z.born, z.protected, other is not null from citizen z where z.id = was.id;
end $$;

-- ---- opening --------------------------------------------------------------------------------------------------------

-- Whom the opener of a case means: by a handle of their own, or by the identifier of a citizen whom they see. `known`: there
-- is such a one; `id` null: a citizen will be made. `by_number`: found, or not, by a CPR number; `is_own`: the own one.
create function citizen_meant(its_uuid uuid, person int, sees_all bool, principals bigint[], own bigint,
                              out known bool, out id bigint, out by_number bool, out is_own bool)
language plpgsql stable as $$
declare
    told citizen_told;
begin
    select t.* into told from citizen_told t where t.told_by = person and t.handle = its_uuid;
    known := found;
    by_number := told.cpr is not null;
    id := coalesce(told.citizen, case when by_number then citizen_of_cpr(told.cpr_index) end);
    is_own := by_number and exists (select from staff p where p.id = person and p.cpr_index = any(told.cpr_index));
    if id is null and not by_number then
        select z.id into id from citizen z where z.citizen = its_uuid and sees_citizen(z.id, sees_all, principals, own);
        known := known or found;
    elsif id is null and exists (select from citizen z where z.citizen = its_uuid) then
        known := false; -- another citizen's identifier
    end if;
    is_own := is_own or coalesce(id = own, false);
end $$;

-- The citizen of a case that is opened for whom citizen_meant() found: filled in where something is missing, or made.
-- `protects`: the opener told that this is a protected person.
create function citizen_opened(its_uuid uuid, its_id bigint, person int, out id bigint, out citizen uuid, out protects bool)
language plpgsql as $$
#variable_conflict use_column
declare
    told citizen_told;
begin
    select t.* into told from citizen_told t where t.told_by = person and t.handle = its_uuid;
    if found and its_id is null then
        insert into citizen (citizen, name, born, protected, cpr, cpr_key, cpr_index, created_by)
        values (its_uuid, told.name, told.born, told.protected, told.cpr, told.cpr_key, told.cpr_index[1], person)
        returning citizen.id into its_id; -- who was faster raises 23505: the writer comes again and finds that one
    elsif found and told.citizen is null then
        update citizen z set name = coalesce(z.name, told.name), born = coalesce(z.born, told.born)
        where z.id = its_id and ((z.name is null and told.name is not null) or (z.born is null and told.born is not null));
    end if;
    update citizen_told t set citizen = its_id where t.told_by = person and t.handle = its_uuid and t.citizen is null;
    select z.id, z.citizen, coalesce(told.protected, false) into strict citizen_opened.id, citizen_opened.citizen, citizen_opened.protects
    from citizen z where z.id = its_id;
end $$;

-- The case of a person that stands in the way of another one: of one that is open after a unit (null: that does not
-- change), of one that the unit opens on a day. One that the caller sees comes first.
drop function other_case(bigint, bigint, bool, bool, date);
create function other_case(of_citizen bigint, but_not bigint, is_open_then bool, opens bool, open_day date,
                           sees_all bool, principals bigint[], own bigint,
                           out other_case uuid, out other_open bool, out other_seen bool) returns setof record
language sql stable as $$
    select y.case_uuid, y.is_open, sees_all or exists (select from visible_case(y.case_uuid, false, principals, own))
    from (select coalesce(z.same_as, z.id) as id from citizen z where z.id = of_citizen and is_open_then is not null) w
    cross join lateral (select z.id from citizen z where z.id = w.id union all select z.id from citizen z where z.same_as = w.id) p
    join course y on y.citizen = p.id
    left join case_head k on k.case_id = y.case_id
    where y.case_id is distinct from but_not
      and ((y.is_open and is_open_then)
           or (opens and not y.is_open and open_day between lower(k.open_days) and y.closed_on + 28))
    order by 3 desc, y.is_open desc, y.closed_on desc limit 1
$$;

-- Refusals of this kind, and dry runs that could end in one, in an hour: many times what a caseworker meets on a bad day,
-- and too few to go through a list of neighbours.
create function hidden_openings_an_hour() returns int language sql immutable return 20;

-- What a person may be told of a citizen who is not theirs. `status`: of append_units(), 0, 11 or 12 as it would be for who
-- sees all; becomes 16 where the case is hidden, where the citizen is protected and the caller neither a leader nor sees a
-- case, and where it is the own number; 17 with `wait`, where this was asked too often.
create function what_is_told(status int, its_other uuid, other_seen bool, of_citizen bigint, by_number bool, is_own bool,
                             opens bool, is_dry bool, person int, is_leader bool, principals bigint[], own bigint,
                             out told int, out wait int)
language plpgsql as $$
declare
    hidden bool;
    most   int := hidden_openings_an_hour();
begin
    hidden := case when status <> 0 then not other_seen
                   when not opens then false
                   else is_own or exists (select from citizen z where z.id = of_citizen and z.protected and not is_leader
                                          and not sees_citizen(z.id, false, principals, own)) end;
    told := status;
    wait := 0;
    if hidden or (by_number and is_dry) then
        wait := take_allowance(person, 2, most);
    elsif by_number then
        wait := wait_for_allowance(person, 2, most);
    end if;
    if wait > 0 then
        told := 17;
    elsif hidden then
        told := 16;
    end if;
    if told >= 16 then
        insert into access_log (staff, route, case_id, filter, rows, status)
        values (person, 'case_open', (select c.case_id from course c where c.case_uuid = its_other), 'hidden', 0,
                case when told = 17 then 429 else 409 end);
    end if;
end $$;

-- As in 003, but for whom a case is opened, and what is told of another case. Further flag of a unit: 32 the writer is a
-- leader. Further statuses: 16 something stands in the way that the caller does not see, 17 asked too often (s_problem:
-- seconds to wait).
create or replace function append_units(
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
    s_citizen bigint[];      -- of a unit that opens a case for a citizen
    s_number  bool[];        -- … who was named by a CPR number
    s_own     bool[];        -- … and is the caller
    s_seen    bool[];        -- may the caller see s_other?
    meant     record;
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
               array_agg(v.other order by v.ord), array_agg(v.citizen order by v.ord), array_agg(v.by_number order by v.ord),
               array_agg(v.is_own order by v.ord), array_agg(v.other_seen order by v.ord)
        into s_status, s_problem, s_other, s_citizen, s_number, s_own, s_seen
        from (
            select u.ord, u.other_case as other, u.citizen, u.by_number, u.is_own, u.other_seen,
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
                select n.ord, n.flags, n.version, n.seq, e.*, z.other_case, z.other_open, z.other_seen, z.id as citizen,
                       z.by_number, z.is_own, n.citizen is not null and n.flags & 17 = 1 and z.known is not true as no_citizen,
                       n.flags & 1 <> 0 and exists (
                           select from course o where o.case_id = s_case[n.ord]
                           and ((n.flags & 16 = 0 and n.citizen is not null and o.citizen is distinct from z.id)
                                or (n.external_ref is not null and o.external_ref is distinct from n.external_ref))) as differs
                from unnest(u_flags, u_version, u_seq, u_citizen, u_open_day, u_external_ref, u_is_open, u_cpr_index, u_writer, u_own,
                            u_principals_from, u_principals_to) with ordinality
                     n(flags, version, seq, citizen, open_day, external_ref, is_open, cpr_index, writer, own, pfrom, pto, ord)
                left join (
                    select x.unit, count(*) as n_all, count(*) filter (where x.there = 0) as n_new,
                           min(x.ord) filter (where x.there <> 0 and x.problem <> 0) as bad_there,
                           min(x.ord) filter (where x.there = 0 and x.problem <> 0) as bad_new
                    from unnest(e_unit, a_there, a_problem) with ordinality x(unit, there, problem, ord) group by x.unit
                ) e on e.unit = n.ord
                -- its citizen, and the citizen's other case that stands in the way of opening or reopening
                left join lateral (
                    select i.id, i.known, i.by_number, i.is_own, o.other_case, o.other_open, o.other_seen
                    from (select coalesce(t.id, case when n.flags & 16 <> 0 then (select y.id from citizen y where y.cpr_index = n.cpr_index)
                                                     when n.is_open then (select y.citizen from course y where y.case_id = s_case[n.ord]) end) as id,
                                 t.known, t.by_number, t.is_own
                          from (values (1)) one
                          left join lateral (select * from citizen_meant(n.citizen, n.writer, n.flags & 4 <> 0,
                                                                         principals[n.pfrom:n.pto], n.own)
                                             where n.flags & 17 = 1 and n.citizen is not null offset 0) t on true) i
                    left join lateral (
                        select * from other_case(i.id, s_case[n.ord], n.is_open, n.flags & 1 <> 0, n.open_day, n.flags & 4 <> 0,
                                                 principals[n.pfrom:n.pto], n.own) offset 0) o on true
                    where n.flags & 25 <> 0
                    offset 0) z on true
            ) u
        ) v;
    end if;

    -- What a person must not be told.
    if any_flags & 9 <> 0 and all_flags & 4 = 0 then
        for i in 1 .. n loop
            if u_flags[i] & 4 = 0 and (s_status[i] in (11, 12) or (s_status[i] = 0 and u_flags[i] & 17 = 1 and u_citizen[i] is not null)) then
                select * into meant
                from what_is_told(s_status[i], s_other[i], s_seen[i], s_citizen[i], s_number[i], s_own[i], u_flags[i] & 1 <> 0,
                                  false, u_writer[i], u_flags[i] & 32 <> 0, principals[u_principals_from[i]:u_principals_to[i]],
                                  u_own[i]);
                s_status[i] := meant.told;
                s_problem[i] := nullif(meant.wait, 0);
            end if;
        end loop;
    end if;

    -- Citizens of new cases: who was meant, filled in or made.
    if any_flags & 1 <> 0 and u_citizen is not null then
        for i in 1 .. n loop
            if u_flags[i] & 17 = 1 and u_citizen[i] is not null and s_status[i] = 0 then
                select * into meant from citizen_opened(u_citizen[i], s_citizen[i], u_writer[i]);
                u_citizen[i] := meant.citizen;
                if meant.protects then
                    moved := moved || protect_citizen(meant.id);
                end if;
            end if;
        end loop;
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
                    if u_protected[i] then
                        moved := moved || protect_citizen(its);
                    end if;
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
