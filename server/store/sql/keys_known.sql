-- The keys that the database knows, the newest first.
select number, retired_at is not null, fingerprint from crypt_key order by number desc;
