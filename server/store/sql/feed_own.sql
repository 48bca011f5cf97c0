-- $1 after this number, $2 at most, $3 principals, $4 own citizen; records about no case are everybody's
select f.no, f.type, c.case_uuid, e.event_id, f.kind, f.seq, f.recorded_at, f.day
from feed f left join course c on c.case_id = f.case_id left join event e on e.case_id = f.case_id and e.seq = f.seq
where f.no > $1::bigint
  and (f.case_id is null
       or (c.citizen is distinct from $4::bigint
           and exists (select from access_today a where a.case_id = f.case_id and a.principal = any($3::bigint[]))))
order by f.no limit $2::int;
