select t.id, t.team, t.name from team t order by t.team;
