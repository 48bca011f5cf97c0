-- The roles and the database that Spor expects, for a PostgreSQL of one's own (run once, as superuser). They have no
-- passwords: over the socket PostgreSQL takes the system's users of the same names (peer), over TCP each needs one
-- (\password). The migrations grant spord what the daemon needs: no DDL, no UPDATE or DELETE on events.
create role spor_owner login;
create role spord login;
create database spor owner spor_owner template template0 encoding 'UTF8' locale 'C.UTF-8';
revoke all on database spor from public;
grant connect on database spor to spord;
