-- $1 number of the person after whom the page begins (0: the first page), $2 part of identifier or name, $3 at most
select staff, name, role, active, telephone, id from staff
where not is_token and ($1::int = 0 or staff > (select p.staff from staff p where p.id = $1))
and ($2::text is null or position(name_key($2) in name_key(staff)) > 0 or position(name_key($2) in name_key(name)) > 0)
order by staff limit $3::int;
