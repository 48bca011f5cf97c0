-- The roles and the database that Spor expects, for a PostgreSQL of one's own (run once, as superuser). The migrations
-- grant spord what the daemon needs: no DDL, no UPDATE or DELETE on events.
create role spor_owner login;
create role spord login;
create database spor owner spor_owner;
revoke all on database spor from public;
grant connect on database spor to spord;
