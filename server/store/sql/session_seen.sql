update session set last_seen_at = spor_now() where id = any($1::bigint[]) and ended_at is null;
