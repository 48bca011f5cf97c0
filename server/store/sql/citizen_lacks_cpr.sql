-- The citizen of a case, where there is no CPR number yet. $1 case
select z.citizen from course c join citizen z on z.id = c.citizen where c.case_uuid = $1 and z.cpr is null;
