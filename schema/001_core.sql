-- The tables of Spor. Forward-only: a change is a new file. Applied by `spord migrate` as the owner of the
-- database; the daemon's role `spord` gets only what is granted at the end.
--
-- Days are local days (Europe/Copenhagen), instants timestamptz. Where C knows a "none", storage has:
--   event, holder …   null                      (compact: most fields of most events are none)
--   case_facts, span  '-infinity', 'infinity', 0 (never null, so that lists sort and page by them)
-- Numbers of kinds, rules and catalogue values are those of server/core/*_table.h.

do $$
begin
    if not exists (select from pg_roles where rolname = 'spord') then
        raise exception 'there is no role "spord" for the daemon: create it first (create role spord login)';
    end if;
end $$;

-- ---- time ---------------------------------------------------------------------------------------------------
-- The one place in SQL that asks the time; `spor.clock_shift` (seconds, a setting of the connection)
-- moves it, as clock_set_shift moves clock_now() in C.

create function spor_now() returns timestamptz
language sql volatile parallel safe
return clock_timestamp() + coalesce(nullif(current_setting('spor.clock_shift', true), ''), '0')::int * interval '1 second';

-- The local day. Stable: one statement sees one day, and an index can be used.
create function spor_today() returns date
language sql stable parallel safe
return ((statement_timestamp()
         + coalesce(nullif(current_setting('spor.clock_shift', true), ''), '0')::int * interval '1 second')
        at time zone 'Europe/Copenhagen')::date;

-- ---- names --------------------------------------------------------------------------------------------------

-- Texts that events name by number: units, batches, activity names. Never changed, never deleted.
create table term (
    id   int  generated always as identity primary key,
    text text not null unique check (char_length(text) between 1 and 200)
);

-- People who record or are named. An identifier is never changed and never used again. A token has a row of its
-- own, without log-in.
create table staff (
    id         int      generated always as identity primary key,
    staff      text     not null unique check (char_length(staff) between 1 and 100),
    name       text     not null default '',
    role       smallint not null default 0, -- 0 none, 1 caseworker, 2 leader, 3 auditor, 4 administrator
    active     bool     not null default true,
    password   text,                        -- scrypt, with its parameters; null: no log-in
    cpr_index  bytea,                       -- blind index of the own CPR number: nobody opens their own case
    created_at timestamptz not null default spor_now()
);
create index staff_cpr on staff (cpr_index) where cpr_index is not null;

create table team (
    id   int  generated always as identity primary key,
    team text not null unique check (char_length(team) between 1 and 100), -- may equal a unit: employment/north
    name text not null default ''
);

-- From a day to a day (exclusive). Who is a leader of a team: a member whose staff.role is leader.
create table member (
    staff    int  not null references staff,
    team     int  not null references team,
    from_day date not null,
    to_day   date not null default 'infinity',
    primary key (staff, team, from_day),
    check (from_day <= to_day)
);
create index member_team on member (team, staff);

create table session (
    id           bigint generated always as identity primary key,
    token_sha256 bytea  not null unique, -- the token itself is nowhere
    staff        int    not null references staff,
    created_at   timestamptz not null default spor_now(),
    last_seen_at timestamptz not null default spor_now(),
    expires_at   timestamptz not null, -- absolute end
    ended_at     timestamptz
);
create index session_staff on session (staff) where ended_at is null;

create table token (
    id           int   generated always as identity primary key,
    token_sha256 bytea not null unique,
    name         text  not null,
    staff        int   not null references staff, -- the row it records as
    scopes       int   not null,                  -- bit set: 1 import, 2 read:all, 4 report:exact, 8 simulate, 16 metrics
    created_by   int   references staff,
    created_at   timestamptz not null default spor_now(),
    expires_at   timestamptz not null,
    approved_by  int   references staff,          -- needed where a scope opens case content
    approved_at  timestamptz,
    ended_at     timestamptz
);

-- ---- citizens and cases -------------------------------------------------------------------------------------

create table citizen (
    id         bigint generated always as identity primary key,
    citizen    uuid   not null unique,
    name       text,
    born       date,
    protected  bool   not null default false, -- name and address protection: primary and leaders only
    cpr        bytea,                         -- AES-256-GCM
    cpr_key    smallint,                      -- number of the key of cpr and cpr_index
    cpr_index  bytea  unique,                 -- keyed hash for look-up
    created_at timestamptz not null default spor_now(),
    created_by int    not null references staff,
    check ((cpr is null) = (cpr_index is null) and (cpr is null) = (cpr_key is null))
);
create index citizen_name on citizen (lower(name) text_pattern_ops) where name is not null;

create table course (
    case_id      bigint generated always as identity primary key,
    case_uuid    uuid   not null unique,
    citizen      bigint references citizen,
    external_ref text   check (char_length(external_ref) between 1 and 200),
    is_open      bool   not null default true,
    closed_on    date,                 -- day of the last closing while closed
    opening_unit int    references term, -- of the latest opening or reopening that has one
    opened_by    int    references staff
);
create unique index course_one_open on course (citizen) where is_open;
create index course_citizen on course (citizen) where citizen is not null;
create index course_external_ref on course (external_ref) where external_ref is not null;
create index course_opened_by on course (opened_by);

-- Touched by every append: narrow, with room for updates in the same page.
create table case_head (
    case_id          bigint primary key references course,
    seq              int    not null, -- last one
    version          int    not null, -- number of control events
    open_days        datemultirange not null, -- days on which ordinary events may lie
    last_recorded_at timestamptz not null
) with (fillfactor = 60);

-- ---- events: insert-only ------------------------------------------------------------------------------------

create table event (
    case_id        bigint   not null,
    seq            int      not null,
    kind           smallint not null,
    day            date     not null, -- local day of occurred_at
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null,
    recorded_by    int      not null,
    staff          int,
    role           smallint,
    unit           int,      -- term
    administration smallint, -- of the unit
    code           smallint,
    also           bigint,   -- bit set
    outcome        smallint,
    party          smallint,
    channel        smallint,
    due            date,
    starts_at      timestamptz,
    ref            int,      -- seq
    score          smallint,
    scale          smallint,
    hours          smallint, -- quarters
    batch          int,      -- term
    activity       int,      -- term
    because        smallint,
    marks          smallint, -- bit set
    fields         int      not null, -- which were given
    has_note       bool     not null,
    event_id       uuid     not null,
    feed_no        bigint   not null,
    note_sha256    bytea,    -- sha256(salt || text)
    -- a history is read from this index alone
    primary key (case_id, seq) include (kind, day, occurred_at, recorded_at, recorded_by, staff, role, unit,
        administration, code, also, outcome, party, channel, due, starts_at, ref, score, scale, hours, batch,
        activity, because, marks, fields, has_note),
    unique (case_id, event_id)
) with (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000);

-- Short texts for people, apart from the event so that one can be redacted while the event stays as it is.
create table note (
    case_id bigint not null,
    seq     int    not null,
    salt    bytea  not null,
    text    text   not null,
    primary key (case_id, seq)
);

-- All that happened in commit order, without gaps: numbered under the row lock of feed_head.
create table feed (
    no          bigint   primary key,
    type        smallint not null, -- 1 event, 2 day, 3 born, 4 membership (rights of cases), 5 rule_set
    case_id     bigint,            -- null: not about one case
    seq         int,               -- of an event
    kind        smallint,          -- of an event
    day         date,              -- of an event, or the day that began
    recorded_at timestamptz not null
);

create table feed_head (
    only_row bool primary key default true check (only_row),
    no       bigint not null
);
insert into feed_head (no) values (0);

-- ---- rights -------------------------------------------------------------------------------------------------

-- Who holds which role on a case, in force or to come: what the daemon read from the history at the last control
-- event. Roles of catalogue `role`, 5 receiver of a handover, 6 last primary while there is none.
create table holder (
    case_id  bigint   not null,
    staff    int      not null,
    role     smallint not null,
    from_day date     not null,
    to_day   date     not null,
    primary key (case_id, role, staff, from_day)
);
create index holder_staff on holder (staff, role);

-- Who sees a case when; read through access_today and visible_case() alone (002_access.sql).
-- principal = id * 4 + kind: 0 a staff member, 1 the leaders of a team, 2 the members of a team, 3 (id 0) all
-- leaders. Rows are ended (to_day), never deleted. Made by refresh_access() alone.
create table access (
    principal bigint not null,
    case_id   bigint not null,
    from_day  date   not null,
    to_day    date   not null,
    primary key (principal, case_id, from_day) include (to_day)
);
create index access_case on access (case_id, principal);

-- ---- assessor: derived, may be thrown away and rebuilt ------------------------------------------------------

create table case_facts (
    case_id            bigint   primary key,
    seq                int      not null, -- assessed up to this event
    is_open            bool     not null,
    course_start       date     not null,
    quiet_until        date     not null,
    age_runs           bool     not null, -- while it runs the course age on day D is D - age_from, else course_age_days
    age_from           date     not null,
    course_age_days    int      not null,
    benefit            smallint not null,
    benefit_since      date     not null,
    target_group       smallint not null,
    unit               int      not null,
    primary_staff      int      not null,
    last_primary       int      not null,
    primary_since      date     not null,
    deputy             int      not null,
    deputy_until       date     not null,
    coordinator        int      not null,
    complex            bool     not null,
    switch_1           date     not null, -- newest first
    switch_2           date     not null,
    switch_3           date     not null,
    switch_4           date     not null,
    last_contact       date     not null,
    last_movement      date     not null,
    next_step          int      not null,
    next_step_due      date     not null,
    next_step_told     bool     not null,
    open_steps         int      not null,
    next_meeting       date     not null,
    next_wait_end      date     not null,
    handover           int      not null,
    handover_to        int      not null,
    handover_due       date     not null,
    wishes_at          date     not null,
    plan_at            date     not null,
    reviewed_at        date     not null,
    measured_at        date     not null,
    open_waits         int[]    not null,
    open_interventions int[]    not null,
    caseworkers        int[]    not null, -- staff, in order of the first day …
    caseworkers_first  date[]   not null, -- … and their first and last days
    caseworkers_last   date[]   not null,
    facts_until        date     not null  -- the first day on which one of these changes by itself
) with (fillfactor = 80);
create index case_facts_until on case_facts (facts_until) where facts_until < 'infinity';

create table span (
    case_id     bigint   not null,
    rule        smallint not null,
    subject     int      not null,
    from_day    date     not null,
    to_day      date     not null,
    severity    smallint not null,
    attribution smallint not null,
    rule_set    int      not null,
    evidence    int[]    not null,
    primary key (case_id, rule, subject, from_day)
);
create index span_day on span (case_id, to_day) include (from_day, rule, severity);

create table flag_state (
    case_id  bigint   not null,
    rule     smallint not null,
    subject  int      not null,
    from_day date     not null,
    to_day   date     not null,
    state    smallint not null,
    primary key (case_id, rule, subject, from_day)
);

-- Parameters of the rules: periods in order of `number` within one valid_from.
create table rule_set (
    number       int  generated always as identity primary key,
    name         text not null unique,
    valid_from   date not null,
    published_at timestamptz, -- null: shipped with Spor, counts as always published
    source       text not null -- the period as written down (JSON)
);

-- How far the assessor has come: 'feed' a feed number; 'rule_set' a case_id, on its way over all cases.
create table assess_cursor (
    name       text   primary key,
    at         bigint not null,
    updated_at timestamptz not null default spor_now()
);
insert into assess_cursor (name, at) values ('feed', 0);

create table assess_failed (
    case_id   bigint primary key,
    feed_no   bigint not null,
    failed_at timestamptz not null default spor_now(),
    error     text   not null
);

-- ---- access log: insert-only, a partition a month -----------------------------------------------------------

create table access_log (
    at      timestamptz not null default spor_now(),
    staff   int      not null,
    token   int,               -- null: a session
    route   text     not null,
    case_id bigint,
    filter  text,              -- what was searched for, without names and CPR numbers
    rows    int      not null,
    status  smallint not null,
    reason  text               -- Audit-Reason
) partition by range (at);
create table access_log_rest partition of access_log default;
create index access_log_case on access_log (case_id, at) where case_id is not null;
create index access_log_staff on access_log (staff, at);

-- Makes the partitions of `months` months from `first` on that are not there; run by `spord migrate`, and by the
-- daemon at midnight with the right to nothing else of the kind.
create function access_log_partitions(first date, months int) returns void
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
    month date;
    name  text;
begin
    for i in 0 .. months - 1 loop
        month := (date_trunc('month', first) + i * interval '1 month')::date;
        name := 'access_log_' || to_char(month, 'YYYY_MM');
        if to_regclass(name) is null
           and not exists (select from access_log_rest where at >= month::timestamptz and at < (month + interval '1 month')::timestamptz)
        then
            execute format('create table %I partition of access_log for values from (%L) to (%L)', name,
                           month::timestamptz, (month + interval '1 month')::timestamptz);
        end if;
    end loop;
end $$;
revoke execute on function access_log_partitions(date, int) from public;

-- ---- what the daemon's role may do --------------------------------------------------------------------------

grant usage on schema public to spord;
grant select, insert on term, event, note, feed to spord;
grant select, insert, update on staff, team, member, session, token, citizen, course, case_head, access, assess_cursor to spord;
grant select, update on feed_head to spord;
grant select, insert, update, delete on holder, case_facts, span, flag_state, assess_failed to spord;
grant select, insert on rule_set to spord;
grant insert on access_log to spord;
grant execute on function access_log_partitions(date, int) to spord;
