update session set ended_at = spor_now() where id = $1 and ended_at is null;
