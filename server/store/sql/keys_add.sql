-- $1 number, $2 fingerprint, $3 nobody may be without it from now on
insert into crypt_key (number, fingerprint, needed_at) values ($1, $2, case when $3::bool then spor_now() end);
