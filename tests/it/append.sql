-- For append.t: one-unit calls of append_units() with what a test wants to vary.
create table answer (n int generated always as identity, unit int, ord int, status int, problem int, seq int, was_there bool,
                     other uuid);

-- a UUID for each name
create function id(name text) returns uuid language sql immutable return md5(name)::uuid;

-- events: ids, kinds, days, checks, refs (id or null), places (of a ref in the unit), staff, notes; one place each.
create function append(cases text[], ids text[], kinds int[] default null, days date[] default null, checks int[] default null,
                       refs text[] default null, places int[] default null, staffs int[] default null, notes text[] default null,
                       units int[] default null, flags int default 4, version int default null, last_seq int default null,
                       writer int default 1, own bigint default 0, principals bigint[] default '{}', citizens text[] default null,
                       is_open bool default true, closed date default null, external_ref text default null,
                       ref_kinds bigint default -1)
returns text language plpgsql as $$
#variable_conflict use_variable
declare
    n int := cardinality(cases);
    m int := cardinality(ids);
    no_text text[] := array_fill(null::text, array[n]);
    its_unit int[] := coalesce(units, array_fill(1, array[m]));
    got record;
begin
    select * into got from append_units(
        array(select id(c) from unnest(cases) c), array_fill(flags, array[n]), array_fill(writer, array[n]), array_fill(own, array[n]),
        array_fill(1, array[n]), array_fill(cardinality(principals), array[n]), principals, array_fill(version, array[n]),
        array_fill(last_seq, array[n]), array_fill(external_ref, array[n]),
        array(select id(c) from unnest(coalesce(citizens, no_text)) c), array_fill(days[1], array[n]),
        array_fill(case when flags & 8 <> 0 then is_open end, array[n]), array_fill(closed, array[n]), array_fill(null::int, array[n]),
        array_fill(writer, array[n]),
        case when flags & 8 <> 0 then array(select generate_series(1, n)) else '{}' end,
        case when flags & 8 <> 0 then array_fill(1, array[n]) else '{}' end,
        case when flags & 8 <> 0 then array_fill(1::smallint, array[n]) else '{}' end,
        case when flags & 8 <> 0 then array_fill(spor_today(), array[n]) else '{}' end,
        case when flags & 8 <> 0 then array_fill('infinity'::date, array[n]) else '{}' end,
        case when flags & 8 <> 0 then array(select generate_series(1, n)) else '{}' end,
        case when flags & 8 <> 0 then array_fill(days[1], array[n]) else '{}' end,
        case when flags & 8 <> 0 then array_fill(coalesce(closed + 1, 'infinity'::date), array[n]) else '{}' end,
        no_text, array_fill(null::date, array[n]), array_fill(false, array[n]), array_fill(null::bytea, array[n]),
        array_fill(null::smallint, array[n]), array_fill(null::bytea, array[n]),
        its_unit, array(select row_number() over (partition by u order by o) from unnest(its_unit) with ordinality x(u, o) order by o)::int[],
        coalesce(checks, array_fill(1, array[m])), array_fill(ref_kinds, array[m]),
        array(select id(r) from unnest(coalesce(refs, array_fill(null::text, array[m]))) r), coalesce(places, array_fill(0, array[m])),
        coalesce(notes, array_fill(null::text, array[m])),
        array(select case when x is not null then '\x01'::bytea end from unnest(coalesce(notes, array_fill(null::text, array[m]))) x),
        array(select case when x is not null then sha256('\x01' || convert_to(x, 'UTF8')) end
              from unnest(coalesce(notes, array_fill(null::text, array[m]))) x),
        array(select id(e) from unnest(ids) e), coalesce(kinds, array_fill(17, array[m]))::smallint[],
        coalesce(days, array_fill(spor_today(), array[m])),
        array(select d::timestamp at time zone 'Europe/Copenhagen' from unnest(coalesce(days, array_fill(spor_today(), array[m]))) d),
        coalesce(staffs, array_fill(null::int, array[m])),
        array_fill(null::smallint, array[m]), array_fill(null::int, array[m]), array_fill(null::smallint, array[m]),
        array_fill(null::smallint, array[m]), array_fill(null::bigint, array[m]), array_fill(null::smallint, array[m]),
        array_fill(null::smallint, array[m]), array_fill(null::smallint, array[m]), array_fill(null::date, array[m]),
        array_fill(null::timestamptz, array[m]), array_fill(null::smallint, array[m]), array_fill(null::smallint, array[m]),
        array_fill(null::smallint, array[m]), array_fill(null::int, array[m]), array_fill(null::int, array[m]),
        array_fill(null::smallint, array[m]), array_fill(null::smallint, array[m]), array_fill(0, array[m]));
    -- a row for each unit (ord 0) and each event
    insert into answer (unit, ord, status, problem, seq, was_there, other)
    select u.unit, u.ord, u.status, u.problem, u.seq, u.there <> 0, u.other from (
        select s.unit, 0 as ord, s.status, s.problem, null as seq, null as there, s.other
        from unnest(got.s_status, got.s_problem, got.s_other) with ordinality s(status, problem, other, unit)
        union all
        select e.unit, e.ord, null, null, e.seq, e.there, null
        from unnest(its_unit, got.a_seq, got.a_there) with ordinality e(unit, seq, there, ord)) u
    order by 1, 2;
    -- "0: 1 2" for each unit: its status, and the seqs of its events (! where they were there already)
    return (select string_agg(a.status || case when a.problem is not null then '@' || a.problem else '' end || ':' ||
                coalesce((select string_agg(' ' || e.seq || case when e.was_there then '!' else '' end, '' order by e.n)
                          from answer e where e.unit = a.unit and e.ord > 0 and e.n >= a.n and e.n < a.n + m + n), ''),
                '  ' order by a.n)
            from answer a where a.ord = 0 and a.n > (select max(x.n) - m - n from answer x));
end $$;
