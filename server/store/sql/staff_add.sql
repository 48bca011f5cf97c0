-- People whom an import names: without log-in.
insert into staff (staff)
select distinct s from unnest($1::text[]) s where not exists (select from staff where staff = s) order by s
on conflict do nothing;
