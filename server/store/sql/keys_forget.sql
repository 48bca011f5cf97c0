-- The next hashes under the retired key $1 go (the trigger keeps those under keys in use).
update citizen set cpr_indexes = cpr_indexes
where id in (select x.citizen from citizen_cpr x
             where x.cpr_index >= int2send($1::smallint) and x.cpr_index < int2send(($1 + 1)::smallint) limit 500);
