-- $1 key. What is in the way: how many citizens and which people are not under the newest yet; nothing: it is done.
select citizens, array_to_string(people, ', ') from retire_key($1);
