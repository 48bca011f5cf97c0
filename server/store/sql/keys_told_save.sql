-- $1 its id, $2 sealed anew, $3 its key, $4 keyed hashes (joined), unless it has changed: $5 sealed before
update citizen_told set cpr = $2, cpr_key = $3, cpr_indexes = cpr_indexes($4) where id = $1 and cpr = $5;
