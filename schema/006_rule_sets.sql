-- Rule sets of the municipality's own: written as drafts, published once by an administrator, never changed afterwards
-- (the daemon may insert into rule_set, and nothing else).

alter table rule_set
    add column published_by int references staff, -- null: shipped
    add column feed_no      bigint,               -- its record in the feed; null: there before any case was
    add check (published_by is null or published_at is not null);

create table rule_set_draft (
    name       text        primary key check (char_length(name) between 1 and 60),
    valid_from date        not null,
    source     text        not null, -- the period as written down (JSON)
    state      smallint    not null default 1, -- 1 draft, 2 published, 3 discarded
    version    int         not null default 1, -- counts changes
    created_by int         not null references staff,
    created_at timestamptz not null default spor_now(),
    changed_by int         not null references staff,
    changed_at timestamptz not null default spor_now()
);
grant select, insert, update on rule_set_draft to spord;

create function rule_set_draft_is_over() returns trigger
language plpgsql as $$
begin
    raise exception 'a draft that was published or discarded is never changed';
end $$;
create trigger rule_set_draft_is_over before update on rule_set_draft
    for each row when (old.state <> 1) execute function rule_set_draft_is_over();

-- Publishes a draft: the period, its record in the feed and the draft's end in one transaction. What it was checked
-- against must still be all there is: `last_seen` is the highest number of a rule set that the check knew.
-- Status 0 published, 1 no such draft, 2 another version, 3 another rule set was published meanwhile, 4 it does not
-- begin after today.
create function publish_rule_set(its_name text, its_version int, last_seen int, person int)
returns table (status int, feed_no bigint)
language plpgsql as $$
#variable_conflict use_column
declare
    draft  rule_set_draft;
    record bigint;
begin
    perform pg_advisory_xact_lock(7303, 3);
    select * into draft from rule_set_draft d where d.name = its_name and d.state = 1 for update;
    if not found then
        return query select 1, null::bigint;
    elsif draft.version <> its_version then
        return query select 2, null::bigint;
    elsif last_seen <> (select coalesce(max(k.number), 0) from rule_set k) then
        return query select 3, null::bigint;
    elsif draft.valid_from <= spor_today() then
        return query select 4, null::bigint;
    else
        update rule_set_draft d set state = 2 where d.name = its_name;
        record := feed_append(5::smallint, null, draft.valid_from);
        insert into rule_set (name, valid_from, source, published_at, published_by, feed_no)
        values (draft.name, draft.valid_from, draft.source, spor_now(), person, record);
        return query select 0, record;
    end if;
end $$;
