-- Who belonged to which team, ever; of several on one day the one joined last counts and comes first
select staff, team, from_day, to_day from member where from_day < to_day order by staff, from_day desc, team;
