-- The keys that CPR numbers are sealed under, and CPR numbers compared under all of them. Why and in which order:
-- server/store/crypt.h.

-- What is known of each key: never the key. A key is in use until it is retired; of those in use the newest seals.
create table crypt_key (
    number      smallint primary key check (number > 0),
    fingerprint bytea    not null,              -- a keyed hash, which says nothing about the key
    made_at     timestamptz not null default spor_now(),
    needed_at   timestamptz,                    -- from then on nobody writes or looks for a CPR number without it
    retired_at  timestamptz
);
grant select, insert, update on crypt_key to spord;

-- A keyed hash begins with the number of its key (two bytes), so that one says by itself under which it is. A citizen
-- has one under each key in use (under those, while keys are changed, that the writer had). A key number below 0: the
-- value was sealed before it was bound to its row; such a one is only read to seal it anew.
alter table citizen add cpr_indexes bytea[];
update citizen set cpr_indexes = array[int2send(cpr_key) || cpr_index], cpr_key = -cpr_key where cpr is not null;

-- Of people it was not written down under which key their hash is: where a citizen has the same it is that one's, else
-- the newest that was used.
alter table staff add cpr bytea, add cpr_key smallint, add cpr_indexes bytea[];
update staff p set cpr_indexes = array[int2send(coalesce(-(select z.cpr_key from citizen z where z.cpr_index = p.cpr_index),
                                                         -(select min(z.cpr_key) from citizen z), 1::smallint)) || p.cpr_index]
where p.cpr_index is not null;
alter table staff drop column cpr_index, add check ((cpr is null) = (cpr_key is null) and (cpr is null or cpr_indexes is not null));
drop function citizen_of_cpr(bytea[]); -- made anew below
alter table citizen drop column cpr_index, -- and with it the check of all three
    add check ((cpr is null) = (cpr_key is null) and (cpr is null) = (cpr_indexes is null));
create index citizen_cpr_key on citizen (cpr_key) where cpr is not null; -- what is left to be sealed anew

-- What was told and not opened yet lies the same way; of the hashes that were there the first is known to be under its key.
alter table citizen_told rename cpr_index to cpr_indexes;
update citizen_told set cpr_indexes = array[int2send(cpr_key) || cpr_indexes[1]], cpr_key = -cpr_key where cpr is not null;
alter table citizen_told add id bigint generated always as identity; -- in which order they are sealed anew
create index citizen_told_cpr_key on citizen_told (cpr_key, id) where cpr is not null;

-- The unique index over the elements of citizen.cpr_indexes, which PostgreSQL has not: written by the trigger below alone.
create table citizen_cpr (
    cpr_index bytea  primary key,
    citizen   bigint not null
);
insert into citizen_cpr (cpr_index, citizen) select unnest(cpr_indexes), id from citizen where cpr_indexes is not null;
create index citizen_cpr_citizen on citizen_cpr (citizen);
grant select, insert, delete on citizen_cpr to spord;

create function key_of_index(cpr_index bytea) returns smallint
language sql immutable parallel safe
return (get_byte(cpr_index, 0) << 8 | get_byte(cpr_index, 1))::smallint;

-- Keyed hashes one behind the other, as an array: 34 bytes each.
create function cpr_indexes(joined bytea) returns bytea[]
language sql immutable parallel safe
return (select array_agg(substr(joined, n * 34 + 1, 34) order by n) from generate_series(0, length(joined) / 34 - 1) n);

-- Without a hash under each key that is needed one can neither write a number nor say that it is not there.
create function check_needed_keys(indexes bytea[]) returns void
language plpgsql as $$
declare
    missing smallint;
begin
    select number into missing from crypt_key
    where needed_at is not null and retired_at is null
      and not exists (select from unnest(indexes) i where key_of_index(i) = number)
    order by number limit 1;
    if found then
        raise exception 'this daemon has not key %', missing using errcode = '23KEY';
    end if;
end $$;

-- Who has one of these keyed hashes of one CPR number. More than one only where, before keys were known here, one number
-- came under two keys.
create function citizens_of_cpr(indexes bytea[]) returns setof bigint
language plpgsql stable rows 1 as $$
begin
    return query select distinct x.citizen from citizen_cpr x where x.cpr_index = any(indexes);
    if not found and cardinality(indexes) > 0 then
        perform check_needed_keys(indexes);
    end if;
