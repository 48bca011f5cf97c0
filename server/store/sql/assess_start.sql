-- How far the assessor has come.
select at from assess_cursor where name = 'feed';
