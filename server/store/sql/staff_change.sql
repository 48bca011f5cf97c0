-- $1 identifier; null leaves as it is: $2 name, $3 role, $4 active, $5 password, $6 hash of the CPR number;
-- $7 the session that goes on; $8 is there another telephone, $9 which (null: none). Other sessions end with a new password, all end with active false.
with changed as (
    update staff set name = coalesce($2, name), role = coalesce($3, role), active = coalesce($4, active),
           password = coalesce($5, password), cpr_index = coalesce($6, cpr_index),
           telephone = case when $8::bool then $9 else telephone end
    where staff = $1
    returning id, staff, name, role, active, telephone
), ended as (
    update session s set ended_at = spor_now() from changed c
    where s.staff = c.id and s.ended_at is null and ($5::text is not null or not c.active) and s.id <> $7::bigint
)
select staff, name, role, active, telephone from changed;
