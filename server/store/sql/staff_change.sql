-- $1 identifier; null leaves as it is: $2 name, $3 role, $4 active, $5 password, $6 hash of the CPR number; $7 is there another
-- telephone, $8 which (null: none). A new password, another role and active false end all sessions of the person (trace_staff).
update staff set name = coalesce($2, name), role = coalesce($3, role), active = coalesce($4, active),
       password = coalesce($5, password), cpr_index = coalesce($6, cpr_index),
       telephone = case when $7::bool then $8 else telephone end
where staff = $1 and not is_token
returning staff, name, role, active, telephone;
