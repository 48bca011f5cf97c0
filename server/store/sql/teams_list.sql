select t.id, t.team, t.name, t.telephone from team t order by t.team;