end $$;
create function citizen_of_cpr(indexes bytea[]) returns bigint
language sql stable
return (select min(x.id) from citizens_of_cpr(indexes) x(id));

-- The lock is had shared to the commit of whoever writes a CPR number, and alone by who retires a key: so nobody's number
-- comes in under a key whose last value was just counted.
create function keys_lock(alone bool) returns void
language plpgsql as $$
begin
    if alone then
        perform pg_advisory_xact_lock(7303, 4);
    else
        perform pg_advisory_xact_lock_shared(7303, 4);
    end if;
end $$;

-- Hashes that come into a row: under each key that is needed, and of them those under keys in use.
create function cpr_indexes_to_keep(its_key smallint, indexes bytea[]) returns bytea[]
language plpgsql as $$
begin
    perform keys_lock(false);
    perform check_needed_keys(indexes);
    if its_key is not null and not exists (select from unnest(indexes) i where key_of_index(i) = abs(its_key)) then
        raise exception 'no keyed hash under the key that seals' using errcode = '23KEY';
    end if;
    return (select array_agg(i order by i desc) from unnest(indexes) i
            where exists (select from crypt_key k where k.number = key_of_index(i) and k.retired_at is null));
end $$;

-- A new citizen whose number another one has is not made (as `on conflict do nothing` does it); a change that would give
-- one a number that another one has raises 23505. Who is later waits for who is first.
create function citizen_cpr_write() returns trigger
language plpgsql as $$
declare
    n bigint;
begin
    new.cpr_indexes := nullif(new.cpr_indexes, '{}');
    if new.cpr_indexes is not null then
        new.cpr_indexes := cpr_indexes_to_keep(new.cpr_key, new.cpr_indexes);
        insert into citizen_cpr (cpr_index, citizen)
        select i, new.id from unnest(new.cpr_indexes) i
        where not exists (select from citizen_cpr x where x.cpr_index = i and x.citizen = new.id)
        order by i
        on conflict do nothing;
        select count(*) into n from citizen_cpr x where x.citizen = new.id and x.cpr_index = any(new.cpr_indexes);
        if n < cardinality(new.cpr_indexes) then
            if tg_op = 'UPDATE' then
                raise unique_violation using constraint = 'citizen_cpr_pkey', message = 'another citizen has this number';
            end if;
            delete from citizen_cpr x where x.citizen = new.id;
            return null;
        end if;
    end if;
    if tg_op = 'UPDATE' then
        delete from citizen_cpr x where x.citizen = new.id and not coalesce(x.cpr_index = any(new.cpr_indexes), false);
    end if;
    return new;
end $$;
create trigger citizen_cpr before insert or update of cpr, cpr_key, cpr_indexes on citizen
for each row execute function citizen_cpr_write();

create function staff_cpr_write() returns trigger
language plpgsql as $$
begin
    new.cpr_indexes := nullif(new.cpr_indexes, '{}');
    if new.cpr_indexes is not null then
        new.cpr_indexes := cpr_indexes_to_keep(new.cpr_key, new.cpr_indexes);
    end if;
    return new;
end $$;
create trigger staff_cpr before insert or update of cpr, cpr_key, cpr_indexes on staff
for each row execute function staff_cpr_write();
create trigger citizen_told_cpr before insert or update of cpr, cpr_key, cpr_indexes on citizen_told
for each row execute function staff_cpr_write();

-- Takes a key out of use, unless something is in the way: citizens whose number is not sealed under the newest (there, or
-- told of and not opened yet), people
-- whose own number is not known by it. What is sealed under a key has a hash under it, so that nobody is lost.
create function retire_key(its_number smallint, out citizens bigint, out people text[])
language plpgsql as $$
declare
    newest smallint;
begin
    perform keys_lock(true);
    select max(k.number) into newest from crypt_key k where k.retired_at is null;
    if its_number = newest then
        raise exception 'key % seals', its_number using errcode = '22023';
    end if;
    delete from citizen_told where told_at < spor_now() - interval '7 days';
    select (select count(*) from citizen z where z.cpr is not null and z.cpr_key <> newest)
           + (select count(*) from citizen_told t where t.cpr is not null and t.cpr_key <> newest) into citizens;
    select array_agg(p.staff order by p.staff) into people from staff p
    where p.cpr_indexes is not null
      and not exists (select from unnest(p.cpr_indexes) i where key_of_index(i) = newest);
    if citizens = 0 and people is null then
        update crypt_key set needed_at = spor_now() where number = newest and needed_at is null;
        update crypt_key set retired_at = spor_now() where number = its_number and retired_at is null;
    end if;
