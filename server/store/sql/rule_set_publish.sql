-- $1 name, $2 version that is known, $3 highest number of a rule set that is known, $4 who
select status, feed_no from publish_rule_set($1::text, $2::int, $3::int, $4::int);
