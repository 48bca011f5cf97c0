select create_team($1, $2);
