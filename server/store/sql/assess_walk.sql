-- Begins the way over all cases anew.
insert into assess_cursor (name, at) values ('rule_set', 0)
on conflict (name) do update set at = 0, updated_at = spor_now();
