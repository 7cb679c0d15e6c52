-- The row stays, so that the token goes on rising.
update leases set until = clock_timestamp()
where name = $1 and token = $2;