end $$;

-- ---- the functions that write and look for CPR numbers, anew --------------------------------------------------------

-- As in 003, with the keyed hashes under all keys (joined). The sealed value is bound to the row of `new_uuid`: into
-- another citizen's row it does not go.
drop function fill_citizen(bigint, uuid, text, date, bool, bytea, smallint, bytea, int);
create function fill_citizen(of_course bigint, new_uuid uuid, its_name text, its_born date, is_protected bool, its_cpr bytea,
                             its_cpr_key smallint, its_cpr_index bytea, writer int) returns bigint
language plpgsql as $$
declare
    indexes  bytea[] := cpr_indexes(its_cpr_index);
    found_id bigint;
    was      citizen;
begin
    if of_course is not null then
        select citizen into found_id from course where case_id = of_course;
    end if;
    if found_id is null and indexes is not null then
        found_id := citizen_of_cpr(indexes);
    end if;
    if found_id is null then
        insert into citizen (citizen, name, born, protected, cpr, cpr_key, cpr_indexes, created_by)
        values (new_uuid, its_name, its_born, coalesce(is_protected, false), its_cpr, its_cpr_key, indexes, writer)
        on conflict do nothing returning id into found_id;
        if found_id is null then -- another writer was faster, or the identifier is used: look again
            found_id := coalesce(citizen_of_cpr(indexes), (select id from citizen where citizen = new_uuid));
        end if;
        return found_id;
    end if;
    select * into was from citizen where id = found_id for no key update;
    if (was.name is null and its_name is not null) or (was.born is null and its_born is not null) then
        update citizen set name = coalesce(name, its_name), born = coalesce(born, its_born) where id = found_id;
    end if;
    if was.cpr is null and its_cpr is not null and was.citizen = new_uuid and citizen_of_cpr(indexes) is null then
        update citizen set cpr = its_cpr, cpr_key = its_cpr_key, cpr_indexes = indexes where id = found_id;
    end if;
    return found_id;
end $$;

-- As in 010, with the keyed hashes under all keys.
create or replace function tell_citizen(its_handle uuid, its_name text, its_born date, is_protected bool, its_cpr bytea, its_key smallint,
                             indexes bytea[], person int)
returns int
language plpgsql as $$
declare
    was citizen_told;
begin
    delete from citizen_told where told_at < spor_now() - interval '7 days';
    insert into citizen_told (told_by, handle, name, born, protected, cpr, cpr_key, cpr_indexes)
    values (person, its_handle, its_name, its_born, is_protected, its_cpr, its_key, indexes)
    on conflict do nothing;
    if found then
        return 0;
    end if;
    select t.* into was from citizen_told t where t.told_by = person and t.handle = its_handle;
    return case when (was.name, was.born, was.protected, was.cpr is null) is not distinct from
                     (its_name, its_born, is_protected, its_cpr is null)
                     and (its_cpr is null or was.cpr_indexes && indexes) then 1 else 2 end;
end $$;

