-- What may be told instead of these counts to those who see no case. $1 cells, $2 counts
select disclose($1, $2);
