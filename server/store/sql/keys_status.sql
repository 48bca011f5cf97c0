-- Each key: what is known of it, and how many values are sealed under it (of those, how many name no row).
select k.number, left(encode(k.fingerprint, 'hex'), 16), to_char(k.made_at, 'YYYY-MM-DD'),
       case when k.retired_at is not null then 'retired ' || to_char(k.retired_at, 'YYYY-MM-DD')
            when k.number = (select max(number) from crypt_key where retired_at is null) then 'seals'
            else 'in use' end,
       (select count(*) from citizen where cpr is not null and cpr_key in (k.number, -k.number))
       + (select count(*) from citizen_told where cpr is not null and cpr_key in (k.number, -k.number))
       + (select count(*) from staff where cpr_key = k.number),
       (select count(*) from citizen where cpr is not null and cpr_key = -k.number)
       + (select count(*) from citizen_told where cpr is not null and cpr_key = -k.number)
from crypt_key k order by k.number;
