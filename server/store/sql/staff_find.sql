select staff, id from staff where staff = any($1::text[]);
