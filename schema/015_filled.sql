-- Units of many callers are appended in one transaction, which has no one that acts: what an append fills in of a citizen is
-- traced with who wrote it (013).

-- As in 014, saying who acts.
create or replace function fill_citizen(of_course bigint, new_uuid uuid, its_name text, its_born date, is_protected bool, its_cpr bytea,
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
    perform set_config('spor.staff', writer::text, true);
    if (was.name is null and its_name is not null) or (was.born is null and its_born is not null) then
        update citizen set name = coalesce(name, its_name), born = coalesce(born, its_born) where id = found_id;
    end if;
    if was.cpr is null and its_cpr is not null and was.citizen = new_uuid and citizen_of_cpr(indexes) is null then
        update citizen set cpr = its_cpr, cpr_key = its_cpr_key, cpr_indexes = indexes where id = found_id;
    end if;
    perform set_config('spor.staff', '', true);
    return found_id;
end $$;
