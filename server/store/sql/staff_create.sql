-- $1 identifier, $2 name, $3 role, $4 active, $5 password, $6 hash of the CPR number,
-- $7 telephone
insert into staff (staff, name, role, active, password, cpr_index, telephone) values ($1, $2, $3, $4, $5, $6, $7)
on conflict do nothing
returning staff, name, role, active, telephone;
