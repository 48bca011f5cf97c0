-- $1 identifier, $2 name, $3 role, $4 active, $5 password, $6 CPR number, sealed, $7 its key, $8 its keyed hashes,
-- $9 telephone
insert into staff (staff, name, role, active, password, cpr, cpr_key, cpr_indexes, telephone)
values ($1, $2, $3, $4, $5, $6, $7, cpr_indexes($8), $9)
on conflict do nothing
returning staff, name, role, active, telephone;
