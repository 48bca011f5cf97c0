-- Citizens are master data, not events: made and changed by these two functions. Who may: whoever made the citizen,
-- or sees a case of it, or an import (sees_all).

create function sees_citizen(of_citizen bigint, person int, sees_all bool, principals bigint[], own bigint) returns bool
language sql stable
return of_citizen <> own and (sees_all
    or exists (select from citizen z where z.id = of_citizen and z.created_by = person)
    or exists (select from course c join access_today a on a.case_id = c.case_id
               where c.citizen = of_citizen and a.principal = any(principals)));

-- Status 0 made, 1 the same citizen was there already, 2 the identifier is another citizen's, 3 the CPR number is known
-- and the caller sees that citizen (whose row is returned), 4 … and does not. `indexes`: the keyed hashes of the CPR
-- number under all keys.
create function make_citizen(its_uuid uuid, its_name text, its_born date, is_protected bool, its_cpr bytea, its_key smallint,
                             its_index bytea, indexes bytea[], person int, sees_all bool, principals bigint[], own bigint)
returns table (status int, citizen uuid, name text, born date, protected bool)
language plpgsql as $$
#variable_conflict use_column
declare
    was    citizen;
    answer int;
begin
    insert into citizen as z (citizen, name, born, protected, cpr, cpr_key, cpr_index, created_by)
    select its_uuid, its_name, its_born, is_protected, its_cpr, its_key, its_index, person
    where not exists (select from citizen y where y.cpr_index = any(indexes))
    on conflict do nothing
    returning z.* into was;
    if found then
        answer := 0;
    else
        select z.* into was from citizen z where z.citizen = its_uuid;
        if found then
            answer := case when (was.name, was.born, was.protected) is not distinct from (its_name, its_born, is_protected)
                            and (was.cpr_index = any(indexes) or (was.cpr_index is null and its_index is null))
                            and sees_citizen(was.id, person, sees_all, principals, own) then 1 else 2 end;
        else
            select z.* into was from citizen z where z.cpr_index = any(indexes);
            answer := case when sees_citizen(was.id, person, sees_all, principals, own) then 3 else 4 end;
        end if;
    end if;
    if answer in (2, 4) then
        return query select answer, null::uuid, null::text, null::date, null::bool;
    else
        return query select answer, was.citizen, was.name, was.born, was.protected;
    end if;
end $$;

-- Status 0 changed (or as it was), 1 no such citizen or not visible, 2 the CPR number is another citizen's. A change of
-- the day of birth puts a record for each case into the feed: the cases are assessed anew.
create function change_citizen(its_uuid uuid, set_name bool, new_name text, set_born bool, new_born date, new_protected bool,
                               set_cpr bool, new_cpr bytea, new_key smallint, new_index bytea, indexes bytea[],
                               person int, sees_all bool, principals bigint[], own bigint)
returns table (status int, citizen uuid, name text, born date, protected bool)
language plpgsql as $$
#variable_conflict use_column
declare
    was   citizen;
    about bigint;
begin
    perform rights_lock(true); -- before the row, as everybody who needs both
    select z.* into was from citizen z where z.citizen = its_uuid for no key update;
    if not found or not sees_citizen(was.id, person, sees_all, principals, own) then
        return query select 1, null::uuid, null::text, null::date, null::bool;
        return;
    end if;
    if set_cpr and exists (select from citizen y where y.cpr_index = any(indexes) and y.id <> was.id) then
        return query select 2, null::uuid, null::text, null::date, null::bool;
        return;
    end if;
    update citizen z set name = case when set_name then new_name else z.name end,
                         born = case when set_born then new_born else z.born end,
                         cpr = case when set_cpr then new_cpr else z.cpr end,
                         cpr_key = case when set_cpr then new_key else z.cpr_key end,
                         cpr_index = case when set_cpr then new_index else z.cpr_index end
    where z.id = was.id and (set_name or set_born or set_cpr);
    if new_protected is not null then
        perform change_protected(was.id, new_protected);
    end if;
    if set_born and was.born is distinct from new_born then
        for about in select c.case_id from course c where c.citizen = was.id order by c.case_id loop
            perform feed_append(3::smallint, about, null);
        end loop;
    end if;
    return query select 0, z.citizen, z.name, z.born, z.protected from citizen z where z.id = was.id;
end $$;

-- A note that two persons found wrong goes; the event and its hash stay.
grant delete on note to spord;
