-- Who sees a case: the rows of `access`, derived from who holds which role (holder), who belongs to which team
-- (member), how the case was opened (course), and citizen.protected.
--
-- Whoever changes one of these calls refresh_access() in the same transaction, so that a right is there, or gone,
-- with the commit. Appends take the lock of rights_lock() shared, before they lock cases; changes of teams and of
-- protection take it alone, so that neither misses a case the other is about to change.

-- The access predicate. What a list goes through by principal joins this view; what names one case asks the function
-- below. Both are put into the statement by the planner, as if they were written there.
-- (The day as a subselect: it is worked out once, and not for each row.)
create view access_today as
select principal, case_id from access where from_day <= (select spor_today()) and (select spor_today()) < to_day;

-- The case, for whoever may see it today: all cases, or those of these principals; nobody the own one.
create function visible_case(its_uuid uuid, sees_all bool, principals bigint[], own_citizen bigint) returns setof course
language sql stable
as $$
    select c.* from course c
    where c.case_uuid = its_uuid and c.citizen is distinct from own_citizen
      and (sees_all or exists (select from access_today a where a.case_id = c.case_id and a.principal = any(principals)))
$$;
grant select on access_today to spord;

create function rights_lock(alone bool) returns void
language plpgsql as $$
begin
    if alone then
        perform pg_advisory_xact_lock(7303, 1);
    else
        perform pg_advisory_xact_lock_shared(7303, 1);
    end if;
end $$;

-- One team for each person and day: the one joined last.
create function team_of_staff(person int, on_day date) returns int
language sql stable
return (select m.team from member m
        where m.staff = person and m.from_day <= on_day and on_day < m.to_day
        order by m.from_day desc, m.team limit 1);

create function team_of_unit(unit_term int) returns int
language sql stable
return (select t.id from term u join team t on t.team = u.text where u.id = unit_term);

-- The fact `team`: of the primary; without one, of the last one; else the team named like the unit of the latest
-- opening; else that of who recorded the opening; else none (null), then every leader sees the case.
create function team_of_case(of_case bigint, on_day date) returns int
language sql stable
return (select coalesce(
            (select team_of_staff(h.staff, on_day) from holder h
             where h.case_id = c.case_id and h.role in (1, 6) and h.from_day <= on_day and on_day < h.to_day
             order by h.role limit 1),
            team_of_unit(c.opening_unit),
            team_of_staff(c.opened_by, on_day))
        from course c where c.case_id = of_case);

-- Brings the rows of these cases to what they should be from today on. The caller holds rights_lock().
create function refresh_access(cases bigint[]) returns void
language plpgsql as $$
declare
    today date := spor_today();
