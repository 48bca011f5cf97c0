-- $1 team, $2 name (null: as it is), $3 is there another telephone, $4 which (null: none)
update team set name = coalesce($2, name), telephone = case when $3::bool then $4 else telephone end where team = $1
returning team, name, telephone;
