select status, citizen, name, born, protected, is_double
from change_citizen($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);
