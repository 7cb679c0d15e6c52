insert into leases as l (name, holder, token, until)
values ($1, $2, 1, clock_timestamp() + $3)
on conflict (name) do update set
  holder = excluded.holder,
  token = l.token + 1,
  until = clock_timestamp() + $3
where l.until <= clock_timestamp()
returning token;
