-- What people do leaves a row in the access log, written by the tables themselves: whoever changes staff, passwords,
-- memberships, teams, tokens, sessions, citizens or rule sets, by whatever way, cannot do it without its trace, and what
-- is rolled back has none. And a token is no person.

-- ---- a token is no person -------------------------------------------------------------------------------------------
-- The row that a token records as has no password and no role, and no session and no membership name it.

alter table staff add column is_token bool not null generated always as (starts_with(staff, 'token:')) stored;

do $$
declare
    person int;
begin
    perform rights_lock(true);
    update staff set role = 0, password = null where is_token and (role <> 0 or password is not null);
    delete from session where staff in (select id from staff where is_token);
    for person in select distinct m.staff from member m join staff p on p.id = m.staff where p.is_token loop
        delete from member where staff = person;
        perform refresh_access(cases_by_team_of(person));
    end loop;
end $$;

alter table staff
    add unique (id, is_token),
    add constraint token_has_no_log_in check (not is_token or (role = 0 and password is null));
alter table token
    add column is_token bool not null default true check (is_token),
    add constraint token_staff_is_token foreign key (staff, is_token) references staff (id, is_token);
alter table session
    add column is_token bool not null default false check (not is_token),
    add constraint session_staff_is_person foreign key (staff, is_token) references staff (id, is_token);
alter table member
    add column is_token bool not null default false check (not is_token),
    add constraint member_is_person foreign key (staff, is_token) references staff (id, is_token);

-- ---- sessions -------------------------------------------------------------------------------------------------------

alter table session
    add column client text not null default 'other' check (client in ('spor', 'browser', 'other'));

-- ---- acts -----------------------------------------------------------------------------------------------------------
-- Who acts is a setting of the transaction (sql/acting.sql): spor.staff, spor.token, spor.route, spor.reason. Where there
-- is none, it was the owner of the database, or the row itself says who. spor.key, of the connection, is the key of the
-- hashes below: the database does not keep it.

alter table access_log
    add column act     text,   -- what was done; null: it was looked at
    add column act_no  bigint, -- numbers of acts grow; some are never used
    add column about   int,    -- the person it was done to
    add column changes jsonb;
create sequence act_no;
create index access_log_acts on access_log (act_no) where act is not null;
create index access_log_citizens on access_log (act_no) where act in ('citizen_made', 'citizen_changed');

create function acting(what text) returns text
language sql stable
return nullif(current_setting('spor.' || what, true), '');

-- One act. `otherwise` is who did it where the transaction does not say. Returns its number.
create function trace(its_act text, its_about int, its_changes jsonb, otherwise int default null, its_status int default 200)
returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    number bigint := nextval('act_no');
begin
    insert into access_log (staff, token, route, rows, status, reason, act, act_no, about, changes)
    values (coalesce(acting('staff')::int, otherwise, 0), nullif(acting('token')::int, 0), coalesce(acting('route'), 'sql'), 1,
            its_status, acting('reason'), its_act, number, its_about, its_changes);
    return number;
end $$;

-- A value under the key, bound to its place: equal values of two citizens do not show as equal. Null without a key.
create function trace_hash(place text, value text) returns text
language sql stable
return left(encode(sha256(decode(acting('key'), 'hex')
                          || sha256(decode(acting('key'), 'hex') || convert_to(place || ' ' || value, 'UTF8'))), 'hex'), 32);

