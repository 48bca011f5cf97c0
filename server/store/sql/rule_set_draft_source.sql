-- The period of a draft that is neither published nor discarded. $1 its name
select source from rule_set_draft where name = $1 and state = 1;
