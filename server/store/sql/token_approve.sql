-- $1 token, $2 leader
update token set approved_by = coalesce(approved_by, $2::int), approved_at = coalesce(approved_at, spor_now())
where id = $1::int and ended_at is null returning id;
