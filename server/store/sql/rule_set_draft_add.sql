-- $1 name, $2 valid from, $3 source, $4 who; no row where the name is taken
insert into rule_set_draft (name, valid_from, source, created_by, changed_by)
select $1::text, $2::date, $3::text, $4::int, $4::int
where not exists (select from rule_set where name = $1::text)
on conflict do nothing
returning version;
