-- $1 name, $2 version that is known, $3 valid from, $4 source (null: both stay), $5 state, $6 who; no row where it is no
-- draft or has another version
update rule_set_draft
set valid_from = case when $4::text is null then valid_from else $3::date end, source = coalesce($4::text, source),
    state = $5::smallint, version = version + 1, changed_by = $6::int, changed_at = spor_now()
where name = $1::text and version = $2::int and state = 1
returning version;
