-- $1 after this number, $2 at most
select f.no, f.type, c.case_uuid, e.event_id, f.kind, f.seq, f.recorded_at, f.day
from feed f left join course c on c.case_id = f.case_id left join event e on e.case_id = f.case_id and e.seq = f.seq
where f.no > $1::bigint order by f.no limit $2::int;
