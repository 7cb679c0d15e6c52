insert into seals (date, seq, root, previous, hash) values ($1, $2, $3, $4, $5);
