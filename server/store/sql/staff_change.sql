-- $1 identifier; null leaves as it is: $2 name, $3 role, $4 active, $5 password, $6 CPR number, sealed, $7 its key, $8 its keyed
-- hashes; $9 is there another telephone, $10 which (null: none). A new password, another role and active false end all sessions
-- of the person (trace_staff).
update staff set name = coalesce($2, name), role = coalesce($3, role), active = coalesce($4, active),
       password = coalesce($5, password), cpr = coalesce($6, cpr), cpr_key = coalesce($7, cpr_key),
       cpr_indexes = coalesce(cpr_indexes($8), cpr_indexes),
       telephone = case when $9::bool then $10 else telephone end
where staff = $1 and not is_token
returning staff, name, role, active, telephone;
