-- Texts that get a number the first time they are used. In order, so that two writers cannot block each other.
insert into term (text)
select distinct t from unnest($1::text[]) t where not exists (select from term where text = t) order by t
on conflict do nothing;
