update token set ended_at = coalesce(ended_at, spor_now()) where id = $1::int returning id;
