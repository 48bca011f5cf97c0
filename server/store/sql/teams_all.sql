-- All teams, with the number of the term that is named like the team
select t.id, t.team, t.name, u.id from team t left join term u on u.text = t.team order by t.id;