-- Which columns of a row changed, or null: {"column": …} with what was and is for those that are `shown`; for the others
-- true, or, with a `place`, the hashes of what was and is. What has to do with the CPR number is one change, "cpr"; without
-- somebody who acts there is none: then the same number was sealed anew.
create function traced(was jsonb, now jsonb, shown text[], hidden text[], place text default null) returns jsonb
language sql stable
as $$
    select jsonb_object_agg(x.name, case when x.name = any(shown) then jsonb_build_array(x.was, x.now)
                                         when place is null then to_jsonb(true)
                                         else jsonb_build_array(trace_hash(place || ' ' || x.name, nullif(x.was, 'null') #>> '{}'),
                                                                trace_hash(place || ' ' || x.name, nullif(x.now, 'null') #>> '{}')) end)
    from (select k as name, coalesce(was -> k, 'null') as was, now -> k as now
          from jsonb_object_keys(now) k where k not like 'cpr%'
          union all
          select 'cpr', coalesce(was -> 'cpr_index', 'null'), coalesce(now -> 'cpr_index', 'null')
          where acting('staff') is not null or was = '{}') x
    where x.name <> all(hidden) and x.was <> x.now
$$;

-- All sessions of a person end with a new password, another role, and when the person leaves.
create function trace_staff() returns trigger
language plpgsql as $$
declare
    is_new  bool  := tg_op = 'INSERT';
    changes jsonb := traced(case when is_new then '{}' else to_jsonb(old) end, to_jsonb(new), '{role,active}',
                            '{id,staff,created_at,is_token}');
begin
    if new.is_token or changes is null then
        return null; -- of a token the row in `token` tells
    end if;
    perform trace(case when is_new then 'staff_made' when old.active and not new.active then 'staff_ended' else 'staff_changed' end,
                  new.id, changes);
    if not is_new and (changes ?| '{role,password}' or not new.active) then
        update session set ended_at = spor_now() where staff = new.id and ended_at is null;
    end if;
    return null;
end $$;
create trigger trace_staff after insert or update on staff for each row execute function trace_staff();

create function trace_session() returns trigger
language plpgsql as $$
begin
    perform trace(case when tg_op = 'INSERT' then 'logged_in' else 'session_ended' end, new.staff,
                  jsonb_build_object('session', new.id, 'client', new.client),
                  case when tg_op = 'INSERT' then new.staff end);
    return null;
end $$;
create trigger trace_session after insert on session for each row execute function trace_session();
create trigger trace_session_end after update of ended_at on session for each row
    when (old.ended_at is null and new.ended_at is not null) execute function trace_session();

create function trace_member() returns trigger
language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.* is not distinct from new.* then
        return null;
    end if;
    perform trace('member_changed', new.staff, jsonb_build_object('team', (select team from team where id = new.team),
                                                                 'from', new.from_day, 'to', new.to_day));
    return null;
end $$;
create trigger trace_member after insert or update on member for each row execute function trace_member();

create function trace_team() returns trigger
language plpgsql as $$
begin
    perform trace(case when tg_op = 'INSERT' then 'team_made' else 'team_changed' end, null,
                  jsonb_build_object('team', new.team));
    return null;
end $$;
create trigger trace_team after insert or update on team for each row execute function trace_team();

create function trace_token() returns trigger
language plpgsql as $$
begin
    perform trace(case when tg_op = 'INSERT' then 'token_made'
                       when old.ended_at is null and new.ended_at is not null then 'token_ended'
                       when old.approved_at is null and new.approved_at is not null then 'token_approved'
                       else 'token_changed' end, null,
                  jsonb_build_object('token', new.id, 'name', new.name, 'scopes', new.scopes, 'expires_at', new.expires_at),
                  new.created_by);
    return null;
end $$;
create trigger trace_token after insert on token for each row execute function trace_token();
create trigger trace_token_change after update on token for each row
    when (old.* is distinct from new.*) execute function trace_token();

create function trace_citizen() returns trigger
language plpgsql as $$
declare
    is_new  bool  := tg_op = 'INSERT';
    changes jsonb := traced(case when is_new then '{}' else to_jsonb(old) end, to_jsonb(new), '{}',
                            '{id,citizen,created_by,created_at,name_key}', new.citizen::text);
begin
    if is_new or changes is not null then
        perform trace(case when is_new then 'citizen_made' else 'citizen_changed' end, null,
                      jsonb_build_object('citizen', new.citizen, 'fields', coalesce(changes, '{}')),
                      case when is_new then new.created_by end);
    end if;
    return null;
end $$;
create trigger trace_citizen after insert or update on citizen for each row execute function trace_citizen();

-- What somebody tells of a citizen before there is a case.
create function trace_told() returns trigger
language plpgsql as $$
declare
    is_new  bool  := tg_op = 'INSERT';
    changes jsonb := traced(case when is_new then '{}' else to_jsonb(old) end, to_jsonb(new), '{}',
                            '{told_by,handle,citizen,told_at}', new.handle::text);
begin
    if is_new or changes is not null then
        perform trace(case when is_new then 'citizen_told' else 'citizen_retold' end, null,
                      jsonb_build_object('citizen', new.handle, 'fields', coalesce(changes, '{}')), new.told_by);
    end if;
    return null;
end $$;
create trigger trace_told after insert or update on citizen_told for each row execute function trace_told();

create function trace_draft() returns trigger
language plpgsql as $$
begin
    if new.state <> 2 then -- published: the rule set tells
        perform trace(case when new.state = 3 then 'rule_set_discarded' else 'rule_set_drafted' end, null,
                      jsonb_build_object('rule_set', new.name, 'version', new.version), new.changed_by);
    end if;
    return null;
end $$;
create trigger trace_draft after insert or update on rule_set_draft for each row execute function trace_draft();

create function trace_rule_set() returns trigger
language plpgsql as $$
begin
    perform trace('rule_set_published', null, jsonb_build_object('rule_set', new.name, 'valid_from', new.valid_from),
                  new.published_by);
    return null;
end $$;
create trigger trace_rule_set after insert on rule_set for each row
    when (new.published_by is not null) execute function trace_rule_set(); -- else shipped with Spor

-- All of the log that the daemon may read.
create view act_log as
select act_no, at, staff, token, route, status, reason, act, about, changes from access_log where act is not null;
grant select on act_log to spord;