create or replace function change_citizen(its_uuid uuid, set_name bool, new_name text, set_born bool, new_born date, new_protected bool,
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
            cpr_indexes = case when set_cpr then indexes else t.cpr_indexes end
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
                         cpr_indexes = case when not set_cpr then z.cpr_indexes when other is null then indexes end,
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

create or replace function citizen_meant(its_uuid uuid, person int, sees_all bool, principals bigint[], own bigint,
                              out known bool, out id bigint, out by_number bool, out is_own bool)
language plpgsql stable as $$
declare
    told citizen_told;
begin
    select t.* into told from citizen_told t where t.told_by = person and t.handle = its_uuid;
    known := found;
    by_number := told.cpr is not null;
    id := coalesce(told.citizen, case when by_number then citizen_of_cpr(told.cpr_indexes) end);
    is_own := by_number and exists (select from staff p where p.id = person and p.cpr_indexes && told.cpr_indexes);
    if id is null and not by_number then
        select z.id into id from citizen z where z.citizen = its_uuid and sees_citizen(z.id, sees_all, principals, own);
        known := known or found;
    elsif id is null and exists (select from citizen z where z.citizen = its_uuid) then
        known := false; -- another citizen's identifier
    end if;
    is_own := is_own or coalesce(id = own, false);
end $$;

create or replace function citizen_opened(its_uuid uuid, its_id bigint, person int, out id bigint, out citizen uuid, out protects bool)
language plpgsql as $$
#variable_conflict use_column
declare
    told citizen_told;
begin
    select t.* into told from citizen_told t where t.told_by = person and t.handle = its_uuid;
    if found and its_id is null then
        insert into citizen (citizen, name, born, protected, cpr, cpr_key, cpr_indexes, created_by)
        values (its_uuid, told.name, told.born, told.protected, told.cpr, told.cpr_key, told.cpr_indexes, person)
        returning citizen.id into its_id;
        if its_id is null then -- somebody was faster: the writer comes again and finds that one
            raise unique_violation using constraint = 'citizen_cpr_pkey', message = 'another citizen has this number';
        end if;
    elsif found and told.citizen is null then
        update citizen z set name = coalesce(z.name, told.name), born = coalesce(z.born, told.born)
        where z.id = its_id and ((z.name is null and told.name is not null) or (z.born is null and told.born is not null));
    end if;
    update citizen_told t set citizen = its_id where t.told_by = person and t.handle = its_uuid and t.citizen is null;
    select z.id, z.citizen, coalesce(told.protected, false) into strict citizen_opened.id, citizen_opened.citizen, citizen_opened.protects
    from citizen z where z.id = its_id;
end $$;

-- As in 010, but for the look-up by CPR number.
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
                    from (select coalesce(t.id, case when n.flags & 16 <> 0 then citizen_of_cpr(cpr_indexes(n.cpr_index))
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

-- As in 011, with the keyed hashes under all keys.
create or replace function who_has(indexes bytea[], person int, own bigint, most int,
                        out wait int, out caseworker text, out team text, out telephone text)
language plpgsql as $$
#variable_conflict use_column
declare
    persons bigint[] := array(select * from persons_of_cpr(indexes));
begin
    wait := take_allowance(person, 1, most);
    if wait > 0 or own = any(persons) or exists (select from staff p where p.id = person and p.cpr_indexes && indexes)
       or exists (select from citizen z where z.id = any(persons) and z.protected) then
        return;
    end if;
    select coalesce(nullif(p.name, ''), p.staff), coalesce(nullif(t.name, ''), t.team), coalesce(p.telephone, t.telephone)
    into who_has.caseworker, who_has.team, who_has.telephone
    from course c
    left join holder h on h.case_id = c.case_id and h.role = 1 and h.from_day <= spor_today() and spor_today() < h.to_day
    left join staff p on p.id = h.staff
    left join team t on t.id = team_of_case(c.case_id, spor_today())
    where c.citizen = any(persons) and c.is_open
    order by c.case_id limit 1;
end $$;

-- As in 013: a change of the number is seen by its hash under the oldest key, which stays while it is sealed anew.
create or replace function traced(was jsonb, now jsonb, shown text[], hidden text[], place text default null) returns jsonb
language sql stable
as $$
    select jsonb_object_agg(x.name, case when x.name = any(shown) then jsonb_build_array(x.was, x.now)
                                         when place is null then to_jsonb(true)
                                         else jsonb_build_array(trace_hash(place || ' ' || x.name, nullif(x.was, 'null') #>> '{}'),
                                                                trace_hash(place || ' ' || x.name, nullif(x.now, 'null') #>> '{}')) end)
    from (select k as name, coalesce(was -> k, 'null') as was, now -> k as now
          from jsonb_object_keys(now) k where k not like 'cpr%'
          union all
          select 'cpr', coalesce(was -> 'cpr_indexes' -> -1, 'null'), coalesce(now -> 'cpr_indexes' -> -1, 'null')
          where acting('staff') is not null or was = '{}') x
    where x.name <> all(hidden) and x.was <> x.now
$$;

create or replace function trace_told() returns trigger
language plpgsql as $$
declare
    is_new  bool  := tg_op = 'INSERT';
    changes jsonb := traced(case when is_new then '{}' else to_jsonb(old) end, to_jsonb(new), '{}',
                            '{id,told_by,handle,citizen,told_at}', new.handle::text);
begin
    if is_new or changes is not null then
        perform trace(case when is_new then 'citizen_told' else 'citizen_retold' end, null,
                      jsonb_build_object('citizen', new.handle, 'fields', coalesce(changes, '{}')), new.told_by);
    end if;
    return null;
end $$;
