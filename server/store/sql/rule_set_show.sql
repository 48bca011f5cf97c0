-- Rule sets and drafts in the order of inheritance. $1 a name, null: all; $2 drafts, too
-- state: 0 shipped, 1 draft, 2 published, 3 discarded
select coalesce(k.name, d.name),
       case when k.name is null then d.state when k.published_at is null then 0::smallint else 2::smallint end,
       coalesce(k.valid_from, d.valid_from), coalesce(k.source, d.source), k.number, coalesce(d.version, 0),
       c.staff, d.created_at, e.staff, d.changed_at, p.staff, k.published_at, k.feed_no
from rule_set k
full join rule_set_draft d on d.name = k.name
left join staff c on c.id = d.created_by
left join staff e on e.id = d.changed_by
left join staff p on p.id = k.published_by
where ($1::text is null or coalesce(k.name, d.name) = $1::text) and ($2::bool or k.name is not null)
order by coalesce(k.valid_from, d.valid_from), k.number, coalesce(k.name, d.name);
