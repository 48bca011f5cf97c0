-- What those who see no case have been told, so that further answers are not told apart from it by one person:
-- app/disclosure.h.

-- The counts behind the numbers given for a cell, and what was told instead of each.
create table disclosed (
    cell  bigint not null, -- day, team, target group, rule and measure, packed by the daemon
    count int    not null check (count > 0),
    told  int    not null,
    primary key (cell, count)
);

-- What is to be told instead of each count: what was told for the nearest count given before that is fewer than 5 away
-- (of two the lower), unless that is 8 or more from the truth; else the count itself. None was told as none for every
-- cell from the beginning. So a change by one person never changes a number just told, and numbers that differ are 5
-- apart at least.
create function disclose(cells bigint[], counts int[]) returns int[]
language plpgsql as $$
declare
    answer int[] := array_fill(0, array[coalesce(array_length(cells, 1), 0)]);
    its    int;
begin
    perform pg_advisory_xact_lock(7303, 3);
    for i in 1 .. coalesce(array_length(cells, 1), 0) loop
        select d.told into its
        from (select count, told from disclosed
              where cell = cells[i] and count between counts[i] - 4 and counts[i] + 4
              union all select 0, 0) d
        where abs(d.count - counts[i]) < 5 and abs(d.told - counts[i]) < 8
        order by abs(d.count - counts[i]), d.count limit 1;
        answer[i] := coalesce(its, counts[i]);
        insert into disclosed values (cells[i], counts[i], answer[i]) on conflict do nothing;
    end loop;
    return answer;
end $$;

-- Questions with limits of one's own, by person and day.
create table question_budget (
    staff int  not null references staff,
    day   date not null,
    used  int  not null,
    primary key (staff, day)
);

grant select, insert on disclosed to spord;
grant select, insert, update on question_budget to spord;
