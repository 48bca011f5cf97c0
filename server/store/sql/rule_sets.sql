-- All published periods as written down, in the order of inheritance; published_at null: shipped, always published
select number, name, source, published_at from rule_set order by valid_from, number;
