select text, id from term where text = any($1::text[]);
