-- Past its end too, as long as nobody else has taken it.
update leases set until = clock_timestamp() + $3
where name = $1 and token = $2;
