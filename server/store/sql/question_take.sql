-- One question more of this person today; no row where all of today's are used up. $1 staff, $2 how many a day
insert into question_budget as q (staff, day, used) values ($1, spor_today(), 1)
on conflict (staff, day) do update set used = q.used + 1 where q.used < $2
returning used;
