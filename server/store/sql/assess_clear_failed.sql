-- Cases ($1) that were assessed well.
delete from assess_failed where case_id = any($1::bigint[]);
