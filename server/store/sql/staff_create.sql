-- $1 identifier, $2 name, $3 role, $4 active, $5 password, $6 hash of the CPR number
insert into staff (staff, name, role, active, password, cpr_index) values ($1, $2, $3, $4, $5, $6)
on conflict do nothing
returning staff, name, role, active;