begin
    perform 1 from case_head where case_id = any(cases) order by case_id for no key update;

    with c as materialized (
        select o.case_id, coalesce(z.protected, false) as protected, team_of_unit(o.opening_unit) as unit_team, o.opened_by
        from course o left join citizen z on z.id = o.citizen
        where o.case_id = any(cases)
    ), h as materialized (
        select case_id, staff, role, greatest(from_day, today) as from_day, to_day
        from holder where case_id = any(cases) and to_day > today and from_day < to_day
    ),
    -- days on which something may change
    cut as (
        select case_id, today as day from c
        union select case_id, from_day from h
        union select case_id, to_day from h where to_day < 'infinity'
        union select p.case_id, d.day
              from (select case_id, staff from h where role in (1, 6) union select case_id, opened_by from c) p
              cross join lateral (select unnest(array[m.from_day, m.to_day]) as day from member m where m.staff = p.staff) d
              where d.day > today and d.day < 'infinity'
    ), piece as materialized (
        select case_id, day as lo, lead(day, 1, 'infinity') over (partition by case_id order by day) as hi from cut
    ), team as (
        select p.case_id, p.lo, p.hi, c.protected, k.staff is not null as has_primary,
               coalesce(team_of_staff(coalesce(k.staff, l.staff), p.lo), c.unit_team, team_of_staff(c.opened_by, p.lo)) as team
        from piece p
        join c on c.case_id = p.case_id
        left join h k on k.case_id = p.case_id and k.role = 1 and k.from_day <= p.lo and p.lo < k.to_day
        left join h l on l.case_id = p.case_id and l.role = 6 and l.from_day <= p.lo and p.lo < l.to_day
    ), want as (
        select h.case_id, h.staff::bigint * 4 as principal, p.lo, p.hi
        from h join piece p on p.case_id = h.case_id and h.from_day <= p.lo and p.lo < h.to_day
        join c on c.case_id = h.case_id
        where h.role <= 5 and (not c.protected or h.role = 1)
        union all
        select case_id, coalesce(team::bigint * 4 + 1, 3), lo, hi from team
        union all
        select case_id, team::bigint * 4 + 2, lo, hi from team where team is not null and not has_primary and not protected
    ), merged as (
        select w.case_id, w.principal, lower(r.days) as from_day, upper(r.days) as to_day
        from (select case_id, principal, range_agg(daterange(lo, hi)) as days from want group by case_id, principal) w
        cross join lateral unnest(w.days) as r(days)
    ),
    -- a right that goes on keeps its first day
    target as materialized (
        select m.case_id, m.principal, coalesce(a.from_day, m.from_day) as from_day, m.to_day
        from merged m
        left join access a on a.principal = m.principal and a.case_id = m.case_id
                          and m.from_day = today and a.from_day < today and a.to_day > today
    ), ended as (
        update access a set to_day = greatest(a.from_day, today)
        where a.case_id = any(cases) and a.to_day > today and a.from_day < a.to_day
          and not exists (select from target t
                          where t.principal = a.principal and t.case_id = a.case_id and t.from_day = a.from_day)
    )
    insert into access (principal, case_id, from_day, to_day)
    select principal, case_id, from_day, to_day from target
    on conflict (principal, case_id, from_day) do update set to_day = excluded.to_day
        where access.to_day <> excluded.to_day;
end $$;

-- The next number of the feed for something that is no event (types of table feed). Last in its transaction.
create function feed_append(what smallint, about_case bigint, on_day date) returns bigint
language plpgsql as $$
declare
    number bigint;
begin
    update feed_head set no = no + 1 returning no into number;
    insert into feed (no, type, case_id, day, recorded_at) values (number, what, about_case, on_day, spor_now());
    perform pg_notify('feed', number::text);
    return number;
end $$;

-- The cases whose team may hang on this person's teams.
create function cases_by_team_of(person int) returns bigint[]
language sql stable
return (select coalesce(array_agg(case_id order by case_id), '{}') from (
            select case_id from holder where staff = person and role in (1, 6)
            union select case_id from course where opened_by = person) x);

-- A person is member of a team from a day to a day (exclusive; 'infinity'). A row of the same first day is
-- changed, another one overlapping it is refused (23P01). Returns the feed number.
create function change_member(person int, of_team int, first_day date, end_day date) returns bigint
language plpgsql as $$
begin
    perform rights_lock(true);
    if exists (select from member where staff = person and team = of_team and from_day <> first_day
               and from_day < to_day and daterange(from_day, to_day) && daterange(first_day, end_day)) then
        raise exception 'already a member on some of these days' using errcode = '23P01';
    end if;
    insert into member (staff, team, from_day, to_day) values (person, of_team, first_day, end_day)
    on conflict (staff, team, from_day) do update set to_day = excluded.to_day;
    perform refresh_access(cases_by_team_of(person));
    return feed_append(4::smallint, null, null);
end $$;

-- A new team; cases opened in the unit of its name are its cases from now on. Returns its id.
create function create_team(its_team text, its_name text) returns int
language plpgsql as $$
declare
    number int;
begin
    perform rights_lock(true);
    insert into team (team, name) values (its_team, its_name) returning id into number;
    perform refresh_access(array(select case_id from course
                                 where opening_unit = (select id from term where text = its_team)));
    perform feed_append(4::smallint, null, null);
    return number;
end $$;
create index course_opening_unit on course (opening_unit) where opening_unit is not null;

-- Name and address protection goes on or off. Returns the feed number, null where nothing changed.
create function change_protected(of_citizen bigint, is_protected bool) returns bigint
language plpgsql as $$
begin
    perform rights_lock(true);
    update citizen set protected = is_protected where id = of_citizen and protected <> is_protected;
    if not found then
        return null;
    end if;
    perform refresh_access(array(select case_id from course where citizen = of_citizen));
    return feed_append(4::smallint, null, null);
end $$;
