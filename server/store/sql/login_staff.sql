select id, staff, name, role, password from staff where staff = $1 and active and role <> 0;
