-- Runs on by itself from where its driver has brought it.
update domain_clock set
  domain_at = greatest($1, domain_at),
  real_at = clock_timestamp(),
  driven = false,
  version = version + 1
where driven;
