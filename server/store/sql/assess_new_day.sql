-- One `day` record in the feed for each local day that began since the last one; the first run only remembers today.
-- assess_cursor 'day' counts days from 1970-01-01. A number of the feed that somebody has seen is never given out again, so
-- this is on the disk when it is told, unlike what else the assessor writes.
with today as (
    select spor_today() - date '1970-01-01' as d
), passed as (
    update assess_cursor c set at = t.d, updated_at = spor_now()
    from today t, (select at from assess_cursor where name = 'day' for update) old
    where c.name = 'day' and c.at < t.d
    returning old.at as last, t.d as d
), first as (
    insert into assess_cursor (name, at) select 'day', d from today
    where not exists (select from assess_cursor where name = 'day')
    on conflict do nothing
), days as (
    select g.n, date '1970-01-01' + g.n::int as day, row_number() over (order by g.n) as place
    from passed, generate_series(passed.last + 1, passed.d) as g (n)
), head as (
    update feed_head set no = no + (select count(*) from days)
    where exists (select from days)
    returning no
)
insert into feed (no, type, day, recorded_at)
select head.no - (select count(*) from days) + days.place, 2, days.day, spor_now()
from head, days
where set_config('synchronous_commit', 'on', true) = 'on';
