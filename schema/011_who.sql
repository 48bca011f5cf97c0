-- Who has a citizen's case, asked by CPR number (POST /v1/who); and where people can be reached.

alter table staff add telephone text check (char_length(telephone) between 1 and 40);
alter table team add telephone text check (char_length(telephone) between 1 and 40);

-- Counted first; one row, empty for everybody who is not to be found: nobody has the number, the case is closed, the person is
-- protected, or it is the asker. Of a case without a primary caseworker the team alone.
create function who_has(indexes bytea[], person int, own bigint, most int,
                        out wait int, out caseworker text, out team text, out telephone text)
language plpgsql as $$
#variable_conflict use_column
declare
    persons bigint[] := array(select * from persons_of_cpr(indexes));
begin
    wait := take_allowance(person, 1, most);
    if wait > 0 or own = any(persons) or exists (select from staff p where p.id = person and p.cpr_index = any(indexes))
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
