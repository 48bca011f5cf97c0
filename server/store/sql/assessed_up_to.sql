select at from assess_cursor where name = 'feed';
