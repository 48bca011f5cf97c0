select id, password from staff where staff = $1;
