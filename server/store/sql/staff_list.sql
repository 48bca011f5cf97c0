-- $1 after this identifier, $2 part of identifier or name, $3 at most
select staff, name, role, active from staff
where staff > $1 and ($2::text is null or position(lower($2) in lower(staff)) > 0 or position(lower($2) in lower(name)) > 0)
order by staff limit $3::int;
