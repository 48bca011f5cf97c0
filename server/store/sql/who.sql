-- $1 keyed hashes of the CPR number, $2 who asks, $3 own citizen (0: none), $4 at most so often in an hour. One row always.
select wait, caseworker, team, telephone from who_has($1, $2, $3, $4);
