select id, password from staff where staff = $1 and not is_token;
