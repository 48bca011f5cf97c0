select max(number)::int from migration;
