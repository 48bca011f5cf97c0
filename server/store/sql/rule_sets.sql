-- All published periods as written down, in the order of inheritance.
select number, name, source from rule_set order by valid_from, number;
