-- Cases that could not be assessed: $1 case ids, $2 why, $3 feed number reached.
insert into assess_failed (case_id, feed_no, error)
select t.case_id, $3::bigint, t.error from unnest($1::bigint[], $2::text[]) as t (case_id, error)
on conflict (case_id) do update set feed_no = excluded.feed_no, failed_at = spor_now(), error = excluded.error;
